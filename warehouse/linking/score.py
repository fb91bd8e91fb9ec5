"""How sure a link would be: the evidence added up, as a probability.

The score is a naive Bayes one (Fellegi and Sunter's): prior odds times the odds of each feature.
It is cautious on purpose. With half of the records of two recorded venues taken away and the rest
altered (six titles in ten, four author lists in ten), 9 of 13 candidates scored 0.05 to 0.5 were
right, 36 of 38 scored 0.5 to 0.95, and all 742 above. Where none of the papers has a record, one
in 700 gets a candidate above 0.5. ``make bench-linking`` prints such a table; the guards of
``decide.py`` stand above the score.
"""

import math
from dataclasses import dataclass

from warehouse.linking.features import Evidence, collect
from warehouse.linking.pairs import Pair

PRIOR = -4.0
"""Log odds of a pair that blocking lets through: about one in fifty is right."""
LINK = 0.95
REVIEW = 0.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair with its evidence and score.

    Attributes:
        pair: What was compared.
        evidence: What each feature found.
        score: 0..1, to four decimals.
    """

    pair: Pair
    evidence: tuple[Evidence, ...]
    score: float

    @property
    def reasons(self) -> list[str]:
        """The findings in words."""
        return [found.words for found in self.evidence]


def score(pair: Pair) -> Scored:
    """The pair with its evidence and score."""
    evidence = tuple(collect(pair))
    odds = PRIOR + sum(found.weight for found in evidence)
    return Scored(pair, evidence, round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds)))), 4))
