"""Steps of the ledger that are news of the index, not of the paper.

Semantic Scholar merges, splits and re-reads its records. Between two observations of a paper a
count can then fall, collapse to a twin's, or rise for hundreds of papers on one day. Nothing is
deleted for it: the rows stay and the quality report names them.
"""

from datetime import date, timedelta

import pyarrow as pa

from warehouse.citations.ledger import on_or_before
from warehouse.citations.relations import query

FALL_SHARE, FALL_COUNT, COLLAPSE_SHARE = 0.10, 5, 0.50
"""Of 10,743 recorded steps on one id 84 fell, by 1 in the median; a fall of more than a tenth
and more than 5, or of more than half at any size, was a merge or split (GLIMPSE's history of
ICLR 2022; facts, Semantic Scholar 3.8)."""

JUMP_COUNT, JUMP_SHARE = 5, 0.25
"""A rise a week beyond both is abrupt: papers of that history gained 1.4 a week in the mean."""

REINDEX_PAPERS, REINDEX_SHARE = 10, 0.05
"""So many papers stepping abruptly on one day, and such a share of those counted that day, are
the index's doing: 0.8 % of steps fell in that history."""

# Microseconds: arithmetic on zoned timestamps took DuckDB 19 s for ten million rows, this 2.
_WEEK = 7 * 86_400 * 1_000_000

_STEPS = """
SELECT paper_id, venue_id,
    lag(observed_at) OVER w AS observed_before, observed_at AS observed_after,
    lag(citation_count) OVER w AS count_before, citation_count AS count_after,
    lag(s2_paper_id) OVER w = s2_paper_id AS is_same_record
FROM counts
WINDOW w AS (PARTITION BY paper_id, source ORDER BY observed_at)
QUALIFY observed_before IS NOT NULL
"""

_FALLS = """
SELECT *, CASE
    WHEN count_after < count_before * (1 - $collapse) THEN 'collapse'
    WHEN count_after < count_before * (1 - $share) AND count_before - count_after > $count
        THEN 'suspect'
    ELSE 'fall' END AS kind
FROM steps WHERE count_after < count_before ORDER BY paper_id, observed_after
"""

_REINDEX_DAYS = """
WITH weekly AS (
    SELECT venue_id, count_before, count_after,
        (count_after - count_before) / greatest(
            (epoch_us(observed_after) - epoch_us(observed_before)) / $week, 1) AS per_week,
        epoch_us(observed_after) // 86400000000 AS day
    FROM steps
)
SELECT venue_id, DATE '1970-01-01' + CAST(day AS INTEGER) AS observed_on, count(*) AS papers,
    count(*) FILTER (per_week > $count AND per_week > $share * count_before) AS jumped,
    count(*) FILTER (count_after < count_before) AS fell
FROM weekly GROUP BY venue_id, day
HAVING jumped + fell >= greatest($papers, $least_share * papers)
ORDER BY venue_id, day
"""

_GROWTH = """
WITH window_start AS (
    SELECT paper_id, min(observed_at) AS first_at, arg_min(citation_count, observed_at) AS was
    FROM counts WHERE observed_at >= $start GROUP BY paper_id
), opening AS (
    SELECT paper_id, observed_at AS first_at, citation_count AS was FROM before
    UNION ALL SELECT * FROM window_start ANTI JOIN before USING (paper_id)
)
SELECT paper_id, first_at AS observed_before, observed_at AS observed_after,
    citation_count - was AS gained,
    (citation_count - was) / ((epoch_us(observed_at) - epoch_us(first_at)) / $week) AS per_week
FROM after JOIN opening USING (paper_id)
WHERE observed_at > first_at ORDER BY paper_id
"""


def steps(counts: pa.Table) -> pa.Table:
    """Each paper's consecutive observations as pairs.

    Columns: paper_id, venue_id, observed_before, observed_after, count_before, count_after,
    is_same_record (false when Semantic Scholar answered with another record).
    """
    return query(_STEPS, {"counts": counts})


def falls(steps: pa.Table) -> pa.Table:
    """The steps that went down, with their ``kind``.

    ``collapse``: more than half is gone; ``suspect``: more than a tenth and more than 5;
    ``fall``: the small corrections that any index makes.
    """
    limits = {"collapse": COLLAPSE_SHARE, "share": FALL_SHARE, "count": FALL_COUNT}
    return query(_FALLS, {"steps": steps}, limits)


def reindex_days(steps: pa.Table) -> pa.Table:
    """Days on which many papers of a venue jumped or fell at once: a re-index, not news.

    Columns: venue_id, observed_on, papers (counted that day and before), jumped, fell.
    """
    limits = {
        "count": JUMP_COUNT,
        "share": JUMP_SHARE,
        "papers": REINDEX_PAPERS,
        "least_share": REINDEX_SHARE,
        "week": _WEEK,
    }
    return query(_REINDEX_DAYS, {"steps": steps}, limits)


def growth(counts: pa.Table, day: date, weeks: int = 4) -> pa.Table:
    """What each paper gained in the weeks up to a day, and that per week.

    A paper that was not counted so early is measured from its first count in the time; one
    with a single count has no growth to tell and no row. Falls are negative.
    """
    start = day - timedelta(weeks=weeks)
    seen = on_or_before(counts, day)
    tables = {"counts": counts, "after": seen, "before": on_or_before(counts, start)}
    return query(_GROWTH, tables, {"start": start, "week": _WEEK})
