"""How far two orders of the same papers agree, ties and all."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

TOP = 0.10
"""The share of papers that counts as the top."""

FEWEST = 10
"""Papers below which nothing is said: a tenth of fewer is not one paper."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How an early order of papers agrees with a later one.

    Attributes:
        papers: How many papers were compared.
        spearman: Rank correlation, -1 to 1, ties at their mean rank; None for fewer than ten
            papers or where all of one side are equal.
        overlap: Share of the later top tenth that was in the early one, 0 to 1; None for fewer
            than ten papers.
    """

    papers: int
    spearman: float | None
    overlap: float | None


def agreement(early: Numbers, late: Numbers) -> Agreement:
    """The agreement of two measures of the same papers, the larger the better."""
    if len(early) < FEWEST:
        return Agreement(len(early), None, None)
    return Agreement(len(early), spearman(early, late), overlap(early, late))


def spearman(early: Numbers, late: Numbers) -> float | None:
    """Spearman's rank correlation: Pearson's of the ranks, ties at their mean."""
    if np.ptp(early) == 0 or np.ptp(late) == 0:
        return None
    return float(pd.Series(early).rank().corr(pd.Series(late).rank()))


def overlap(early: Numbers, late: Numbers, top: float = TOP) -> float:
    """The share of the top of ``late`` that is in the top of ``early``.

    Papers tied at the edge of a top share the places left in it, so that no order of equals,
    which nothing supports, decides: what is given is the mean over all such orders.
    """
    return float((_membership(early, top) * _membership(late, top)).sum() / _places(early, top))


def _places(values: Numbers, top: float) -> int:
    return max(round(top * len(values)), 1)


def _membership(values: Numbers, top: float) -> Numbers:
    """How far each paper is in the top: 1, 0, or a share for those tied at its edge."""
    places = _places(values, top)
    edge = np.sort(values)[::-1][places - 1]
    above, at = values > edge, values == edge
    membership: Numbers = above + at * (places - above.sum()) / at.sum()
    return membership
