"""Where papers stand on the map: the first ones by t-SNE, later ones beside their like."""

import numpy as np
import numpy.typing as npt
from openTSNE import TSNE

from warehouse.explore.related.texts import Matrix

WIDTH = 100.0
"""The first map reaches from -50 to 50 at its widest."""

PERPLEXITY = 30.0
FEW = 8

NEAR = 5
"""Papers between which a later one is put."""


def layout(vectors: Matrix) -> Matrix:
    """Two coordinates for each vector, the same on every run.

    t-SNE begins from the two main directions of all vectors rather than from chance. It would
    still turn whole regions over when a paper is added: see :func:`beside`. From 10,000 papers
    on openTSNE reckons forces on a grid: 30,000 took 98 s of one core, where scikit-learn's own
    t-SNE, as good on ICLR 2022, had not ended after twelve minutes.
    """
    if len(vectors) < FEW:
        return _on_a_circle(len(vectors))
    placed = TSNE(
        perplexity=min(PERPLEXITY, (len(vectors) - 1) / 3),
        initialization="pca",
        # As near as by cosine, for vectors of length 1; and those of papers without words have one.
        metric="euclidean",
        neighbors="exact",
        random_state=0,
        n_jobs=1,
    ).fit(vectors)
    return _scaled(np.asarray(placed, dtype=np.float64))


def nearest_placed(
    vectors: Matrix, is_placed: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], Matrix]:
    """For each vector without a place, the nearest ones that have one, and how near they are.

    Returns:
        Rows among the placed vectors, nearest first, and their cosines (0 for those below it).
    """
    cosines = vectors[~is_placed] @ vectors[is_placed].T
    count = min(NEAR, cosines.shape[1])
    rows = np.argsort(-cosines, axis=1, kind="stable")[:, :count]
    return rows, np.maximum(np.take_along_axis(cosines, rows, axis=1), 0.0)


def beside(places: Matrix, rows: npt.NDArray[np.int64], cosines: Matrix) -> Matrix:
    """Places for later papers, each between those that it is most like; no other paper moves."""
    # Cubed, so that the most alike pulls most and a paper does not end in the middle of nowhere.
    weights = cosines**3 + 1e-9
    weights /= weights.sum(axis=1, keepdims=True)
    found: Matrix = np.einsum("ij,ijk->ik", weights, places[rows])
    return found.round(2)


def _scaled(placed: Matrix) -> Matrix:
    """In the middle, and as wide as the map."""
    low, high = placed.min(axis=0), placed.max(axis=0)
    span = max(float((high - low).max()), 1e-9)
    scaled: Matrix = ((placed - (low + high) / 2) / span * WIDTH).round(2)
    return scaled


def _on_a_circle(count: int) -> Matrix:
    angles = 2 * np.pi * np.arange(count) / max(count, 1)
    return (np.column_stack([np.cos(angles), np.sin(angles)]) * WIDTH / 4).round(2)
