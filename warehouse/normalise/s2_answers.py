"""Answers to batches of ids: which paper each asked id led to, or that it led to none."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pyarrow as pa

from warehouse.columns import flag, text, timestamp
from warehouse.normalise.datasets import PAPERS, dataset_gone, dataset_papers
from warehouse.normalise.s2_json import BATCH, Paper, records_of
from warehouse.normalise.s2_records import S2_RECORDS, record_row
from warehouse.raw import StoredPage
from warehouse.spec import TableSpec

logger = logging.getLogger(__name__)

NONE_KNOWN = b"No valid paper ids given"

S2_ANSWERS = TableSpec(
    name="s2_answers",
    doc="What each id that was asked in a batch was answered with; not published.",
    grain="id asked and moment",
    key=("asked_id", "observed_at"),
    columns=(
        text("asked_id", "The id as it was sent.").required(),
        timestamp("observed_at", "When the service answered.").required(),
        flag("found", "Whether the service knows the id.").required(),
        *(
            column if column.nullable else text(column.name, column.doc)
            for column in S2_RECORDS.columns
            if column.name != "seen_at"
        ),
        timestamp("seen_at", "When the record was seen: as observed_at."),
    ),
    shrink_limit=1.0,
)


def batch_answers(pages: Iterable[StoredPage]) -> pa.Table:
    """The answers of ``paper/batch`` pages, as :data:`S2_ANSWERS`.

    Semantic Scholar answers in the order of the ids and gives a merged work's surviving record,
    so ids and records are joined by position alone. An id without a row was not answered, or not
    readably: that is not the same as ``found = false``. Rows of ``papers`` of a release answer for
    their own ids; one that a release lacks was not asked.
    """
    rows: dict[tuple[str, datetime], dict[str, Any]] = {}
    for page in pages:
        if page.endpoint == BATCH:
            for row in _rows(page):
                key = (row["asked_id"], row["observed_at"])
                if key not in rows or not rows[key]["found"]:
                    rows[key] = row
        elif page.endpoint == PAPERS:
            rows |= {(row["asked_id"], row["observed_at"]): row for row in _dataset_rows(page)}
            for gone in dataset_gone(page):
                rows.pop((f"CorpusId:{gone}", page.fetched_at), None)
    return S2_ANSWERS.from_rows(rows.values())


def _dataset_rows(page: StoredPage) -> list[dict[str, Any]]:
    records = [found for found in dataset_papers(page) if isinstance(found, Paper)]
    rows = [record_row(record, page.fetched_at) for record in records]
    base = {"observed_at": page.fetched_at, "found": True}
    return [
        {"asked_id": f"CorpusId:{row['s2_corpus_id']}", **base, **row}
        for row in rows
        if row.get("s2_corpus_id") is not None
    ]


def _rows(page: StoredPage) -> list[dict[str, Any]]:
    ids = (page.body or {}).get("ids")
    asked = [id_ for id_ in ids if isinstance(id_, str)] if isinstance(ids, list) else []
    base = {"observed_at": page.fetched_at, "found": False}
    if page.status == 400 and NONE_KNOWN in page.payload:
        return [{"asked_id": id_, **base} for id_ in asked]
    records = records_of(page)
    if len(records) != len(asked):
        logger.warning("batch answer of another length asked=%d got=%d", len(asked), len(records))
        return []
    rows = []
    for id_, record in zip(asked, records, strict=True):
        if record is None:
            rows.append({"asked_id": id_, **base})
        elif isinstance(record, Paper):
            found = record_row(record, page.fetched_at)
            rows.append({"asked_id": id_, **base, "found": True, **found})
    return rows
