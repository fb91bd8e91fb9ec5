"""Relations of a venue's papers, worked out after its other tables and kept until texts change."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.evidence import Evidence
from warehouse.explore.related.cache import cached


def relations(
    root: Path, venue_id: str, runs: Sequence[Evidence], links: pa.Table
) -> dict[str, pa.Table]:
    """The tables ``neighbours`` and ``map_points`` after these runs.

    Args:
        root: The warehouse, whose cache is used.
        venue_id: OpenReview venue id.
        runs: Oldest first.
        links: The links that they led to, which say whose a SPECTER2 vector is.
    """
    listed = [run.listing.submissions.papers for run in runs if run.listing is not None]
    specter = vectors_of_papers(links, pa.concat_tables(run.vectors for run in runs))

    def relate() -> Mapping[str, pa.Table]:
        # scikit-learn takes seconds to import, which a week without changes need not pay.
        from warehouse.explore.related.relating import related  # noqa: PLC0415

        return related(listed, venue_id, specter)

    return cached(root, venue_id, listed, specter, relate)


def vectors_of_papers(links: pa.Table, vectors: pa.Table) -> pa.Table | None:
    """``paper_id`` and ``vector`` of linked papers whose vector was fetched; None without any.

    Args:
        links: As ``LINKS``.
        vectors: As ``S2_VECTORS``, of any number of runs, oldest first.
    """
    known = vectors.filter(vectors["vector"].is_valid())
    linked = links.filter(pc.equal(links["status"], "linked"))
    asked = pc.binary_join_element_wise("CorpusId:", linked["s2_corpus_id"].cast(pa.string()), "")
    places = {id_: place for place, id_ in enumerate(known["asked_id"].to_pylist())}
    found = pa.array([places.get(id_) for id_ in asked.to_pylist()], pa.int64())
    has_one = found.is_valid()
    if not places or not pc.any(has_one).as_py():
        return None
    papers = linked["paper_id"].filter(has_one)
    return pa.table({"paper_id": papers, "vector": known["vector"].take(found.drop_null())})
