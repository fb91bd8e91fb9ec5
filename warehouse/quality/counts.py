"""The ledger: what is missing, stale, or moved by the index rather than by readers."""

from datetime import datetime, timedelta
from statistics import mean, median

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.citations.anomalies import falls, growth, reindex_days, steps
from warehouse.quality.check import Check, Status, Subject, share

STALE_DAYS = 8
"""A weekly refresh that is more than a day late."""


def uncounted(subject: Subject) -> Check:
    """Linked papers for which no count was ever given."""
    found = subject.row("""
        SELECT count(*) AS linked, count(*) FILTER (counted.paper_id IS NULL) AS uncounted
        FROM links LEFT JOIN (SELECT DISTINCT paper_id FROM citation_counts) AS counted
            ON counted.paper_id = links.paper_id
        WHERE status = 'linked'
    """)
    missing, linked = found["uncounted"], found["linked"]
    if not missing:
        return Check("counted papers", "pass", f"all {linked:,} linked papers have a count")
    # All missing is a failed refresh, not an index without counts.
    status: Status = "fail" if missing == linked else "warn"
    return Check(
        "counted papers", status, f"linked papers without a count: {share(missing, linked)}"
    )


def stale(subject: Subject) -> Check:
    """Linked papers whose newest count is older than a week and a day."""
    if subject.today is None:
        return Check("fresh counts", "pass", "not judged: the day of the check is not known")
    found = subject.row(
        """
        WITH newest AS (
            SELECT paper_id, max(observed_at) AS observed_at
            FROM citation_counts SEMI JOIN (FROM links WHERE status = 'linked') USING (paper_id)
            GROUP BY paper_id
        )
        SELECT count(*) AS papers, count(*) FILTER (observed_at < $limit) AS stale,
            CAST(max(observed_at) AS DATE) AS newest FROM newest
        """,
        limit=subject.today - timedelta(days=STALE_DAYS),
    )
    if not found["papers"]:
        return Check("fresh counts", "pass", "no counts to grow old")
    if found["stale"]:
        papers = share(found["stale"], found["papers"])
        message = f"last counted more than {STALE_DAYS} days ago: {papers}"
        return Check("fresh counts", "warn", f"{message}; the newest count is of {found['newest']}")
    return Check("fresh counts", "pass", f"the newest count is of {found['newest']}")


GROWTH_WEEKS = 4
"""Over so many weeks growth is measured: a week's is mostly 0 or 1."""


def grown(subject: Subject) -> Check:
    """What papers gained a week of late, and which gained most."""
    counts = subject.tables["citation_counts"]
    day: datetime | None = pc.max(counts["observed_at"]).as_py()
    gained = growth(counts, day.date(), GROWTH_WEEKS).to_pylist() if day else []
    if not gained:
        return Check("growth", "pass", "no paper was counted twice of late")
    rates = [row["per_week"] for row in gained]
    fastest = sorted(gained, key=lambda row: (-row["per_week"], row["paper_id"]))[:3]
    listed = ", ".join(f"{row['paper_id']} {row['per_week']:+.1f}" for row in fastest)
    papers = "1 paper" if len(rates) == 1 else f"{len(rates):,} papers"
    message = (
        f"citations a week in the {GROWTH_WEEKS} weeks to {day:%Y-%m-%d}, {papers}: "
        f"mean {mean(rates):.2f}, median {median(rates):.2f}; most: {listed}"
    )
    return Check("growth", "pass", message)


def fallen(subject: Subject) -> Check:
    """Counts that fell: small corrections, suspect falls, and collapses to another record."""
    found = falls(steps(subject.tables["citation_counts"])).to_pylist()
    kinds = {kind: [row for row in found if row["kind"] == kind] for kind in _KINDS}
    parts = [f"{_KINDS[kind]}: {len(rows):,}" for kind, rows in kinds.items() if rows]
    suspects = kinds["collapse"] + kinds["suspect"]
    parts += [
        f"{row['paper_id']} from {row['count_before']:,} to {row['count_after']:,}"
        + ("" if row["is_same_record"] else ", now another record")
        for row in suspects[:3]
    ]
    status: Status = "warn" if suspects else "pass"
    return Check("fallen counts", status, "; ".join(parts) or "no count fell")


_KINDS = {
    "collapse": "counts that lost more than half",
    "suspect": "counts that lost more than a tenth and more than 5",
    "fall": "small corrections downwards",
}


def reindexed(subject: Subject) -> Check:
    """Days on which the index moved, so that growth over them is not news."""
    days: pa.Table = reindex_days(steps(subject.tables["citation_counts"]))
    listed = "; ".join(
        f"{row['observed_on']}: of {row['papers']:,} papers {row['jumped']:,} jumped "
        f"and {row['fell']:,} fell"
        for row in days.to_pylist()
    )
    if listed:
        return Check("re-index days", "warn", f"{listed}: a change of the index, not of readers")
    return Check("re-index days", "pass", "no day on which many counts moved at once")
