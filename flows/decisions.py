"""Decisions about papers out of the warehouse and into it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from flows.failures import Failed
from flows.queue import must_know
from warehouse.citations.relations import query
from warehouse.curation.decision_log import decide_all, read_decisions
from warehouse.curation.exporting import decisions_csv, decisions_json, read_csv, read_json
from warehouse.curation.importing import News, Row, news
from warehouse.curation.ris import decisions_ris, read_ris
from warehouse.curation.standing import Standings, agreement, progress, standing
from warehouse.curation.table import publish_decisions
from warehouse.store import read_table

Form = Literal["text", "csv", "ris", "json"]

_PAPERS = """
SELECT papers.*, doi, year
FROM papers LEFT JOIN links USING (paper_id) CROSS JOIN (SELECT any_value(year) AS year FROM venues)
LEFT JOIN (SELECT paper_id, arg_max(rank, as_of) AS rank FROM flags GROUP BY ALL) USING (paper_id)
WHERE state = 'accepted' OR list_contains($decided, papers.paper_id)
ORDER BY rank NULLS LAST, papers.paper_id
"""
LISTED = 10
"""Papers and faults that a message names; it counts the others."""


def exported(root: Path, venue_id: str, form: Form, curator: str | None = None) -> str:
    """What curators say of a venue's papers now, in the order of the queue.

    Args:
        root: The warehouse.
        venue_id: OpenReview venue id.
        form: text for a summary; csv and json have a row a paper and curator; ris has a record for
            every accepted paper, labelled for ASReview.
        curator: Only what this one says; None for all.

    Raises:
        NoSuchVenue: The warehouse has no such venue.
    """
    must_know(root, venue_id)
    said = _said(root, venue_id, curator)
    papers = _papers(root, venue_id, said)
    if form == "csv":
        return decisions_csv(papers, said)
    if form == "json":
        return decisions_json(papers, said)
    if form == "ris":
        venues = read_table(root, "venues", venue_id).to_pylist()
        return decisions_ris(papers, said, venues[0]["name"])
    accepted = [paper["paper_id"] for paper in papers if paper["state"] == "accepted"]
    return "\n".join(_summary(said, accepted)) + "\n"


def _said(root: Path, venue_id: str, curator: str | None) -> Standings:
    every = standing(read_decisions(root), venue_id)
    if curator is None:
        return every
    return {paper: {curator: said[curator]} for paper, said in every.items() if curator in said}


def _papers(root: Path, venue_id: str, said: Standings) -> list[dict[str, Any]]:
    names = ("papers", "links", "flags", "venues")
    tables = {name: read_table(root, name, venue_id) for name in names}
    found = query(_PAPERS, tables, {"decided": list(said)})
    rows: list[dict[str, Any]] = found.to_pylist()
    # A paper may have left the venue since; what was said of it has not.
    gone = sorted(said.keys() - {row["paper_id"] for row in rows})
    return rows + [dict.fromkeys(found.column_names) | {"paper_id": paper} for paper in gone]


def _summary(said: Standings, accepted: list[str]) -> Iterator[str]:
    every = progress(said, accepted)
    yield (
        f"{every.seen:,} of {every.papers:,} seen: {every.shortlisted:,} shortlisted, "
        f"{every.maybe:,} maybe, {every.skipped:,} skipped."
    )
    for curator in sorted({name for curators in said.values() for name in curators}):
        own = progress(said, accepted, curator)
        yield f"{curator}: {own.seen:,} seen, {own.shortlisted:,} shortlisted."
    for pair in agreement(said).pairs:
        kappa = "undefined" if pair.kappa is None else f"{pair.kappa:.2f}"
        yield (
            f"{' and '.join(pair.curators)}: the same on {pair.same:,} of {pair.papers:,} papers "
            f"both decided (Cohen's kappa {kappa})."
        )


def imported(root: Path, file: Path, venue_id: str, curator: str, now: datetime) -> News:
    """Add to the log what a file says and the log does not; nothing is taken away.

    Args:
        root: The warehouse.
        file: CSV or JSON as :func:`exported`, or RIS as ASReview or :func:`exported` writes it.
        venue_id: OpenReview venue id.
        curator: Who says what the file says in nobody's name.
        now: When.

    Raises:
        BadDecision: The file is none of these.
        Failed: The file cannot be read.
        NoSuchVenue: The warehouse has no such venue.
    """
    must_know(root, venue_id)
    rows, unread = _rows(file)
    papers = set(read_table(root, "papers", venue_id)["paper_id"].to_pylist())
    found = news(rows, read_decisions(root), venue_id, papers, curator, now)
    found.unread[:0] = unread
    if found.entries:
        entries, moments = zip(*found.entries, strict=True)
        decide_all(root, entries, moments)
        publish_decisions(root, venue_id)
    return found


def _rows(file: Path) -> tuple[list[Row], list[str]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failed(f"{file} is not UTF-8; save it as UTF-8 and import it again.") from error
    except OSError as error:
        raise Failed(f"{file} cannot be read ({error.strerror}); name another file.") from error
    if file.suffix.lower() == ".json":
        return read_json(text), []
    if file.suffix.lower() in (".ris", ".txt"):
        return read_ris(text)
    return read_csv(text), []


def told(found: News) -> Iterator[str]:
    """What an import did, line by line."""
    added, same, older = len(found.entries), found.same, found.older
    yield f"{added:,} added, {same:,} known before, {older:,} older than what is here."
    unknown = sorted(set(found.unknown))
    if unknown:
        yield f"{len(unknown):,} papers are not of this venue: {_some(unknown, ', ')}"
    if found.unread:
        yield f"{len(found.unread):,} not understood:\n{_some(found.unread, chr(10))}"


def _some(texts: list[str], between: str) -> str:
    more = len(texts) - LISTED
    return between.join(texts[:LISTED]) + (f"{between}and {more:,} more" if more > 0 else "")
