"""A paper's place among those of its age."""

import numpy as np
from numpy.typing import NDArray


def mid_rank(counts: NDArray[np.int64], bands: NDArray[np.int64]) -> NDArray[np.float64]:
    """The percentile of each paper in its band, 0 to 100, those with equal counts in the middle.

    The share of the band below plus half the share that is equal, the paper itself among them.
    So the mean of every band is 50, and papers without citations share one place instead of
    being put in an order that nothing supports.
    """
    percentile = np.zeros(len(counts))
    for band in np.unique(bands):
        inside = bands == band
        _, place, repeats = np.unique(counts[inside], return_inverse=True, return_counts=True)
        below = np.cumsum(repeats) - repeats
        percentile[inside] = 100 * (below + repeats / 2)[place] / inside.sum()
    return percentile


def share_below(
    lows: NDArray[np.int64], highs: NDArray[np.int64], bands: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The share of each paper's band, 0 to 1, that surely has strictly fewer citations.

    What may be said in words: a mid-rank percentile of 96 does not mean "more than 96 %", and a
    paper that may have as many is not surely below.
    """
    share = np.zeros(len(lows))
    for band in np.unique(bands):
        inside = bands == band
        share[inside] = np.searchsorted(np.sort(highs[inside]), lows[inside]) / inside.sum()
    return share
