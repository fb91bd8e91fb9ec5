"""From tables and decisions to an issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from warehouse.citations.ledger import near
from warehouse.citations.relations import query
from warehouse.curation.issue.addresses import safe_address
from warehouse.curation.issue.contents import (
    Issue,
    Link,
    Listed,
    Pick,
    Related,
    Totals,
    Venue,
)
from warehouse.curation.issue.counts import count
from warehouse.curation.issue.methods import methods
from warehouse.curation.issue.passages import marks
from warehouse.curation.issue.picks import Choice, chosen
from warehouse.curation.issue.references import referred
from warehouse.curation.issue.related import related
from warehouse.curation.standing import Standings
from warehouse.explore.doors import Doors, doors
from warehouse.explore.labels import clean

MOST_CITED = 10

# The count that speaks for the day; else the last one, which tells when citing works were asked.
_PICKS = """
WITH last AS (SELECT paper_id, max(observed_at) AS asked_at FROM counts GROUP BY paper_id)
SELECT papers.*, flags.* EXCLUDE (paper_id, venue_id),
    links.status, links.s2_paper_id, links.arxiv_id, links.doi,
    CASE WHEN basis = 'observed' THEN near.observed_at ELSE asked_at END AS counted_at
FROM papers JOIN flags USING (paper_id) LEFT JOIN links USING (paper_id)
LEFT JOIN last USING (paper_id) LEFT JOIN near USING (paper_id)
WHERE list_contains($picks, papers.paper_id) AND as_of = $as_of
ORDER BY rank NULLS LAST, papers.title, papers.paper_id
"""


@dataclass(frozen=True, slots=True)
class Compiled:
    """An issue with what could not be put into it.

    Attributes:
        issue: The issue.
        unresolved: Marks that refer to nothing known.
        gone: Papers that curators want in but that are not accepted papers of the venue.
    """

    issue: Issue
    unresolved: tuple[str, ...]
    gone: tuple[str, ...]


def compile_issue(
    tables: Mapping[str, pa.Table],
    standings: Standings,
    as_of: date,
    *,
    curator: str | None = None,
    title: str | None = None,
    library: Mapping[str, pa.Table] | None = None,
) -> Compiled:
    """The issue that curators' decisions make of a venue.

    Args:
        tables: The venue's tables by name; ``neighbours`` may be missing.
        standings: What curators say of its papers.
        as_of: The day to speak of; one of which ``flags`` has rows.
        curator: Whose issue; None for that of all, see :func:`picks.chosen`.
        title: Of the issue; None for one made of the venue's name.
        library: ``papers``, ``venues`` and ``links`` of all venues, for references; None for
            those of the venue alone.
    """
    choices = {choice.paper_id: choice for choice in chosen(standings, curator)}
    rows = _rows(tables, list(choices), as_of)
    others = related(list(choices), tables["papers"], tables.get("neighbours"))
    picks = tuple(
        _pick(number, row, choices[row["paper_id"]], others.get(row["paper_id"], ()))
        for number, row in enumerate(rows, 1)
    )
    works = referred(_marks(picks), dict(tables) | dict(library or {}))
    facts = doors(tables, as_of)
    venue = _venue(tables["venues"])
    issue = Issue(
        title=title or _title(venue, len(picks)),
        venue=venue,
        as_of=as_of,
        totals=_totals(facts),
        most_cited=_most_cited(facts),
        picks=picks,
        references=works.references,
        methods=(),
        curators=tuple(sorted({name for pick in picks for name in _curators(pick, curator)})),
        asked_on=facts.asked_on,
    )
    gone = tuple(paper for paper in choices if paper not in {pick.paper_id for pick in picks})
    return Compiled(replace(issue, methods=methods(issue)), works.unresolved, gone)


def _rows(tables: Mapping[str, pa.Table], picks: list[str], as_of: date) -> list[dict[str, Any]]:
    named = {name: tables[name] for name in ("papers", "flags", "links")}
    counts = tables["citation_counts"]
    named |= {"counts": counts, "near": near(counts, as_of)}
    rows: list[dict[str, Any]] = query(_PICKS, named, {"picks": picks, "as_of": as_of}).to_pylist()
    return rows


def _pick(number: int, row: Mapping[str, Any], choice: Choice, others: tuple[Related, ...]) -> Pick:
    return Pick(
        number=number,
        paper_id=row["paper_id"],
        title=row["title"] or row["paper_id"],
        authors=tuple(name for name in row["authors"] or () if name),
        tier=row["tier"],
        tldr=row["tldr"],
        keywords=tuple(word for word in row["keywords"] or () if word),
        forum_url=safe_address(row["forum_url"]),
        pdf_url=safe_address(row["pdf_url"]),
        code_url=safe_address(row["code_url"]),
        code_given=row["code_url"],
        bibtex=row["bibtex"],
        words=choice.words,
        shortlisted_by=choice.shortlisted_by,
        doubted_by=choice.doubted_by,
        count=count(row),
        link=_link(row),
        related=others,
    )


def _link(row: Mapping[str, Any]) -> Link | None:
    if row["status"] is None:
        return None
    return Link(row["status"], row["s2_paper_id"], row["arxiv_id"], row["doi"])


def _marks(picks: Sequence[Pick]) -> list[str]:
    return [
        mark
        for pick in picks
        for words in pick.words
        for text in (words.why, words.key_insights)
        for mark in marks(text)
    ]


def _curators(pick: Pick, curator: str | None) -> tuple[str, ...]:
    return (curator,) if curator is not None else pick.shortlisted_by


def _venue(venues: pa.Table) -> Venue:
    row = venues.to_pylist()[0]
    listed = row["fetched_at"]
    return Venue(
        venue_id=row["venue_id"],
        name=clean(row["name"]),
        short_name=clean(row["short_name"] or row["name"]),
        kind=row["kind"] or "conference",
        year=row["year"],
        start_on=row["start_on"],
        location=clean(row["location"] or "") or None,
        website=safe_address(row["website"]),
        listed_on=None if listed is None else listed.date(),
    )


_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def _title(venue: Venue, papers: int) -> str:
    number = _NUMBERS[papers].lower() if papers < len(_NUMBERS) else f"{papers:,}"
    return f"{venue.short_name}: {number} paper{'' if papers == 1 else 's'} to start with"


def _totals(facts: Doors) -> Totals:
    none = sum(band["papers"] for band in facts.bands if band["kind"] == "not cited")
    return Totals(
        accepted=facts.accepted,
        cited_low=facts.surely,
        cited_high=facts.possibly,
        not_cited=none,
        unknown=facts.accepted - facts.possibly - none,
    )


def _most_cited(facts: Doors) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            row["paper_id"],
            row["title"],
            safe_address(row["forum_url"]),
            row["low"],
            row["high"],
            row["months"],
        )
        for row in facts.cited[:MOST_CITED]
    )
