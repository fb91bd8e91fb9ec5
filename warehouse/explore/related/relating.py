"""From the papers of a venue to ``neighbours`` and ``map_points``."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from threadpoolctl import threadpool_limits

from warehouse.explore.related.map_points import map_points
from warehouse.explore.related.neighbours import neighbours
from warehouse.explore.related.texts import Matrix, TextVectors, text_vectors
from warehouse.tables import MAP_POINTS, NEIGHBOURS

ENOUGH = 0.9
"""Share of papers with SPECTER2 vectors from which the map is made of these."""


def related(
    listed: Sequence[pa.Table], venue_id: str, specter: pa.Table | None = None
) -> dict[str, pa.Table]:
    """The tables ``neighbours`` and ``map_points`` of a venue.

    Args:
        listed: As ``PAPERS``, run by run, the newest last; only accepted ones are related.
        venue_id: Their venue.
        specter: ``paper_id`` and ``vector`` of papers whose SPECTER2 vector was fetched.
    """
    history = [papers for table in listed if (papers := _accepted(table)).num_rows]
    if not history or _accepted(listed[-1]).num_rows == 0:
        return {"neighbours": NEIGHBOURS.empty(), "map_points": MAP_POINTS.empty()}
    # Threads add up in another order each time, and wait for each other where others compute too:
    # the map of 1,095 papers took 75 s with them on a busy machine, 8 s of one core without.
    with threadpool_limits(limits=1):
        return _related(history, venue_id, specter)


def _related(
    history: Sequence[pa.Table], venue_id: str, specter: pa.Table | None
) -> dict[str, pa.Table]:
    now = history[-1]
    texts, known = text_vectors(now), _specter_of(now, specter)
    on_map = known if known is not None and _share(known) >= ENOUGH else None
    return {
        "neighbours": _neighbours(now, venue_id, texts, known),
        "map_points": map_points(history, venue_id, texts, on_map),
    }


def _accepted(papers: pa.Table) -> pa.Table:
    return papers.filter(pc.equal(papers["state"], "accepted")).sort_by("paper_id")


def _neighbours(now: pa.Table, venue_id: str, texts: TextVectors, known: Matrix | None) -> pa.Table:
    """Of each paper by its SPECTER2 vector where it has one, by its words where it has none."""
    by_text = neighbours(now["paper_id"], venue_id, texts.meaning, texts.words, "text")
    if known is None:
        return by_text
    by_vector = neighbours(now["paper_id"], venue_id, known, texts.words, "specter2")
    has_vector = pc.is_in(by_text["paper_id"], value_set=by_vector["paper_id"].unique())
    return NEIGHBOURS.conform(pa.concat_tables([by_vector, by_text.filter(pc.invert(has_vector))]))


def _share(vectors: Matrix) -> float:
    return float(np.any(vectors != 0, axis=1).mean())


def _specter_of(now: pa.Table, specter: pa.Table | None) -> Matrix | None:
    """A row of length 1 for each paper, zeros where no vector was fetched; None without any."""
    if specter is None or specter.num_rows == 0:
        return None
    places = pc.index_in(
        now["paper_id"].combine_chunks(), value_set=specter["paper_id"].combine_chunks()
    )
    found = np.asarray(pc.fill_null(places, -1))
    if (found < 0).all():
        return None
    vectors = _matrix(specter["vector"])
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return np.where((found >= 0)[:, None], vectors[found], 0.0)


def _matrix(column: pa.ChunkedArray) -> Matrix:
    """Lists as rows; one of another length than most has nothing to say and becomes zeros."""
    lists = column.combine_chunks()
    lengths = pc.list_value_length(lists)
    width = pc.mode(lengths)[0]["mode"].as_py()
    fits = np.asarray(pc.equal(lengths, width))
    matrix = np.zeros((len(lists), width))
    matrix[fits] = np.asarray(lists.filter(pa.array(fits)).flatten()).reshape(-1, width)
    return matrix
