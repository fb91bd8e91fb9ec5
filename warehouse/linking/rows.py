"""Decisions as rows of the tables links and link_candidates."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from warehouse.linking.decide import Candidate, Decision
from warehouse.linking.pairs import Paper, Record

Row = dict[str, Any]

SHARED = "the record is also linked to paper "


def link_row(paper: Paper, decision: Decision, now: datetime) -> Row:
    """The paper's row in links."""
    if decision.linked is not None:
        return linked_row(paper, decision.linked, decision.twins, now)
    first = decision.review[0] if decision.review else None
    return {
        **blank_row(paper),
        "status": decision.status,
        "score": first.scored.score if first else None,
        "reasons": _review_reasons(decision) if first else [_why_absent(decision)],
    }


def linked_row(paper: Paper, linked: Candidate, twins: Iterable[Candidate], now: datetime) -> Row:
    """The row of a paper whose record was found."""
    twins = sorted(twins, key=lambda c: (-c.record.citation_count, c.record.s2_paper_id))
    return {
        **blank_row(paper),
        **record_columns(linked.record),
        "status": "linked",
        "method": method(linked),
        "score": linked.scored.score,
        "reasons": [*linked.reasons, *twin_reasons(linked.record, [t.record for t in twins])],
        "linked_at": now,
        "twin_ids": [twin.record.s2_paper_id for twin in twins],
    }


def record_columns(record: Record) -> Row:
    """The ids of a record, as links has them."""
    names = ("s2_paper_id", "s2_corpus_id", "arxiv_id", "doi", "dblp_key")
    return {name: record.row.get(name) for name in names}


def candidate_row(paper: Paper, candidate: Candidate, role: str) -> Row:
    """The pair's row in link_candidates."""
    row = candidate.record.row
    names = ("s2_paper_id", "s2_corpus_id", "title", "authors", "year", "citation_count")
    return {
        "paper_id": paper.paper_id,
        "venue_id": paper.venue_id,
        **{name: row.get(name) for name in names},
        "s2_venue": row.get("venue"),
        "score": candidate.scored.score,
        "reasons": candidate.reasons,
        "role": role,
    }


def candidate_rows(paper: Paper, decision: Decision) -> list[Row]:
    """Rows for every candidate worth showing."""
    linked = [decision.linked] if decision.linked else []
    roles = [(linked, "linked"), (decision.twins, "twin"), (decision.review, "review")]
    rows = [candidate_row(paper, c, role) for group, role in roles for c in group]
    shown = [c for c in decision.refused if c.is_worth_showing]
    return rows + [candidate_row(paper, c, "refused") for c in shown]


def method(candidate: Candidate) -> str:
    """The evidence that decided, as links.method names it."""
    pair = candidate.scored.pair
    if pair.named_by:
        return pair.named_by
    if pair.record.row.get("found_by") == "match":
        return "search"
    return "title_authors" if pair.title.is_near else "fuzzy"


def twin_reasons(linked: Record, twins: list[Record]) -> list[str]:
    """How the citations of a work are spread over its records, in words."""
    if not twins:
        return []
    counts = ", ".join(f"{twin.s2_paper_id} has {_citations(twin)}" for twin in twins)
    return [
        f"of several records of this work it has most citations, {_citations(linked)}; {counts}"
    ]


def with_shared(rows: list[Row]) -> list[Row]:
    """The rows, with a reason wherever two papers are linked to one record."""
    papers: dict[str, list[str]] = {}
    for row in rows:
        if row["s2_paper_id"]:
            papers.setdefault(row["s2_paper_id"], []).append(row["paper_id"])
    return [_note_shared(row, papers) for row in rows]


def _note_shared(row: Row, papers: Mapping[str, list[str]]) -> Row:
    plain = [reason for reason in row["reasons"] if not reason.startswith(SHARED)]
    others = sorted(set(papers.get(row["s2_paper_id"] or "", [])) - {row["paper_id"]})
    return {**row, "reasons": plain + [f"{SHARED}{other}" for other in others]}


def blank_row(paper: Paper) -> Row:
    """A row of links with nothing found."""
    return {
        "paper_id": paper.paper_id,
        "venue_id": paper.venue_id,
        "s2_paper_id": None,
        "s2_corpus_id": None,
        "arxiv_id": None,
        "doi": None,
        "dblp_key": None,
        "method": None,
        "linked_at": None,
        "twin_ids": [],
    }


def _citations(record: Record) -> str:
    count = record.row.get("citation_count")
    return "an unknown number" if count is None else f"{count:,}"


def _review_reasons(decision: Decision) -> list[str]:
    others = len(decision.review) - 1
    more = [f"{others} more candidate(s) to look at"] if others else []
    return [*decision.review[0].reasons, *more]


def _why_absent(decision: Decision) -> str:
    impostors = sum(c.scored.pair.title.is_near for c in decision.refused)
    if impostors:
        return f"{impostors} record(s) with this title, none of them this work"
    return "no record has this title, or nearly this title and these people"
