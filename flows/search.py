"""Searching a warehouse from the shell: what is on file is used, what is missing is made."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import warehouse
from flows.stages import Advance, Stages
from warehouse import store
from warehouse.explore.search import Filters, Hit, KeywordIndex
from warehouse.explore.search.embeddings import Model, Vectors, brought_up_to_date
from warehouse.explore.search.rows import searchable
from warehouse.explore.search.searching import Search

CHUNK = 64
"""Texts embedded between two steps of the progress bar."""


def prepared(
    root: Path, make_model: Callable[[], Model] | None = None, stages: Stages | None = None
) -> Search:
    """A search over a warehouse, its vectors brought up to date if a model is to be used.

    Args:
        root: The warehouse.
        make_model: Loads the model for search by meaning; None to search by words alone.
        stages: Where progress is shown.

    Raises:
        NoSuchWarehouse: Nothing is published there.
    """
    stages = stages or Stages()
    papers = searchable(warehouse.open(root))
    search = Search(papers, KeywordIndex.of(papers))
    if make_model is None:
        return search
    with stages.stage("Loading the model"):
        model = make_model()
    return replace(search, embeddings=_embeddings(root, papers, model, stages), model=model)


def found(
    search: Search, typed: str, filters: Filters, limit: int, *, words: bool = True
) -> list[Hit]:
    """What a prepared search brings up: fused where it has vectors, unless words are left out."""
    if search.model is None:
        return search.by_words(typed, filters, limit)
    if words:
        return search.by_both(typed, filters, limit)
    return search.by_meaning(typed, filters, limit)


def _embeddings(root: Path, papers: pa.Table, model: Model, stages: Stages) -> pa.Table:
    """Vectors of every accepted paper, kept per venue as soon as they are made."""
    accepted = papers.filter(pc.equal(papers["state"], "accepted"))
    on_file = store.read_table(root, "embeddings")
    fresh = []
    with stages.stage("Reading papers", accepted.num_rows) as advance:
        for venue in pc.unique(accepted["venue_id"]).to_pylist():
            of_venue = accepted.filter(pc.equal(accepted["venue_id"], venue))
            table = brought_up_to_date(on_file, of_venue, _in_chunks(model, advance))
            # A file that would not change is left alone.
            with store.writer_lock(root, "precited search --neural", wait=store.PUBLISH_WAIT):
                store.publish(root, venue, {"embeddings": table}, accept_shrinking=True)
            fresh.append(table)
    return pa.concat_tables(fresh) if fresh else on_file.slice(0, 0)


def _in_chunks(model: Model, advance: Advance) -> Model:
    def encode(texts: Sequence[str]) -> Vectors:
        made = []
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            made.append(model.encode(chunk))
            advance(len(chunk))
        return np.concatenate(made)

    return Model(model.name, encode)
