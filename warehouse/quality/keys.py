"""Rows that fit their own declaration and refer to rows that are there."""

from collections.abc import Mapping

import pyarrow as pa

from warehouse.quality.check import Check, Subject, verdict
from warehouse.spec import TableSpec
from warehouse.tables import TABLES


def shapes(tables: Mapping[str, pa.Table]) -> Check:
    """Every table has the columns of its declaration, in their types."""
    faults = [
        f"{spec.name}: {fault}"
        for spec in TABLES
        if spec.name in tables
        for fault in _misfits(spec, tables[spec.name])
    ]
    if faults:
        return Check("columns", "fail", "; ".join(faults))
    return Check("columns", "pass", "every table has its declared columns")


def _misfits(spec: TableSpec, table: pa.Table) -> list[str]:
    given = dict(zip(table.schema.names, table.schema.types, strict=True))
    missing = [f"no column {name}" for name in spec.schema.names if name not in given]
    wrong = [
        f"{field.name} is {given[field.name]}, not {field.type}"
        for field in spec.schema
        if field.name in given and given[field.name] != field.type
    ]
    return missing + wrong


def declarations(subject: Subject) -> Check:
    """Every table keeps the rules of its declaration: keys, required values, ranges."""
    problems = [
        f"{spec.name}: {problem}"
        for spec in TABLES
        for problem in spec.problems(subject.tables[spec.name])
    ]
    if problems:
        return Check("declarations", "fail", "; ".join(problems))
    return Check("declarations", "pass", "every table keeps its declared rules")


def papers_of_rows(subject: Subject) -> Check:
    """Authorships and reviews belong to papers that are there."""
    found = subject.row("""
        SELECT (SELECT count(*) FROM authorships ANTI JOIN papers USING (paper_id)) AS authorships,
            (SELECT count(*) FROM reviews ANTI JOIN papers USING (paper_id)) AS reviews
    """)
    faults = {f"{name} of papers that are not there": count for name, count in found.items()}
    return verdict(
        "papers of rows", "fail", faults, "authorships and reviews belong to known papers"
    )


def links_of_accepted(subject: Subject) -> Check:
    """Every accepted paper has its row in links, and no other paper has."""
    found = subject.row("""
        WITH accepted AS (SELECT paper_id FROM papers WHERE state = 'accepted')
        SELECT (SELECT count(*) FROM accepted ANTI JOIN links USING (paper_id)) AS without,
            (SELECT count(*) FROM links ANTI JOIN accepted USING (paper_id)) AS strangers
    """)
    faults = {
        "accepted papers without a row in links": found["without"],
        "links of papers that are not accepted": found["strangers"],
    }
    return verdict("links", "fail", faults, "every accepted paper has one row in links")


def counts_of_linked(subject: Subject) -> Check:
    """The ledger speaks of papers that have a link."""
    found = subject.row("""
        SELECT count(DISTINCT paper_id) FILTER (status IS NULL) AS strangers,
            count(DISTINCT paper_id) FILTER (status != 'linked') AS unlinked
        FROM citation_counts LEFT JOIN links USING (paper_id)
    """)
    if found["strangers"]:
        message = f"papers with counts but no row in links: {found['strangers']:,}"
        return Check("ledger papers", "fail", message)
    faults = {"papers with counts of a link that is not trusted now": found["unlinked"]}
    return verdict("ledger papers", "warn", faults, "the ledger holds linked papers only")


def decisions_of_accepted(subject: Subject) -> Check:
    """Curators decide about accepted papers; one that is no longer accepted leaves the issue."""
    found = subject.row("""
        SELECT count(DISTINCT paper_id) AS strangers
        FROM decisions ANTI JOIN (FROM papers WHERE state = 'accepted') USING (paper_id)
    """)
    faults = {"papers with decisions that are not accepted now": found["strangers"]}
    return verdict("decisions", "warn", faults, "all about accepted papers")


def flags_of_accepted(subject: Subject) -> Check:
    """Every accepted paper is flagged for each as-of date, and no other paper is."""
    found = subject.row("""
        WITH accepted AS (SELECT paper_id, venue_id FROM papers WHERE state = 'accepted'),
        days AS (SELECT DISTINCT venue_id, as_of FROM flags),
        due AS (SELECT paper_id, as_of FROM accepted JOIN days USING (venue_id))
        SELECT (SELECT count(*) FROM due ANTI JOIN flags USING (paper_id, as_of)) AS without,
            (SELECT count(*) FROM flags ANTI JOIN accepted USING (paper_id)) AS strangers
    """)
    faults = {
        "accepted papers without a flag": found["without"],
        "flags of papers that are not accepted": found["strangers"],
    }
    return verdict("flags", "fail", faults, "every accepted paper has its flag")
