"""Other papers of the venue on a pick's topic."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.citations.relations import query
from warehouse.curation.issue.addresses import safe_address
from warehouse.curation.issue.contents import Related

MOST = 4
"""Related papers that an issue names for each pick."""

KEYWORDS = "keywords"

_RELATED = """
SELECT near.paper_id, neighbour_id, title, forum_url, basis
FROM near JOIN papers ON papers.paper_id = neighbour_id
WHERE list_contains($picks, near.paper_id) AND NOT list_contains($picks, neighbour_id)
    AND title IS NOT NULL AND state = 'accepted'
QUALIFY row_number() OVER (PARTITION BY near.paper_id ORDER BY near.rank, neighbour_id) <= $most
ORDER BY near.paper_id, near.rank, neighbour_id
"""


def related(
    picks: Sequence[str], papers: pa.Table, neighbours: pa.Table | None
) -> Mapping[str, tuple[Related, ...]]:
    """Accepted papers near each pick, the nearest first; other picks are not among them.

    Args:
        picks: Paper ids.
        papers: ``papers`` of the venue.
        neighbours: ``neighbours``; None or empty where they are not computed: then papers that
            share keywords, named in ``basis``.
    """
    near = neighbours
    if near is None or near.num_rows == 0:
        # scikit-learn takes seconds to import; a warehouse with neighbours does without.
        from warehouse.curation.shared_keywords import shared_keywords  # noqa: PLC0415

        accepted = papers.filter(pc.equal(papers["state"], "accepted"))
        shared = shared_keywords(accepted)
        basis = pa.array([KEYWORDS] * shared.num_rows, pa.string())
        near = shared.set_column(shared.column_names.index("basis"), "basis", basis)
    rows = query(_RELATED, {"near": near, "papers": papers}, {"picks": list(picks), "most": MOST})
    found: dict[str, tuple[Related, ...]] = {}
    for row in rows.to_pylist():
        one = Related(
            row["neighbour_id"], row["title"], safe_address(row["forum_url"]), row["basis"]
        )
        found[row["paper_id"]] = (*found.get(row["paper_id"], ()), one)
    return found
