"""Decisions as rows and as CSV and JSON: what each curator says of each paper now."""

import csv
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from warehouse.curation.decision import TEXTS, BadDecision
from warehouse.curation.importing import Row
from warehouse.curation.standing import Standings
from warehouse.spreadsheet import as_csv, from_csv

COLUMNS = (
    "paper_id",
    "title",
    "forum_url",
    "curator",
    "verdict",
    *TEXTS,
    "decided_at",
)

Paper = Mapping[str, Any]
"""A row of ``tables.PAPERS``."""


def decision_rows(papers: Sequence[Paper], standings: Standings) -> list[dict[str, Any]]:
    """A row for each paper and curator, papers in the order given.

    Papers of which nothing holds have no row.
    """
    return [
        {
            "paper_id": paper["paper_id"],
            "title": paper["title"],
            "forum_url": paper["forum_url"],
            "curator": curator,
            "verdict": said.verdict,
            **{name: getattr(said, name) for name in TEXTS},
            "decided_at": said.decided_at.isoformat(),
        }
        for paper in papers
        for curator, said in sorted(standings.get(paper["paper_id"], {}).items())
    ]


def decisions_csv(papers: Sequence[Paper], standings: Standings) -> str:
    """The rows as CSV that no spreadsheet computes; :func:`read_csv` reads it back."""
    return as_csv(decision_rows(papers, standings), COLUMNS)


def decisions_json(papers: Sequence[Paper], standings: Standings) -> str:
    """The rows as a JSON array; :func:`read_json` reads it back."""
    rows = msgspec.json.encode(decision_rows(papers, standings))
    return msgspec.json.format(rows, indent=2).decode()


def read_csv(text: str) -> list[Row]:
    """The rows of a CSV with a column ``paper_id`` or ``forum_url``; other columns may be absent.

    Raises:
        BadDecision: The file is no such CSV.
    """
    try:
        rows = from_csv(text)
    except csv.Error as error:
        raise BadDecision(f"The file cannot be read as CSV ({error}); save it anew.") from error
    named = [{(name or "").strip().casefold(): cell for name, cell in row.items()} for row in rows]
    if named and not {"paper_id", "forum_url"} & set(named[0]):
        columns = ", ".join(list(named[0])[:8])
        raise BadDecision(
            f"There is no column paper_id among {columns}; name it in the first line."
        )
    return [_row(cells) for cells in named]


def _row(cells: Mapping[str, str | None]) -> Row:
    fields = {name: cells.get(name) for name in Row.__struct_fields__}
    return Row(**fields | {"paper_id": fields["paper_id"] or forum(cells.get("forum_url"))})


def forum(address: str | None) -> str | None:
    """The forum id in a paper's address.

    >>> forum("https://openreview.net/forum?id=abc&noteId=x"), forum("https://example.org")
    ('abc', None)
    """
    return (address or "").partition("?")[2].rpartition("id=")[2].partition("&")[0] or None


def read_json(text: str) -> list[Row]:
    """The rows of a JSON array of objects that have a ``paper_id``.

    Raises:
        BadDecision: The file is no such array.
    """
    try:
        return msgspec.json.decode(text, type=list[Row])
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadDecision(
            f"The file is no JSON list of decisions ({error}); export one."
        ) from error
