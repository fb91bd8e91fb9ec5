"""Rows of the Datasets API as the records and edges that the Graph API would give.

A page of a release holds the rows of one file that had to do with a venue, each as it came. What
they say is as old as their release, however late the file was read.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from warehouse.normalise.payloads import payload
from warehouse.normalise.s2_json import Author, Bad, Count, Ids, Paper, Text
from warehouse.raw import StoredPage

PAPERS = "datasets/papers"
CITATIONS = "datasets/citations"
CITING = "datasets/citing"
FILES = "/files"
"""Ends the endpoint of a page that says which files a release has, and what was looked for."""

DELETE = "delete"
"""The kind of a page with rows that a release does not have any more."""

T = TypeVar("T")

_SHA = re.compile(r"/paper/([0-9a-f]{40})$")
_DIGITS = re.compile(r"[0-9]{1,18}")


class _PaperRow(msgspec.Struct, frozen=True, rename=lambda name: name.replace("_", "")):
    corpus_id: int | str
    url: str | None = None
    external_ids: Ids | UnsetType | None = UNSET
    title: Text = UNSET
    authors: list[Author] | UnsetType | None = UNSET
    year: int | UnsetType | None = UNSET
    venue: Text = UNSET
    publication_date: Text = UNSET
    citation_count: Count | UnsetType | None = UNSET
    influential_citation_count: Count | UnsetType | None = UNSET
    reference_count: Count | UnsetType | None = UNSET


class EdgeRow(msgspec.Struct, frozen=True, gc=False):
    """One citation; whom it cites is null where the service did not make that out."""

    citingcorpusid: int | str | None = None
    citedcorpusid: int | str | None = None
    citationid: int | str | None = None
    isinfluential: bool | None = None
    intents: list[list[str | None] | str | None] | None = None


def is_of_datasets(page: StoredPage) -> bool:
    """Whether a page was made of files of a release."""
    return page.endpoint.startswith("datasets/")


def as_released(pages: Iterable[StoredPage], before: Iterable[StoredPage]) -> list[StoredPage]:
    """A run's pages, those of a release all dated by its day and in the order in which they count.

    Args:
        pages: Of the run.
        before: Of the run that read the whole of an earlier release, where this one read only what
            was new since: all that is not new says the same of the later day.
    """
    own = list(pages)
    told = sorted(filter(is_of_datasets, [*before, *own]), key=_place)
    if not told:
        return own
    day = datetime.fromisoformat(max(page.params["release"] for page in told)).replace(tzinfo=UTC)
    others = [page for page in own if not is_of_datasets(page)]
    return others + [replace(page, fetched_at=day) for page in told]


def _place(page: StoredPage) -> tuple[str, str, bool, str]:
    """Releases and differences in their order; of a difference what is gone before what is new."""
    file = str(page.params.get("file", ""))
    span = file.partition("/")[0] if "/" in file else ""
    return page.params["release"], span, page.params.get("kind") != DELETE, file


def dataset_papers(page: StoredPage) -> list[Paper | Bad]:
    """The records of a page of rows of ``papers``; those without a Graph API id are bad.

    Pages of another kind, and of records that were deleted, give none.
    """
    if page.endpoint not in {PAPERS, CITING} or page.params.get("kind") == DELETE:
        return []
    return [_paper(row) for row in _rows(page, _PaperRow)]


def dataset_gone(page: StoredPage) -> list[int]:
    """Corpus ids of records that a difference between releases deleted."""
    if page.endpoint != PAPERS or page.params.get("kind") != DELETE:
        return []
    rows = (row for row in _rows(page, _PaperRow) if isinstance(row, _PaperRow))
    return [number for row in rows if (number := corpus_number(row.corpus_id)) is not None]


def dataset_edges(page: StoredPage) -> list[EdgeRow | Bad]:
    """The citations of a page of rows of ``citations``."""
    return _rows(page, EdgeRow) if page.endpoint == CITATIONS else []


def dataset_bad(page: StoredPage) -> list[Bad]:
    """The rows of a page that cannot be read."""
    return [row for row in (*dataset_papers(page), *dataset_edges(page)) if isinstance(row, Bad)]


def corpus_number(given: int | str | None) -> int | None:
    """A corpus id, which the samples of 2022 write as text; None for what is none.

    >>> corpus_number("123"), corpus_number(123), corpus_number(None), corpus_number("x")
    (123, 123, None, None)
    """
    written = str(given)
    return int(written) if _DIGITS.fullmatch(written) else None


def _paper(row: _PaperRow | Bad) -> Paper | Bad:
    if isinstance(row, Bad):
        return row
    named = _SHA.search(row.url or "")
    values = msgspec.structs.asdict(row)
    del values["url"]
    if named is None:
        return Bad(msgspec.to_builtins(row), "its url holds no id of the Graph API")
    return Paper(paper_id=named[1], **values)


def _rows(page: StoredPage, kind: type[T]) -> list[T | Bad]:
    try:
        return list(msgspec.json.decode(page.payload, type=list[kind]))  # type: ignore[valid-type]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # The slow way, for pages of which some row is not as it should be.
        found = payload(page)
        return [_row(row, kind) for row in (found if isinstance(found, list) else [found])]


def _row(row: Any, kind: type[T]) -> T | Bad:
    try:
        return msgspec.convert(row, kind, strict=False)
    except (msgspec.MsgspecError, UnicodeEncodeError) as why:
        return Bad(row, str(why))
