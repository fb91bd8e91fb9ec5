"""What Semantic Scholar writes about citing works, as typed values.

They come in two ways: nested in the records of a batch, at most 9,999 a call and cut silently
beyond, and as pages of their own, which alone say whether and why a work's citation matters.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from warehouse.normalise.s2_json import BATCH, Bad, Count
from warehouse.raw import StoredPage

logger = logging.getLogger(__name__)

T = TypeVar("T")

_CORPUS_ID = re.compile(r"corpusid:(\d{1,18})", re.IGNORECASE | re.ASCII)
_CITATIONS = re.compile(r"paper/(corpusid:\d{1,18})/citations", re.IGNORECASE | re.ASCII)


# gc=False: values out of JSON hold no cycles, and collecting among half a million of them took
# as long as reading them.
class Author(msgspec.Struct, frozen=True, gc=False):
    """One author of a citing work."""

    authorId: str | int | None = None  # noqa: N815 - as the service spells it
    name: str | None = None


class Work(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A citing work, as far as it was asked for."""

    paper_id: Annotated[str, msgspec.Meta(min_length=1)]
    corpus_id: int | str | None = None
    title: str | None = None
    authors: list[Author] | None = None
    year: int | None = None
    venue: str | None = None
    publication_date: str | None = None


class Edge(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A citing work with what is said of its citing."""

    citing_paper: Work
    is_influential: bool | None = None
    intents: list[str | None] | None = None


class _Cited(msgspec.Struct, frozen=True, rename="camel"):
    citation_count: Count | None = None
    citations: list[Work] | UnsetType | None = UNSET


class _CitedLoosely(msgspec.Struct, frozen=True, rename="camel"):
    citation_count: Any = None
    citations: Any = UNSET


class _EdgePage(msgspec.Struct, frozen=True):
    offset: int | None = None
    next: int | None = None
    data: list[Edge] | None = None


class _EdgePageLoosely(msgspec.Struct, frozen=True):
    offset: Any = None
    next: Any = None
    data: Any = None


_BATCH = msgspec.json.Decoder(list[_Cited | None])
_EDGES = msgspec.json.Decoder(_EdgePage)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one page says about who cites one work.

    Attributes:
        asked: Corpus id that was asked.
        seen_at: When the service answered.
        size: How many citing works it gives; None when the page gives no list of them.
        count: How many works cite it by the service's own count; None when it is not told.
        offset: Place of the first edge in the whole list; None for nested lists.
        next: Place at which the list goes on; None at its end, and for nested lists.
        is_filtered: Whether only works of some days were asked for.
        edges: The citing works, where they were read one by one.
        bad: Citing works that could not be read.
    """

    asked: int
    seen_at: datetime
    size: int | None
    count: int | None = None
    offset: int | None = None
    next: int | None = None
    is_filtered: bool = False
    edges: Sequence[Edge] = ()
    bad: Sequence[Bad] = ()


def is_batch(page: StoredPage) -> bool:
    """Whether many papers were asked for at once."""
    return page.endpoint == BATCH


def asked_list(page: StoredPage) -> int | None:
    """The corpus id whose list of citing works a page belongs to; None for other pages."""
    named = _CITATIONS.fullmatch(page.endpoint)
    return corpus_id(named[1]) if named else None


def sights(page: StoredPage) -> list[Sight]:
    """What a page says about citing works; nothing when it is of another kind.

    Works are joined to the ids of a batch by position alone. An id that the service does not know
    has no sight. One citing work that cannot be read takes no other with it.
    """
    if page.status != 200:
        return []
    if is_batch(page):
        return list(_batch(page))
    asked = asked_list(page)
    return [_edge_page(page, asked)] if asked is not None else []


def corpus_id(asked: Any) -> int | None:
    """The number in an id as it was asked, ``CorpusId:123``; None for ids of other kinds."""
    found = _CORPUS_ID.fullmatch(asked.strip()) if isinstance(asked, str) else None
    return int(found[1]) if found else None


def _batch(page: StoredPage) -> Iterator[Sight]:
    ids = (page.body or {}).get("ids")
    ids = ids if isinstance(ids, list) else []
    records = _typed(page, _BATCH.decode, _loose_batch)
    if len(records) != len(ids):
        logger.warning("batch answer of another length asked=%d got=%d", len(ids), len(records))
        return
    for id_, record in zip(ids, records, strict=True):
        asked = corpus_id(id_)
        if asked is not None and record is not None:
            edges, bad = _nested(record.citations)
            size = None if edges is None else len(edges)
            count = _count(record.citation_count)
            yield Sight(asked, page.fetched_at, size, count, edges=edges or (), bad=bad)


def _nested(given: Any) -> tuple[list[Edge] | None, list[Bad]]:
    if not isinstance(given, list):
        return None, []
    works, bad = _readable(given, Work)
    return [Edge(work) for work in works], bad


def _edge_page(page: StoredPage, asked: int) -> Sight:
    found = _typed(page, _EDGES.decode, _loose_edges)
    edges, bad = _readable(found.data, Edge) if isinstance(found.data, list) else (None, [])
    size = None if edges is None else len(edges)
    sight = list_sight(page, asked, size, _count(found.offset), _count(found.next))
    return replace(sight, edges=edges or (), bad=bad)


def list_sight(
    page: StoredPage, asked: int, size: int | None, offset: int | None, onward: int | None
) -> Sight:
    """What a page of one list says, but for its works."""
    return Sight(
        asked,
        page.fetched_at,
        size,
        offset=_sent_offset(page) if offset is None else offset,
        next=onward,
        is_filtered=bool(page.params.get("publicationDateOrYear")),
    )


def _sent_offset(page: StoredPage) -> int:
    sent = str(page.params.get("offset", 0))
    return int(sent) if sent.isascii() and sent.isdecimal() else 0


def _typed(page: StoredPage, strictly: Callable[[bytes], T], loosely: Callable[[Any], T]) -> T:
    """The page in its right types; the slow way where something in it is not as it should be."""
    try:
        return strictly(page.payload)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return loosely(page.json())


def _loose_batch(payload: Any) -> list[Any]:
    if not isinstance(payload, list):
        return []
    return [
        msgspec.convert(record, _CitedLoosely) if isinstance(record, dict) else None
        for record in payload
    ]


def _loose_edges(payload: Any) -> Any:
    return msgspec.convert(payload if isinstance(payload, dict) else {}, _EdgePageLoosely)


def _readable(given: list[Any], kind: type[T]) -> tuple[list[T], list[Bad]]:
    """The items of a list in their type, and those that do not fit it."""
    good: list[T] = []
    bad = []
    for item in given:
        try:
            good.append(item if isinstance(item, kind) else _converted(item, kind))
        except (msgspec.MsgspecError, UnicodeEncodeError) as why:
            bad.append(Bad(item, str(why)))
    return good, bad


def _converted(item: Any, kind: type[T]) -> T:
    return msgspec.convert(item, kind, strict=False)


def _count(given: Any) -> int | None:
    is_number = isinstance(given, int) and not isinstance(given, bool)
    return given if is_number and 0 <= given < 2**63 else None
