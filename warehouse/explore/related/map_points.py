"""The map of a venue: drawn once, then added to, so that a paper stays where readers saw it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.explore.related.clusters import clusters, labels
from warehouse.explore.related.layout import beside, layout, nearest_placed
from warehouse.explore.related.texts import Matrix, TextVectors, text_vectors
from warehouse.tables import MAP_POINTS

REDRAW = 0.25
"""Share of papers that came later from which the map is drawn anew: they would be guests on it."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    ids: pa.ChunkedArray
    places: Matrix
    numbers: npt.NDArray[np.int64]


def map_points(
    history: Sequence[pa.Table], venue_id: str, texts: TextVectors, specter: Matrix | None
) -> pa.Table:
    """As ``MAP_POINTS``, for the papers of the last table.

    Args:
        history: Accepted papers as they were listed, run by run, sorted by paper_id.
        venue_id: Their venue.
        texts: Vectors of the last table.
        specter: SPECTER2 vectors of the last table, if the map is to be made of these. They do
            not change with the papers listed beside, so all of the history is drawn by them.
    """
    now = history[-1]
    drawn = _drawn(_first(history), now, texts, specter)
    places, numbers = _extended(
        drawn, now["paper_id"], texts.meaning if specter is None else specter
    )
    names = labels(numbers, now["keywords"].to_pylist(), texts)
    basis = "text" if specter is None else "specter2"
    return MAP_POINTS.conform(
        pa.table(
            {
                "paper_id": now["paper_id"],
                "venue_id": pa.array([venue_id] * now.num_rows, pa.string()),
                "x": pa.array(places[:, 0]),
                "y": pa.array(places[:, 1]),
                "cluster": pa.array(numbers),
                "cluster_label": pa.array([names.get(n) for n in numbers.tolist()], pa.string()),
                "basis": pa.array([basis] * now.num_rows, pa.string()),
            }
        )
    )


def _first(history: Sequence[pa.Table]) -> pa.Table:
    """The papers that the map was last drawn of."""
    drawn = history[0]
    for papers in history[1:]:
        later = papers.num_rows - _among(papers["paper_id"], drawn["paper_id"]).sum()
        if later > papers.num_rows * REDRAW:
            drawn = papers
    return drawn


def _drawn(first: pa.Table, now: pa.Table, texts: TextVectors, specter: Matrix | None) -> _Drawn:
    if first.num_rows == now.num_rows and first.equals(now):
        vectors = texts.meaning if specter is None else specter
        return _Drawn(now["paper_id"], layout(vectors), clusters(vectors))
    if specter is None:
        vectors = text_vectors(first).meaning
        return _Drawn(first["paper_id"], layout(vectors), clusters(vectors))
    still = _among(now["paper_id"], first["paper_id"])
    ids = now["paper_id"].filter(pa.array(still))
    return _Drawn(ids, layout(specter[still]), clusters(specter[still]))


def _extended(
    drawn: _Drawn, ids: pa.ChunkedArray, vectors: Matrix
) -> tuple[Matrix, npt.NDArray[np.int64]]:
    """Places and groups of all papers: of those drawn as they are, of later ones beside them."""
    known = _among(ids, drawn.ids)
    where = pc.index_in(ids.filter(pa.array(known)), value_set=drawn.ids.combine_chunks())
    rows = np.asarray(where).astype(np.int64)
    places, numbers = np.zeros((len(ids), 2)), np.ones(len(ids), dtype=np.int64)
    places[known], numbers[known] = drawn.places[rows], drawn.numbers[rows]
    if not known.all() and known.any():
        near, cosines = nearest_placed(vectors, known)
        places[~known] = beside(places[known], near, cosines)
        numbers[~known] = numbers[known][near[:, 0]]
    return places, numbers


def _among(ids: pa.ChunkedArray, others: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = np.asarray(pc.is_in(ids, value_set=others.combine_chunks()))
    return found
