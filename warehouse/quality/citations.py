"""Citing works: whether all are there, how well they are dated, and what they say of counts."""

from typing import Any

from warehouse.citations.as_of import is_there, may_be_there
from warehouse.quality.check import Check, Status, Subject, share, verdict

SHORT_SHARE, SHORT_COUNT = 0.10, 5
"""By how much of its count and how many works a list may fall short before a person should look:
counts move between two looks, and a service's list and count of one paper differ at times."""

MOST_UNDATED = 0.25
"""Share of citing works without a day from which as-of counts say little: of all recorded papers
20.5 % have none, of those from 2020 on 3.5 % (facts, Semantic Scholar 5.2)."""

MOST_NEW_YEARS = 0.03
"""Share of dates on 1 January from which they stand for years: 0.9 % of recorded dates are."""

MOST_UNKNOWN = 0.20
"""Share of citations of which nobody can say whether they are self-citations."""

MOST_APART = 0.05
"""How far the counts of a quarter may lie outside what the dates of citing works tell."""

NOTHING = "no citing works on file"


def received(subject: Subject) -> Check:
    """As many citing works on file as the service counts, by paper."""
    rows = subject.rows("""
        WITH newest AS (
            SELECT paper_id, arg_max(citation_count, observed_at) AS counted
            FROM citation_counts SEMI JOIN (FROM links WHERE status = 'linked') USING (paper_id)
            GROUP BY paper_id
        ), filed AS (SELECT paper_id, count(*) AS on_file FROM citations GROUP BY paper_id)
        SELECT paper_id, counted, coalesce(on_file, 0) AS on_file
        FROM newest LEFT JOIN filed USING (paper_id)
        ORDER BY counted - coalesce(on_file, 0) DESC, paper_id
    """)
    name = "citing works on file"
    if not subject.tables["citations"].num_rows:
        return Check(name, "pass", NOTHING)
    found = sum(min(row["on_file"], row["counted"]) for row in rows)
    whole = share(found, sum(row["counted"] for row in rows))
    short = [row for row in rows if _is_short(row)]
    if not short:
        return Check(name, "pass", f"{whole} of those counted")
    worst = ", ".join(
        f"{row['paper_id']} {row['on_file']:,} of {row['counted']:,}" for row in short[:3]
    )
    message = f"{whole} of those counted; lists that fall short: {len(short):,}, first {worst}"
    return Check(name, "warn", message)


def _is_short(row: dict[str, Any]) -> bool:
    missing = row["counted"] - row["on_file"]
    return bool(missing > SHORT_COUNT and missing > SHORT_SHARE * row["counted"])


def dated(subject: Subject) -> Check:
    """The share of citing works without a day, and of days that may stand for a year."""
    found = subject.row("""
        SELECT count(*) AS works, count(*) FILTER (date_precision = 'none') AS undated,
            count(*) FILTER (date_precision = 'year') AS years,
            count(*) FILTER (date_precision = 'day') AS days,
            count(*) FILTER (month(published_on) = 1 AND day(published_on) = 1) AS new_years
        FROM citations
    """)
    works = found["works"]
    if not works:
        return Check("dates of citing works", "pass", NOTHING)
    unsure = found["undated"] + found["years"] > MOST_UNDATED * works
    unsure = unsure or found["new_years"] > max(MOST_NEW_YEARS * found["days"], SHORT_COUNT)
    message = (
        f"without a date {share(found['undated'], works)}, with only a year "
        f"{share(found['years'], works)}, of the days 1 January "
        f"{share(found['new_years'], found['days'])} where chance gives 0.3 %"
    )
    return Check("dates of citing works", "warn" if unsure else "pass", message)


def own(subject: Subject) -> Check:
    """The share of self-citations, and of citations that may be some."""
    found = subject.row("""
        SELECT count(*) AS works, count(*) FILTER (is_self_citation) AS own,
            count(*) FILTER (is_self_citation IS NULL) AS unknown FROM citations
    """)
    if not found["works"]:
        return Check("self-citations", "pass", NOTHING)
    unsure = found["unknown"] > MOST_UNKNOWN * found["works"]
    message = (
        f"self-citations {share(found['own'], found['works'])}, "
        f"unknown {share(found['unknown'], found['works'])}"
    )
    return Check("self-citations", "warn" if unsure else "pass", message)


# The last count of each quarter, up to the last look at citing works: enough to see a drift.
_BASES = f"""
WITH observed AS (
    SELECT paper_id, date_trunc('quarter', observed_at) AS quarter,
        max(CAST(observed_at AS DATE)) AS as_of, arg_max(citation_count, observed_at) AS counted
    FROM citation_counts SEMI JOIN citations USING (paper_id)
    WHERE observed_at <= (SELECT max(first_seen_at) + INTERVAL 3 DAY FROM citations)
    GROUP BY ALL
), told AS (
    SELECT paper_id, quarter, any_value(counted) AS counted,
        count(*) FILTER ({is_there("as_of")}) AS low,
        count(*) FILTER ({may_be_there("as_of")}) AS high
    FROM observed JOIN citations USING (paper_id) GROUP BY ALL
)
SELECT year(quarter) || ' Q' || quarter(quarter) AS quarter, count(*) AS papers,
    count(*) FILTER (counted BETWEEN low AND high) AS within,
    CAST(sum(counted) AS BIGINT) AS counted, CAST(sum(low) AS BIGINT) AS low,
    CAST(sum(high) AS BIGINT) AS high
FROM told GROUP BY ALL ORDER BY 1
"""  # noqa: S608 - made of our own parts


def bases(subject: Subject) -> Check:
    """What was counted on a day, against what the dates of citing works tell of it."""
    name = "counted and told from dates"
    quarters = subject.rows(_BASES)
    if not quarters:
        return Check(name, "pass", "no count of a paper with citing works on file")
    listed = "; ".join(
        f"{row['quarter']} counted {row['counted']:,}, dates tell {row['low']:,} to "
        f"{row['high']:,}, {share(row['within'], row['papers'])} papers within"
        for row in quarters[-4:]
    )
    apart = [row for row in quarters if _apart(row) > MOST_APART * row["counted"]]
    status: Status = "warn" if apart else "pass"
    return Check(name, status, listed + _furthest(apart))


def _apart(row: dict[str, Any]) -> int:
    """By how many citations a count lies outside what dates tell."""
    return int(max(row["low"] - row["counted"], row["counted"] - row["high"], 0))


def _furthest(apart: list[dict[str, Any]]) -> str:
    if not apart:
        return ""
    row = max(apart, key=lambda row: _apart(row) / max(row["counted"], 1))
    kind = "fewer" if row["counted"] < row["low"] else "more"
    return (
        f"; furthest apart in {row['quarter']}: {_apart(row):,} {kind} counted than dated by then"
    )


def of_linked(subject: Subject) -> Check:
    """Citing works belong to papers that are linked."""
    found = subject.row("""
        SELECT count(*) AS strangers FROM citations
        ANTI JOIN (FROM links WHERE status = 'linked') USING (paper_id)
    """)
    faults = {"citations of papers that are not linked": found["strangers"]}
    return verdict("cited papers", "fail", faults, "citing works are those of linked papers")
