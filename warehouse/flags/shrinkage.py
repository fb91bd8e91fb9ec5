"""Monthly rates, shrunken to the venue's own: two weeks and one citation prove little.

Citations of a paper are taken as Poisson with its own monthly rate, and the rates of a venue's
papers as Gamma. A paper's rate is then estimated by the mean of its posterior,
``(shape + citations) / (strength + months)``: a mean of the venue's rate and its own, weighted
by ``strength`` and the months it has been public (Clayton & Kaldor 1987, Biometrics 43, 671-681;
the moments are Marshall's, 1991, Applied Statistics 40, 283-294).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GIANT_SHARE = 0.05
"""Share of papers (at least one) whose counts are cut to the next lower before the venue's rate
is fitted: one paper with 15,000 citations would make its rate, and the spread, its own."""

LEAST_STRENGTH, MOST_STRENGTH = 1.0, 12.0
"""Months of a paper's life that the prior may weigh. Below one month a first week's citation
would count as a pace; beyond a year a paper could hardly leave the venue's mean, which happens
where nothing is cited yet and the spread is measured as none."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is expected of a paper of the venue before its own citations are looked at.

    Attributes:
        rate: Citations a month.
        strength: Months of evidence that this is worth.
    """

    rate: float
    strength: float

    def shrink(self, counts: NDArray[np.int64], months: NDArray[np.float64]) -> NDArray[np.float64]:
        """The expected citations a month of papers with these counts in these months."""
        return (self.rate * self.strength + counts) / (self.strength + months)


def fit(counts: NDArray[np.int64], months: NDArray[np.float64]) -> Prior:
    """The venue's prior, from its papers' counts and months of exposure (above 0).

    Half a citation is added to the whole (Jeffreys), so that a venue without any has a small
    rate instead of an impossible one. Without papers there is nothing to expect: rate 0.
    """
    if not len(counts):
        return Prior(0.0, LEAST_STRENGTH)
    cut = _without_giants(counts)
    rate = float((cut.sum() + 0.5) / months.sum())
    spread = float(np.average((cut / months - rate) ** 2, weights=months))
    # What is left of the spread when that of chance is taken off; Gamma: variance = rate/strength.
    variance = spread - rate / float(months.mean())
    strength = rate / variance if variance > 0 else MOST_STRENGTH
    return Prior(rate, float(np.clip(strength, LEAST_STRENGTH, MOST_STRENGTH)))


def _without_giants(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    ordered = np.sort(counts)[::-1]
    giants = int(np.ceil(GIANT_SHARE * len(counts)))
    cut: NDArray[np.int64] = np.minimum(counts, ordered[min(giants, len(counts) - 1)])
    return cut
