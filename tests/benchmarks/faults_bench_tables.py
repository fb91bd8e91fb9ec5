"""Tables of two runs held against each other, and where they may differ."""

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from connectors.standin.faults.twins import twin
from connectors.standin.made_up import truth
from warehouse.store import read_table
from warehouse.tables import TABLES

Rows = Mapping[tuple[Any, ...], Mapping[str, Any]]
Tables = Mapping[str, Rows]
Differences = Counter[str]
"""``table.column``, or ``table.lost`` and ``table.new`` for rows, and how many rows it concerns."""

KEPT = (
    "venues",
    "papers",
    "authorships",
    "reviews",
    "links",
    "link_candidates",
    "citation_counts",
    "citations",
    "flags",
    "rejects",
)
MOMENTS = {"observed_at", "linked_at", "seen_at", "fetched_at", "first_seen_at"}
"""When things were asked: of another run, another moment."""


def tables_of(root: Path, venue: str) -> Tables:
    """The tables of a venue by key, without the moments at which things were asked."""
    return {
        table.name: _rows(read_table(root, table.name, venue), table.key)
        for table in TABLES
        if table.name in KEPT
    }


def _rows(table: pa.Table, key: Collection[str]) -> Rows:
    kept = [name for name in key if name not in MOMENTS]
    rows = table.drop_columns([name for name in table.column_names if name in MOMENTS])
    return {tuple(row[name] for name in kept): row for row in rows.to_pylist()}


def differences(expected: Tables, found: Tables) -> Differences:
    """Where the tables differ."""
    differs: Differences = Counter()
    for name, rows in expected.items():
        there = found[name]
        differs[f"{name}.lost"] = len(rows.keys() - there.keys())
        differs[f"{name}.new"] = len(there.keys() - rows.keys())
        for key in rows.keys() & there.keys():
            row, other = rows[key], there[key]
            differs.update(f"{name}.{column}" for column in row if row[column] != other[column])
    return +differs


def never(expected: Tables, found: Tables) -> Differences:
    """What no fault excuses.

    A paper that is lost and not among the rejected records; a record linked that is another
    work's; citations by a day, of the same record, in two intervals that have nothing in common.
    """
    rejected = {record for _, record in found["rejects"]}
    lost = {paper for (paper,) in expected["papers"].keys() - found["papers"].keys()}
    rights = right_records()
    links = found["links"].values()
    return +Counter(
        {
            "papers lost without a trace": len(lost - rejected),
            "wrong links": sum(
                link["status"] == "linked" and link["s2_paper_id"] not in rights for link in links
            ),
            "flags contradicted": _contradicted(expected, found),
        }
    )


def _contradicted(expected: Tables, found: Tables) -> int:
    """Flags of the same record whose counts cannot both be true; drifting ones are off by one."""
    same = {
        paper
        for paper, link in expected["links"].items()
        if link["s2_corpus_id"] == found["links"].get(paper, {}).get("s2_corpus_id")
    }
    pairs = [
        (row, found["flags"][key])
        for key, row in expected["flags"].items()
        if key in found["flags"] and (row["paper_id"],) in same
    ]
    return sum(_apart(row, other) or _apart(other, row) for row, other in pairs)


def _apart(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    low, high = row["citations_low"], other["citations_high"]
    return low is not None and high is not None and high < low - 1


@cache
def right_records() -> frozenset[str]:
    """The records of the made-up papers, under every id by which a switch may name them."""
    ids = {row.s2_paper_id for row in truth() if row.kind in ("same_title", "retitled", "twin")}
    known = {paper_id for paper_id in ids if paper_id}
    twins = {str(twin({"paperId": paper_id})["paperId"]) for paper_id in known}
    return frozenset(known | twins | {paper_id[::-1] for paper_id in known})


def may_differ(switches: Collection[str]) -> set[str]:
    """Where the tables may differ while these switches are on."""
    return set().union(*(MAY_DIFFER.get(name, ()) for name in switches))


def _of(table: str, *columns: str) -> frozenset[str]:
    return frozenset(f"{table}.{column}" for column in columns)


# A paper's place depends on what is known of all others.
PLACES = _of("flags", "percentile", "rate_per_month", "rank", "rank_low", "rank_high", "reasons")
COUNTS = PLACES | _of(
    "flags",
    *("citations_low", "citations_high", "independent_low", "independent_high"),
    *("influential_count", "cited", "basis"),
)
DATES = COUNTS | _of("flags", "first_public_on", "first_public_source", "age_days")
CANDIDATES = (
    _of("link_candidates", *("lost", "new", "role", "score", "reasons", "citation_count"))
    | _of("links", "reasons", "twin_ids", "score", "method")
    | _of("flags", "reasons")
)
OTHER_RECORD = (
    CANDIDATES
    | DATES
    | _of("links", "status", "s2_paper_id", "s2_corpus_id", "arxiv_id", "doi", "dblp_key")
    | _of("citation_counts", "lost", "new", "s2_corpus_id", "s2_paper_id", "citation_count")
    | _of("citation_counts", "influential_citation_count", "reference_count")
    | _of("citations", "lost", "new")
    | _of("authorships", "s2_author_id")
)
DRIFT = (
    _of("links", "reasons")
    | PLACES
    | frozenset({"link_candidates.citation_count", "citation_counts.citation_count"})
)
KEPT_BACK = COUNTS | _of("citations", "lost", "is_influential", "intents")

MAY_DIFFER: Mapping[str, Collection[str]] = {
    "drifting-counts": DRIFT,
    "data-null": KEPT_BACK,
    "hostile": DRIFT | KEPT_BACK,
    "null-fields": CANDIDATES
    | DATES
    | _of("link_candidates", "year", "s2_venue")
    | _of("citations", "year", "venue", "citing_venue", "published_on", "date_precision"),
    "null-author-ids": COUNTS
    | _of("authorships", "s2_author_id")
    | _of("citations", "is_self_citation")
    | CANDIDATES,
    "open-access-shapes": OTHER_RECORD,
    "old-sha": CANDIDATES,
    "dead-doi": CANDIDATES | _of("links", "doi"),
    "count-drop": OTHER_RECORD,
    "twin-choice": OTHER_RECORD,
    "nearest-match": CANDIDATES,
    "bulk-early-end": CANDIDATES,
    "stuck-cursor": CANDIDATES,
    "empty-page": CANDIDATES | KEPT_BACK,
    "missing-content": OTHER_RECORD
    | _of("venues", "submission_count", "accepted_count")
    | frozenset(
        {
            "papers.lost",
            "authorships.lost",
            "reviews.lost",
            "links.lost",
            "flags.lost",
            "rejects.new",
            "rejects.reason",
            "rejects.payload",
        }
    ),
    "authors-absent": OTHER_RECORD
    | _of("papers", "authors")
    | _of("authorships", "lost")
    | _of("citations", "is_self_citation")
    | _of("rejects", "payload"),
    "authors-text": _of("rejects", "payload"),
    "authors-objects": _of("rejects", "payload"),
    "keywords-text": _of("rejects", "payload"),
    "start-date-tbd": DATES | _of("venues", "start_on") | _of("flags", "lost", "new"),
}
"""By switch, what it takes away or changes for good, so that no client can know better.

An empty page and a search that ends early may do so again when asked again: then a few records are
never compared, or some citing works are counted as not on file.
"""
