"""Age bands: papers are compared with those that had as long to be cited."""

import numpy as np
from numpy.typing import NDArray

SMALLEST_BAND = 30
"""Papers a band must hold, so that a percentile is not made of a handful (design)."""

MOST_BANDS = 10
"""Deciles of age. With ever finer bands each percentile would rest on ever fewer papers."""


def age_bands(ages: NDArray[np.int64]) -> NDArray[np.int64]:
    """The band of each paper, from 0 for the youngest.

    Bands hold equal numbers as far as equal ages allow: papers of one age always share a band,
    the one in which the middle of them would fall. A band that this leaves with fewer than
    :data:`SMALLEST_BAND` papers takes in the next older one (the oldest joins the band before
    it). Fewer than two bands' worth of papers are one band.

    Args:
        ages: Days, one a paper, in any order.
    """
    wanted = min(len(ages) // SMALLEST_BAND, MOST_BANDS)
    if wanted < 2:
        return np.zeros(len(ages), dtype=np.int64)
    _, group, sizes = np.unique(ages, return_inverse=True, return_counts=True)
    middles = np.cumsum(sizes) - sizes / 2
    band_of_group = np.minimum(wanted * middles // len(ages), wanted - 1).astype(np.int64)
    totals = np.bincount(band_of_group, weights=sizes, minlength=wanted).astype(np.float64)
    merged: NDArray[np.int64] = _merged(totals)[band_of_group][group]
    return merged


def _merged(totals: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each band its number after small ones joined a neighbour."""
    numbers, number, held = [], 0, 0.0
    for total, left in zip(totals, np.cumsum(totals[::-1])[::-1], strict=True):
        if held >= SMALLEST_BAND and left >= SMALLEST_BAND:
            number, held = number + 1, 0.0
        numbers.append(number)
        held += total
    return np.array(numbers, dtype=np.int64)
