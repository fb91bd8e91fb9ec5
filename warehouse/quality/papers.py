"""What was pulled from OpenReview: how many, in which states, from when, and what was not read."""

from datetime import timedelta

from warehouse.quality.check import Check, Subject, share, verdict


def submissions(subject: Subject) -> Check:
    """There are papers at all, and how many in which state."""
    states = subject.rows("SELECT state, count(*) AS papers FROM papers GROUP BY ALL ORDER BY ALL")
    if not states:
        return Check("submissions", "fail", "no papers")
    listed = ", ".join(f"{row['papers']:,} {row['state'].replace('_', ' ')}" for row in states)
    unknown = sum(row["papers"] for row in states if row["state"] == "unknown")
    return Check("submissions", "warn" if unknown else "pass", listed)


def accepted(subject: Subject) -> Check:
    """As many accepted papers as the venue's row says."""
    venues = subject.rows("""
        SELECT venue_id, accepted_count AS said, coalesce(found, 0) AS found
        FROM venues FULL JOIN (
            SELECT venue_id, count(*) FILTER (state = 'accepted') AS found
            FROM papers GROUP BY venue_id
        ) USING (venue_id) ORDER BY venue_id
    """)
    wrong = [row for row in venues if row["said"] != row["found"]]
    if wrong:
        listed = "; ".join(
            f"{row['venue_id']}: {row['found']:,} accepted papers, "
            f"its row in venues says {_said(row['said'])}"
            for row in wrong
        )
        return Check("accepted papers", "fail", listed)
    found = sum(row["found"] for row in venues)
    return Check("accepted papers", "pass", f"{found:,}, as the venues say")


def _said(count: int | None) -> str:
    return "nothing" if count is None else f"{count:,}"


def tiers(subject: Subject) -> Check:
    """Accepted papers by tier; one without, where others of its venue have one, is to be seen."""
    rows = subject.rows("""
        SELECT coalesce(tier, 'without a tier') AS tier, count(*) AS papers,
            count(*) FILTER (tier IS NULL AND venue_has_tiers) AS doubtful
        FROM (
            SELECT tier, bool_or(tier IS NOT NULL) OVER (PARTITION BY venue_id) AS venue_has_tiers
            FROM papers WHERE state = 'accepted'
        ) GROUP BY ALL ORDER BY papers DESC, tier
    """)
    listed = ", ".join(f"{row['papers']:,} {row['tier']}" for row in rows)
    doubtful = any(row["doubtful"] for row in rows)
    return Check("tiers", "warn" if doubtful else "pass", listed or "no accepted papers")


def tiers_of_others(subject: Subject) -> Check:
    """Only accepted papers have a tier."""
    found = subject.row(
        "SELECT count(*) AS n FROM papers WHERE state != 'accepted' AND tier IS NOT NULL"
    )
    faults = {"papers with a tier that were not accepted": found["n"]}
    return verdict("tiers of others", "fail", faults, "only accepted papers have a tier")


def dates(subject: Subject) -> Check:
    """No submission lies in the future."""
    if subject.today is None:
        return Check("dates", "pass", "not judged: the day of the check is not known")
    found = subject.row(
        """
        SELECT count(*) FILTER (submitted_at >= $tomorrow) AS submitted,
            count(*) FILTER (public_at >= $tomorrow) AS public FROM papers
        """,
        tomorrow=subject.today + timedelta(days=1),
    )
    faults = {
        "papers submitted in the future": found["submitted"],
        "papers public in the future": found["public"],
    }
    return verdict("dates", "fail", faults, "no paper is of the future")


def rejects(subject: Subject) -> Check:
    """Records that could not be read, by reason."""
    rows = subject.rows("""
        SELECT reason, count(*) AS records FROM rejects
        GROUP BY ALL ORDER BY records DESC, reason LIMIT 5
    """)
    if not rows:
        return Check("rejects", "pass", "every record could be read")
    listed = "; ".join(f"{row['reason']} ({row['records']:,})" for row in rows)
    total = subject.tables["rejects"].num_rows
    return Check("rejects", "warn", f"records that could not be read: {total:,}, of {listed}")


IMPORTANT = {
    "papers": ("title", "authors", "abstract", "keywords", "pdf_url", "public_at"),
    "links": ("s2_paper_id", "s2_corpus_id"),
    "citation_counts": ("influential_citation_count", "reference_count"),
    "flags": ("citations_low", "first_public_on", "rank"),
}
"""Columns whose gaps a person should know of."""


def gaps(subject: Subject) -> Check:
    """The share of missing values in the columns that matter; warns where a whole one is empty."""
    parts, empty = [], False
    for name, columns in IMPORTANT.items():
        table = subject.tables[name]
        for column in columns if table.num_rows else ():
            missing = table.column(column).null_count
            empty = empty or missing == table.num_rows
            if missing:
                parts.append(f"{name}.{column} {share(missing, table.num_rows)}")
    message = (
        "missing: " + "; ".join(parts) if parts else "nothing is missing in the columns that matter"
    )
    return Check("gaps", "warn" if empty else "pass", message)
