"""The nearest papers of each paper, and those so near that they are one work."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_matrix
from sklearn.neighbors import NearestNeighbors

from warehouse.explore.related.texts import Matrix
from warehouse.tables import NEIGHBOURS

NEAREST = 10

SAME_WORDS = 0.8
"""Cosine of word vectors from which two papers are one work. The two most alike of ICLR 2022, by
the same authors on one subject, have 0.57; a text with a sentence changed keeps 0.9."""

AT_A_TIME = 2_000


def neighbours(
    ids: pa.ChunkedArray, venue_id: str, vectors: Matrix, words: csr_matrix, basis: str
) -> pa.Table:
    """As ``NEIGHBOURS``: up to ten for each paper whose vector is not zero.

    Args:
        ids: paper_id of each row of the vectors.
        venue_id: The papers' venue.
        vectors: Of length 1, a row a paper; a paper of which nothing is known has zeros.
        words: TF-IDF rows of the same papers, to tell one work from two.
        basis: What the vectors are.
    """
    known = np.flatnonzero(np.any(vectors != 0, axis=1))
    if len(known) < 2:
        return NEIGHBOURS.empty()
    places, cosines = _nearest(vectors[known])
    left = np.repeat(known, places.shape[1])
    right = known[places.ravel()]
    papers = ids.combine_chunks()
    return NEIGHBOURS.conform(
        pa.table(
            {
                "paper_id": papers.take(pa.array(left)),
                "venue_id": pa.array([venue_id] * len(left), pa.string()),
                "neighbour_id": papers.take(pa.array(right)),
                "rank": pa.array(np.tile(np.arange(1, places.shape[1] + 1), len(known))),
                # Four decimals: the last ones depend on how a processor adds up.
                "similarity": pa.array(np.clip(cosines.ravel(), -1, 1).round(4)),
                "basis": pa.array([basis] * len(left), pa.string()),
                "is_near_duplicate": pa.array(_cosines(words, left, right) >= SAME_WORDS),
            }
        )
    )


def _nearest(vectors: Matrix) -> tuple[npt.NDArray[np.int64], Matrix]:
    """Places and cosines of the nearest others of each vector, nearest first."""
    count = min(NEAREST, len(vectors) - 1)
    found = NearestNeighbors(n_neighbors=count + 1, metric="cosine", algorithm="brute")
    distances, places = found.fit(vectors).kneighbors(vectors)
    # A paper is its own nearest, unless another has the very same vector.
    own = places == np.arange(len(vectors))[:, None]
    own[~own.any(axis=1), -1] = True
    kept = (len(vectors), count)
    return places[~own].reshape(kept), (1 - distances[~own]).reshape(kept)


def _cosines(
    words: csr_matrix, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    parts = [
        np.asarray(words[left[s : s + AT_A_TIME]].multiply(words[right[s : s + AT_A_TIME]]).sum(1))
        for s in range(0, len(left), AT_A_TIME)
    ]
    return np.concatenate(parts).ravel()
