"""Each paper's citations within so many days of its first public day."""

from datetime import date

import pyarrow as pa

from warehouse.citations.relations import query

WINDOWS = pa.schema(
    [
        ("paper_id", pa.string()),
        ("early", pa.int64()),
        ("late", pa.int64()),
        ("independent_early", pa.int64()),
        ("independent_late", pa.int64()),
    ]
)

# A work with only a year is in a window that outlasts the year; undated ones are in none.
_WINDOWS = """
WITH due AS (
    SELECT paper_id, first_public_on + $early_days AS early_end,
        first_public_on + $late_days AS late_end
    FROM public WHERE first_public_on + $late_days <= $until
), dated AS (
    SELECT paper_id, NOT is_self_citation AS is_independent,
        CASE date_precision WHEN 'day' THEN published_on
            WHEN 'year' THEN make_date(year, 12, 31) + 1 END AS there_on
    FROM citations
)
SELECT paper_id,
    count(*) FILTER (there_on <= early_end) AS early,
    count(*) FILTER (there_on <= late_end) AS late,
    count(*) FILTER (there_on <= early_end AND is_independent) AS independent_early,
    count(*) FILTER (there_on <= late_end AND is_independent) AS independent_late
FROM due LEFT JOIN dated USING (paper_id)
GROUP BY paper_id ORDER BY paper_id
"""


def windows(
    citations: pa.Table, public: pa.Table, early_days: int, late_days: int, until: date
) -> pa.Table:
    """Citations within an early and a late window, of the papers whose late one is over.

    Counted are the works that surely were there by the window's end, as for the ``low`` of an
    interval, so that undated ones lift nothing.

    Args:
        citations: ``citations``.
        public: paper_id and first_public_on of the papers to look at.
        early_days: Length of the early window.
        late_days: Length of the late one, which contains the early one.
        until: The day up to which citing works are known.
    """
    parameters = {"early_days": early_days, "late_days": late_days, "until": until}
    found = query(_WINDOWS, {"citations": citations, "public": public}, parameters)
    return found.cast(WINDOWS)
