"""Semantic Scholar's records, one row each, out of searches, matches and batches."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from msgspec import UNSET

from warehouse.columns import S2_CORPUS_ID, S2_PAPER_ID, TEXTS, count, day, text, texts, timestamp
from warehouse.normalise.content import cleaned
from warehouse.normalise.datasets import dataset_bad, dataset_papers, is_of_datasets
from warehouse.normalise.dates import iso_day
from warehouse.normalise.rejects import newest as newest_rejects
from warehouse.normalise.rejects import reject_row
from warehouse.normalise.s2_json import Author, Bad, Found, Ids, OpenAccess, Paper, records_of
from warehouse.raw import StoredPage
from warehouse.spec import Column, TableSpec
from warehouse.tables import REJECTS

S2_RECORDS = TableSpec(
    name="s2_records",
    doc="Records of Semantic Scholar as they were seen last; not published.",
    grain="record",
    key=("s2_paper_id",),
    columns=(
        S2_PAPER_ID.required(),
        S2_CORPUS_ID,
        text("title", "Title as Semantic Scholar writes it."),
        texts("authors", "Author names in order; null inside where one has none."),
        Column("author_ids", TEXTS, "Their ids, as many as authors; null inside where unknown."),
        Column("year", pa.int32(), "Year, often that of the preprint.", minimum=1000, maximum=3000),
        text("venue", "Venue as Semantic Scholar writes it."),
        day("published_on", "Publication date, often that of the first preprint."),
        text("arxiv_id", "arXiv id, without version."),
        text("doi", "DOI, lower case."),
        text("dblp_key", "DBLP key."),
        text("openreview_id", "Forum id, where the record names the OpenReview page it was read."),
        count("citation_count", "Citations."),
        count("influential_citation_count", "Citations called highly influential."),
        count("reference_count", "References."),
        timestamp("seen_at", "When it was seen last.").required(),
    ),
    shrink_limit=1.0,
)

_FORUM = re.compile(r"openreview\.net/(?:pdf|forum)\?id=([\w-]+)")
_LARGEST = 2**63


def s2_records(pages: Iterable[StoredPage]) -> pa.Table:
    """The records that pages of any kind hold, as :data:`S2_RECORDS`.

    A record seen more than once has each field as it was seen last: pages that ask for counts
    alone take no title away. Records that cannot be read are in :func:`s2_rejects`.
    """
    rows: dict[str, dict[str, Any]] = {}
    for page in sorted(pages, key=lambda page: page.fetched_at):
        for found in _found_in(page):
            if isinstance(found, Paper):
                row = record_row(found, page.fetched_at)
                known = rows.get(found.paper_id)
                rows[found.paper_id] = row if known is None else known | row
    return S2_RECORDS.from_rows(rows.values())


def newest(tables: Sequence[pa.Table]) -> pa.Table:
    """Several :data:`S2_RECORDS` as one: of each record the row seen last, gaps filled by others.

    Of rows seen at the same moment the one of the later table counts.
    """
    merged = S2_RECORDS.empty()
    for table in tables:
        merged = table if len(merged) == 0 else _both(merged, table)
    return S2_RECORDS.conform(merged)


def _both(known: pa.Table, more: pa.Table) -> pa.Table:
    ids = pa.concat_tables([known.select(["s2_paper_id"]), more.select(["s2_paper_id"])])
    ids = ids["s2_paper_id"].unique()
    one, other = (table.take(_places(ids, table)) for table in (known, more))
    is_newer = pc.fill_null(pc.greater_equal(other["seen_at"], one["seen_at"]), True)
    columns = []
    for name in S2_RECORDS.schema.names:
        first = pc.if_else(is_newer, other[name], one[name])
        second = pc.if_else(is_newer, one[name], other[name])
        columns.append(pc.if_else(first.is_valid(), first, second))
    return pa.table(columns, names=S2_RECORDS.schema.names)


def _places(ids: pa.Array, table: pa.Table) -> pa.Array:
    return pc.index_in(ids, value_set=table["s2_paper_id"].combine_chunks())


def s2_rejects(venue_id: str, pages: Iterable[StoredPage]) -> pa.Table:
    """The records that could not be read, as ``tables.REJECTS``."""
    rows = [
        reject_row("semantic_scholar", venue_id, found.record, found.reason, page.fetched_at)
        for page in pages
        for found in (dataset_bad(page) if is_of_datasets(page) else records_of(page))
        if isinstance(found, Bad)
    ]
    return REJECTS.from_rows(newest_rejects(rows))


def record_row(paper: Paper, seen_at: datetime) -> dict[str, Any]:
    """The columns of :data:`S2_RECORDS` that a record speaks of."""
    row: dict[str, Any] = {"s2_paper_id": paper.paper_id, "seen_at": seen_at}
    for name, convert in _CONVERTED.items():
        if (given := getattr(paper, name)) is not UNSET:
            row |= convert(given)
    return row


def _found_in(page: StoredPage) -> Sequence[Found]:
    return dataset_papers(page) if is_of_datasets(page) else records_of(page)


def _corpus_columns(given: int | str | None) -> dict[str, Any]:
    # Nothing rather than null: the same id comes in two places, and either may lack it.
    written = str(given)
    number = int(written) if written.isascii() and written.isdecimal() else _LARGEST
    return {"s2_corpus_id": number} if number < _LARGEST else {}


def _year(given: int | None) -> int | None:
    return given if given is not None and 1000 <= given <= 3000 else None


def _author_columns(authors: list[Author] | None) -> dict[str, Any]:
    if authors is None:
        return {"authors": None, "author_ids": None}
    return {
        "authors": [cleaned(author.name or "") for author in authors],
        "author_ids": [cleaned(str(author.authorId or "")) for author in authors],
    }


def _id_columns(ids: Ids | None) -> dict[str, Any]:
    ids = ids or Ids()
    arxiv_id = re.sub(r"v\d+$", "", (ids.arxiv or "").strip())
    doi = re.sub(r"^https?://(dx\.)?doi\.org/", "", (ids.doi or "").strip().lower())
    return {
        "arxiv_id": arxiv_id or None,
        "doi": doi or None,
        "dblp_key": (ids.dblp or "").strip() or None,
        **_corpus_columns(ids.corpus_id),
    }


def _forum_id(pdf: OpenAccess | None) -> str | None:
    found = _FORUM.search(f"{pdf.disclaimer or ''} {pdf.url or ''}") if pdf else None
    return found[1] if found else None


_CONVERTED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "external_ids": _id_columns,
    "corpus_id": _corpus_columns,
    "title": lambda given: {"title": cleaned(given or "")},
    "authors": _author_columns,
    "year": lambda given: {"year": _year(given)},
    "venue": lambda given: {"venue": cleaned(given or "")},
    "publication_date": lambda given: {"published_on": iso_day(given)},
    "open_access_pdf": lambda given: {"openreview_id": _forum_id(given)},
    "citation_count": lambda given: {"citation_count": given},
    "influential_citation_count": lambda given: {"influential_citation_count": given},
    "reference_count": lambda given: {"reference_count": given},
}
