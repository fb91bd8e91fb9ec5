"""Relations of a venue's papers, worked out after its other tables and kept until texts change."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from warehouse.evidence import Evidence
from warehouse.explore.related.cache import cached


def relations(
    root: Path, venue_id: str, runs: Sequence[Evidence], specter: pa.Table | None = None
) -> dict[str, pa.Table]:
    """The tables ``neighbours`` and ``map_points`` after these runs.

    Args:
        root: The warehouse, whose cache is used.
        venue_id: OpenReview venue id.
        runs: Oldest first.
        specter: SPECTER2 vectors by paper_id, where they were fetched.
    """
    listed = [run.listing.submissions.papers for run in runs if run.listing is not None]

    def relate() -> Mapping[str, pa.Table]:
        # scikit-learn takes seconds to import, which a week without changes need not pay.
        from warehouse.explore.related import related  # noqa: PLC0415

        return related(listed, venue_id, specter)

    return cached(root, venue_id, listed, specter, relate)
