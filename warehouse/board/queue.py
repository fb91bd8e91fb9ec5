"""The queue of one venue, as the page reads it: a column an attribute, a place a paper."""

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.citations.relations import query

Columns = dict[str, list[Any]]

_QUEUE = """
SELECT paper_id AS id, title, tier, authors, keywords, rank, rank_low, rank_high, cited,
    independent_low, independent_high, age_days AS age, round(percentile, 2) AS percentile
FROM flags JOIN papers USING (paper_id)
WHERE as_of = $as_of
ORDER BY rank NULLS LAST, paper_id
"""


def latest_day(flags: pa.Table) -> date | None:
    """The day that the newest flags speak of; None where nothing is flagged."""
    day: date | None = pc.max(flags["as_of"]).as_py()
    return day


def queue(flags: pa.Table, papers: pa.Table, as_of: date) -> Columns:
    """The flags of a day with what the list shows and is searched by, in the fair order."""
    table = query(_QUEUE, {"flags": flags, "papers": papers}, {"as_of": as_of})
    columns: Columns = table.to_pydict()
    return columns
