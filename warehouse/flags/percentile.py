"""A paper's place among those of its age."""

import numpy as np
from numpy.typing import NDArray


def mid_rank(counts: NDArray[np.int64], bands: NDArray[np.int64]) -> NDArray[np.float64]:
    """The percentile of each paper in its band, 0 to 100, those with equal counts in the middle.

    The share of the band below plus half the share that is equal, the paper itself among them.
    So the mean of every band is 50, and papers without citations share one place instead of
    being put in an order that nothing supports.
    """
    below, equal, size = _places(counts, bands)
    return 100 * (below + equal / 2) / size


def share_below(counts: NDArray[np.int64], bands: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of each paper's band, 0 to 1, that has strictly fewer citations.

    What may be said in words: a mid-rank percentile of 96 does not mean "more than 96 %".
    """
    below, _, size = _places(counts, bands)
    return below / size


def _places(
    counts: NDArray[np.int64], bands: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """For each paper, how many of its band lie below it, are equal to it, and are there."""
    below, equal, size = (np.zeros(len(counts)) for _ in range(3))
    for band in np.unique(bands):
        inside = bands == band
        _, place, repeats = np.unique(counts[inside], return_inverse=True, return_counts=True)
        below[inside] = (np.cumsum(repeats) - repeats)[place]
        equal[inside] = repeats[place]
        size[inside] = inside.sum()
    return below, equal, size
