"""What Semantic Scholar writes about a paper, as typed values.

Only the fields that are asked; a field that a request did not ask for is UNSET, which is not the
same as a null that the service gave.
"""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from warehouse.normalise.payloads import payload
from warehouse.raw import StoredPage

Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Text = str | UnsetType | None

LISTING = ("paper/search/bulk", "paper/search/match", "paper/search")
BATCH = "paper/batch"


class Author(msgspec.Struct, frozen=True):
    """One author of a record."""

    authorId: str | int | None = None  # noqa: N815 - as the service spells it
    name: str | None = None


class Ids(msgspec.Struct, frozen=True):
    """The ids that others gave the work; absent keys are ids it does not have."""

    arxiv: str | None = msgspec.field(default=None, name="ArXiv")
    doi: str | None = msgspec.field(default=None, name="DOI")
    dblp: str | None = msgspec.field(default=None, name="DBLP")
    corpus_id: int | str | None = msgspec.field(default=None, name="CorpusId")


class OpenAccess(msgspec.Struct, frozen=True):
    """Where the text may be read, and since 2025 where the service read it."""

    url: str | None = None
    disclaimer: str | None = None


class Paper(msgspec.Struct, frozen=True, rename="camel"):
    """One record, as far as it was asked for."""

    paper_id: Annotated[str, msgspec.Meta(min_length=1)]
    corpus_id: int | str | UnsetType | None = UNSET
    external_ids: Ids | UnsetType | None = UNSET
    title: Text = UNSET
    authors: list[Author] | UnsetType | None = UNSET
    year: int | UnsetType | None = UNSET
    venue: Text = UNSET
    publication_date: Text = UNSET
    open_access_pdf: OpenAccess | UnsetType | None = UNSET
    citation_count: Count | UnsetType | None = UNSET
    influential_citation_count: Count | UnsetType | None = UNSET
    reference_count: Count | UnsetType | None = UNSET


class _Listed(msgspec.Struct, frozen=True):
    data: list[Paper]


_LISTED = msgspec.json.Decoder(_Listed)
_BATCH = msgspec.json.Decoder(list[Paper | None])


class Bad(msgspec.Struct, frozen=True):
    """A record that could not be read, as received, and why."""

    record: Any
    reason: str


Found = Paper | Bad | None


def records_of(page: StoredPage) -> list[Found]:
    """The records of a page in its order; None stands for an id that is not known.

    Pages that hold no records (other endpoints, "not found") give an empty list.
    """
    if page.status != 200 or not (page.endpoint in LISTING or page.endpoint == BATCH):
        return []
    try:
        if page.endpoint == BATCH:
            return list(_BATCH.decode(page.payload))
        return list(_LISTED.decode(page.payload).data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return list(_one_by_one(page))


def _one_by_one(page: StoredPage) -> Iterator[Found]:
    """The slow way, for pages of which some record is not as it should be."""
    records = body = payload(page)
    if page.endpoint != BATCH and isinstance(body, dict):
        # A relevance search that finds nothing leaves the list out.
        records = body.get("data", [] if body.get("total") == 0 else None)
    if not isinstance(records, list):
        yield Bad(body, "the page has no list of records")
        return
    for record in records:
        yield None if record is None and page.endpoint == BATCH else _converted(record)


def _converted(record: Any) -> Found:
    try:
        return msgspec.convert(record, Paper, strict=False)
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError) as why:
        return Bad(record, str(why))
