"""The nearest title, as the match route finds it.

The service does not say how it matches. What its answers show: always one row; a right title, half
a title and a title it does not hold all get a score without an upper bound, which grows with the
length of the title and jitters between calls; a query that shares next to nothing gets a 404.
"""

from dataclasses import dataclass
from random import Random

import numpy as np

from connectors.standin.semantic_scholar.text_index import Docs, TextIndex, words

_NEAR = 0.6  # of the query's weight a title must hold
_SCALE = 5.0  # brings a title of six words to the 100-200 of recorded scores


@dataclass(frozen=True, slots=True)
class Match:
    """The nearest title: its place in the index and its score."""

    at: int
    score: float


def nearest(title: str, index: TextIndex, allowed: Docs, jitter: Random) -> Match | None:
    """The allowed title nearest to this one; None when none is near.

    Of equally near titles the first is taken, which may well be the twin that was not meant.
    """
    stems = words(title)
    if not stems or not allowed.any():
        return None
    held, total = index.overlap(stems)
    at = int(np.argmax(np.where(allowed, held, -np.inf)))
    if held[at] < _NEAR * total:
        return None
    return Match(at, round(_SCALE * held[at] * jitter.uniform(0.98, 1.02), 5))
