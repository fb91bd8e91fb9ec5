"""Related papers of a venue, by the keywords they share."""

import numpy as np
import pyarrow as pa
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from warehouse.curation.keywords import keywords_of

RELATED = 10
"""Related papers a paper has at most."""
CHUNK = 512
"""Papers whose likeness to all others is held at a time: 25 MB for 6,000 papers."""
PRECISION = 1e6

SHARED_KEYWORDS = pa.schema(
    [
        pa.field("paper_id", pa.string(), nullable=False),
        pa.field("venue_id", pa.string(), nullable=False),
        pa.field("neighbour_id", pa.string(), nullable=False),
        pa.field("rank", pa.int64(), nullable=False),
        pa.field("similarity", pa.float64(), nullable=False),
        pa.field("basis", pa.string(), nullable=False),
    ]
)
"""The shape of ``neighbours``."""


def shared_keywords(papers: pa.Table) -> pa.Table:
    """For each paper up to ten others that share keywords with it, the nearest first.

    Similarity is the cosine of keyword sets in which a rare keyword weighs more (smoothed idf):
    1 for the same keywords. Papers that share none, or have none, have no rows.

    Args:
        papers: Papers of one venue as in ``tables.PAPERS``; only those given are related.
    """
    ids = papers["paper_id"].to_numpy(zero_copy_only=False)
    order = np.argsort(ids)
    weights = keyword_weights(keywords_of(papers))[order]
    starts = range(0, len(ids), CHUNK)
    found = [_nearest(weights, start) for start in starts] or [np.empty((3, 0))]
    paper, other, similarity = np.concatenate(found, axis=1)
    places = paper.astype(np.int64)
    return pa.table(
        {
            "paper_id": ids[order[places]],
            "venue_id": papers["venue_id"].to_numpy(zero_copy_only=False)[order[places]],
            "neighbour_id": ids[order[other.astype(np.int64)]],
            "rank": np.arange(len(places)) - np.searchsorted(places, places) + 1,
            "similarity": similarity,
            "basis": np.full(len(places), "text", dtype=object),
        },
        schema=SHARED_KEYWORDS,
    )


def keyword_weights(keywords: list[list[str]]) -> sparse.csr_matrix:
    """A row for each paper, of length 1 or 0, with a weight for each of its keywords."""
    if not any(keywords):
        return sparse.csr_matrix((len(keywords), 1))
    weights = TfidfVectorizer(analyzer=list, binary=True).fit_transform(keywords)
    return sparse.csr_matrix(weights)


def _nearest(weights: sparse.csr_matrix, start: int) -> np.ndarray:
    """Papers, those nearest to them, and how near: three rows, for the chunk that begins there."""
    count = weights.shape[0]
    near = (weights[start : start + CHUNK] @ weights.T).toarray()
    own = np.arange(len(near))
    near[own, start + own] = 0.0
    # Whole numbers, the last digits being noise, and one for each place: with ties at random the
    # same papers would not give the same table.
    keys = np.rint(near * PRECISION).astype(np.int64) * count - np.arange(count)
    best = np.argpartition(-keys, min(RELATED, count - 1), axis=1)[:, :RELATED]
    best = np.take_along_axis(best, np.argsort(-np.take_along_axis(keys, best, 1), axis=1), 1)
    similarity = np.rint(np.take_along_axis(near, best, 1) * PRECISION) / PRECISION
    paper, place = np.nonzero(similarity)
    return np.array([start + paper, best[paper, place], np.minimum(similarity[paper, place], 1.0)])
