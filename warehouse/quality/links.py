"""How well papers found their Semantic Scholar record."""

from warehouse.quality.check import Check, Subject, share, verdict

LEAST_LINKED = 0.90
"""Share of accepted papers with a trusted link below which a person should look: of ICLR 2022's
accepted papers about 99 % have a record, of a new venue's fewer."""


def linked(subject: Subject) -> Check:
    """The share of accepted papers that are linked, await review, or have no record."""
    rows = subject.rows("SELECT status, count(*) AS papers FROM links GROUP BY ALL")
    papers = {row["status"]: row["papers"] for row in rows}
    total = sum(papers.values())
    if not total:
        return Check("linked papers", "pass", "no accepted papers to link")
    listed = ", ".join(
        f"{word} {share(papers.get(status, 0), total)}"
        for status, word in {
            "linked": "linked",
            "review": "awaiting review",
            "absent": "without a record",
        }.items()
    )
    good = papers.get("linked", 0) >= LEAST_LINKED * total
    return Check("linked papers", "pass" if good else "warn", listed)


def ids(subject: Subject) -> Check:
    """A linked paper has its record's ids, and only a linked one has."""
    found = subject.row("""
        SELECT count(*) FILTER (status = 'linked' AND s2_paper_id IS NULL) AS without,
            count(*) FILTER (status = 'linked' AND s2_paper_id IS NOT NULL
                AND s2_corpus_id IS NULL) AS uncounted,
            count(*) FILTER (status != 'linked' AND s2_paper_id IS NOT NULL) AS untrusted
        FROM links
    """)
    faults = {
        "linked papers without a record id": found["without"],
        "linked papers without a corpus id, by which counts are asked": found["uncounted"],
        "papers that name a record but are not linked": found["untrusted"],
    }
    return verdict("link ids", "fail", faults, "every link names its record")


def shared(subject: Subject) -> Check:
    """Accepted papers of one venue that are taken for the same work."""
    rows = subject.rows("""
        SELECT venue_id, s2_paper_id, count(*) AS papers FROM links
        WHERE status = 'linked' AND s2_paper_id IS NOT NULL
        GROUP BY ALL HAVING count(*) > 1
    """)
    papers = sum(row["papers"] for row in rows)
    faults = {"accepted papers that share a record with another of their venue": papers}
    return verdict("shared records", "warn", faults, "no two accepted papers share a record")
