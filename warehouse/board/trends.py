"""How each paper's citations grew: what the small curves of the queue draw."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from warehouse.citations.as_of import is_there
from warehouse.citations.relations import query

POINTS = 13
STEP = 30
"""Days between points: a year up to the day, where the ledger has nothing to draw."""
LONGEST = 24
"""Points of the ledger that are drawn, the last ones."""

Trend = tuple[str, list[int]]
"""Where the points come from (``ledger`` or ``dates``) and the points, oldest first."""

_LEDGER = """
SELECT paper_id, list(citation_count ORDER BY observed_at) AS points FROM counts
GROUP BY paper_id HAVING count(*) > 2 ORDER BY paper_id
"""
_DATES = f"""
SELECT paper_id, [{
    ", ".join(
        f"count(*) FILTER ({is_there(f'(CAST($as_of AS DATE) - {STEP * back})')})"
        for back in range(POINTS - 1, -1, -1)
    )
}] AS points
FROM citations GROUP BY paper_id ORDER BY paper_id
"""  # noqa: S608 - made of this module's own parts


def trends(counts: pa.Table, citations: pa.Table, as_of: date) -> Mapping[str, Trend]:
    """The curve of each paper, by id; without papers of which there is nothing to draw.

    The ledger speaks where it has at least three counts of a paper; else the dates of the citing
    works do, which are known back to the beginning.

    Args:
        counts: The ``citation_counts`` table.
        citations: The ``citations`` table.
        as_of: The last day of a curve from dates.
    """
    dated = query(_DATES, {"citations": citations}, {"as_of": as_of}).to_pylist()
    found: dict[str, Trend] = {row["paper_id"]: ("dates", row["points"]) for row in dated}
    for row in query(_LEDGER, {"counts": counts}).to_pylist():
        found[row["paper_id"]] = ("ledger", row["points"][-LONGEST:])
    return found
