"""How many works cited each paper by a day, told from their own dates."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa

from warehouse.citations.coverage import COVERAGE
from warehouse.citations.ledger import NEAR_DAYS
from warehouse.citations.relations import settle

INTERVALS = pa.schema(
    [
        ("paper_id", pa.string()),
        ("citations_low", pa.int64()),
        ("citations_high", pa.int64()),
        ("independent_low", pa.int64()),
        ("independent_high", pa.int64()),
        ("influential_count", pa.int64()),
        ("observed_on", pa.date32()),
        ("basis", pa.string()),
    ]
)
"""How many citations each paper had by a day, whatever way that was found out."""

COLUMNS = (
    "paper_id",
    "year",
    "published_on",
    "date_precision",
    "is_self_citation",
    "is_influential",
    "first_seen_at",
)
"""All that :func:`intervals_as_of` reads of the citations; a table of these alone will do."""

Source: TypeAlias = pa.Table | Path | Sequence[Path]


def is_there(day: str) -> str:
    """SQL: whether a row of ``citations`` was surely published by a day.

    Args:
        day: An SQL expression for it.
    """
    return f"""CASE date_precision WHEN 'day' THEN coalesce(published_on <= {day}, false)
        WHEN 'year' THEN coalesce(year < year({day}), false) ELSE false END"""


def may_be_there(day: str) -> str:
    """SQL: whether it may have been.

    A work with only a year may be there within that year, and surely is after its end.

    Args:
        day: An SQL expression for it.
    """
    return f"""CASE date_precision WHEN 'day' THEN coalesce(published_on <= {day}, true)
        WHEN 'year' THEN coalesce(year <= year({day}), true) ELSE true END"""


_INTERVALS = f"""
WITH dated AS (
    SELECT paper_id, is_self_citation, is_influential, first_seen_at,
        {is_there("$as_of")} AS is_there, {may_be_there("$as_of")} AS may_be_there
    FROM citations
), counted AS (
    SELECT paper_id,
        count(*) FILTER (is_there) AS low,
        count(*) FILTER (may_be_there) AS high,
        count(*) FILTER (is_there AND NOT is_self_citation) AS independent_low,
        count(*) FILTER (may_be_there AND is_self_citation IS NOT true) AS independent_high,
        CASE WHEN bool_and(is_influential IS NOT NULL) FILTER (is_there)
            THEN count(*) FILTER (is_there AND is_influential) END AS influential_count,
        max(first_seen_at) AS last_seen_at
    FROM dated GROUP BY paper_id
)
SELECT paper_id, coalesce(low, 0) AS citations_low,
    coalesce(high, 0) + coalesce(missing, 0) AS citations_high,
    coalesce(independent_low, 0) AS independent_low,
    coalesce(independent_high, 0) + coalesce(missing, 0) AS independent_high,
    influential_count, CAST(NULL AS DATE) AS observed_on, 'reconstructed' AS basis
FROM (SELECT paper_id FROM links WHERE status = 'linked')
LEFT JOIN counted USING (paper_id) LEFT JOIN coverage USING (paper_id)
-- That nobody cites a paper was true when it was looked at, and says nothing of later days.
WHERE citations_high > 0 OR CAST(greatest(looked_at, last_seen_at) AS DATE) >= $looked_on
ORDER BY paper_id
"""  # noqa: S608 - made of this module's own parts


def intervals_as_of(
    citations: Source, links: pa.Table, as_of: date, coverage: pa.Table | None = None
) -> pa.Table:
    """How many works cited each linked paper by a day, as :data:`INTERVALS`, in one pass.

    ``low`` are those whose date is on or before the day, or whose year ended before it; ``high``
    adds those without a date, those with only the day's own year, and those that the service
    counts but did not give. Independent are those that are surely (low) or possibly (high) not
    self-citations.

    A paper whose citing works were never asked for has no row. After the last look a day speaks
    of what was known then.

    Args:
        citations: The ``citations`` table, or its Parquet files.
        links: The ``links`` table.
        as_of: The day, as it ends.
        coverage: How far the lists on file are whole
            (:func:`warehouse.citations.coverage.coverage`). Without it papers that nobody cites
            have no row, and every list counts as whole.
    """
    parameters = {"as_of": as_of, "looked_on": as_of - timedelta(days=NEAR_DAYS)}
    with _reading(citations) as connection:
        connection.register("links", links)
        connection.register("coverage", COVERAGE.empty_table() if coverage is None else coverage)
        return connection.execute(_INTERVALS, parameters).to_arrow_table().cast(INTERVALS)


@contextmanager
def _reading(citations: Source) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that knows the citations, wherever they lie."""
    with duckdb.connect() as connection:
        settle(connection)
        if isinstance(citations, pa.Table):
            connection.register("citations", citations)
        else:
            files = [citations] if isinstance(citations, Path) else citations
            # The folders' Hive key has the name of a column.
            relation = connection.read_parquet([str(f) for f in files], hive_partitioning=False)
            relation.create_view("citations")
        yield connection
