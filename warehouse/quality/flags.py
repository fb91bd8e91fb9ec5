"""The flags' own arithmetic."""

from warehouse.quality.check import Check, Subject, share, verdict

_FAULTS = """
SELECT
    count(*) FILTER (citations_low > citations_high OR independent_low > independent_high)
        AS "intervals upside down",
    count(*) FILTER ((citations_low IS NULL) != (citations_high IS NULL)
        OR (independent_low IS NULL) != (independent_high IS NULL)) AS "intervals with one end",
    count(*) FILTER (independent_low > citations_low OR independent_high > citations_high)
        AS "flags with more independent citations than citations",
    count(*) FILTER ((citations_low IS NULL) != (basis IS NULL)) AS "counts without a basis",
    count(*) FILTER (cited != CASE
        WHEN citations_low >= 1 THEN 'yes' WHEN citations_high = 0 THEN 'no' ELSE 'unknown' END)
        AS "flags whose yes, no or unknown is not what the interval says",
    count(*) FILTER ((percentile IS NULL) != (citations_low IS NULL))
        AS "flags with a percentile but no count, or a count but no percentile",
    count(*) FILTER ((rank IS NULL) != (citations_low IS NULL))
        AS "flags with a rank but no count, or a count but no rank",
    count(*) FILTER (rank NOT BETWEEN rank_low AND rank_high
        OR (rank IS NULL) != (rank_low IS NULL) OR (rank IS NULL) != (rank_high IS NULL))
        AS "flags whose rank lies outside its range of ties",
    count(*) FILTER (len(reasons) = 0) AS "flags without a reason"
FROM flags
"""


def arithmetic(subject: Subject) -> Check:
    """Intervals, three states, percentiles and ranks agree with each other."""
    found = subject.row(_FAULTS)
    return verdict("flag arithmetic", "fail", found, "counts, percentiles and ranks agree")


def places(subject: Subject) -> Check:
    """Each venue and day ranks its papers 1 to n, each place once."""
    found = subject.row("""
        SELECT count(*) FILTER (ranked != highest OR ranked != places) AS broken FROM (
            SELECT count(rank) AS ranked, coalesce(max(rank), 0) AS highest,
                count(DISTINCT rank) AS places
            FROM flags GROUP BY venue_id, as_of
        )
    """)
    faults = {"queues with a place missing or given twice": found["broken"]}
    return verdict("places", "fail", faults, "every queue has each place once")


def not_yet_public(subject: Subject) -> Check:
    """Papers that could not be read yet on the day their flag speaks of."""
    found = subject.row("SELECT count(*) FILTER (first_public_on > as_of) AS n FROM flags")
    faults = {"flags of a day before their paper was public": found["n"]}
    return verdict("public by then", "warn", faults, "every flagged paper was public by its day")


def flagged(subject: Subject) -> Check:
    """How many papers are cited, not cited, unknown; warns where most are unknown."""
    rows = subject.rows("""
        SELECT as_of, count(*) AS papers, count(*) FILTER (cited = 'yes') AS yes,
            count(*) FILTER (cited = 'no') AS no, count(*) FILTER (cited = 'unknown') AS unknown
        FROM flags GROUP BY as_of ORDER BY as_of
    """)
    listed = "; ".join(
        f"on {row['as_of']} cited {share(row['yes'], row['papers'])}, "
        f"not cited {row['no']:,}, unknown {row['unknown']:,}"
        for row in rows
    )
    doubtful = any(row["unknown"] > row["papers"] / 2 for row in rows)
    return Check("flagged papers", "warn" if doubtful else "pass", listed or "no flags")
