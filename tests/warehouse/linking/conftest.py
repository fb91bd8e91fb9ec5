"""A paper, a record, and a link between them, in few words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from warehouse.linking import OVERRIDES, Links, link
from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.tables import LINKS, PAPERS

Row = dict[str, Any]

NOW = datetime(2024, 3, 1, tzinfo=UTC)
TITLE = "Tidal Gradients for Sparse Estuary Networks"
PEOPLE = ["Ada Lindqvist", "Bo Wickramasinghe", "Chidi Okonkwo"]


def make_paper(paper_id: str = "forumA", **other: Any) -> Row:
    row = {
        "paper_id": paper_id,
        "venue_id": "ICLR.cc/2024/Conference",
        "title": TITLE,
        "state": "accepted",
        "authors": PEOPLE,
        "forum_url": f"https://openreview.net/forum?id={paper_id}",
        "submitted_at": datetime(2023, 9, 28, tzinfo=UTC),
    }
    return row | other


def make_record(s2_paper_id: str = "rec1", **other: Any) -> Row:
    row = {
        "s2_paper_id": s2_paper_id,
        "s2_corpus_id": sum(map(ord, s2_paper_id)) + 1000 * len(s2_paper_id),
        "title": TITLE,
        "authors": PEOPLE,
        "year": 2023,
        "venue": "arXiv.org",
        "published_on": date(2023, 10, 2),
        "citation_count": 5,
        "seen_at": NOW,
    }
    return row | other


def make_override(override_id: str, verdict: str, s2_paper_id: str | None, **other: Any) -> Row:
    row = {
        "override_id": override_id,
        "paper_id": "forumA",
        "venue_id": "ICLR.cc/2024/Conference",
        "s2_paper_id": s2_paper_id,
        "verdict": verdict,
        "curator": "mara",
        "decided_at": datetime(2024, 2, 1, tzinfo=UTC),
    }
    return row | other


def run_link(
    papers: list[Row],
    records: list[Row],
    known: list[Row] | None = None,
    overrides: list[Row] | None = None,
    now: datetime = NOW,
) -> Links:
    return link(
        PAPERS.from_rows(papers),
        S2_RECORDS.from_rows(records),
        LINKS.from_rows(known or []),
        OVERRIDES.from_rows(overrides or []),
        now,
    )


@pytest.fixture
def paper() -> Callable[..., Row]:
    return make_paper


@pytest.fixture
def record() -> Callable[..., Row]:
    return make_record


@pytest.fixture
def override() -> Callable[..., Row]:
    return make_override


@pytest.fixture
def linked() -> Callable[..., Links]:
    return run_link


@pytest.fixture
def one() -> Callable[..., Row]:
    """The row that one paper gets among these records."""

    def settle(records: list[Row], **changes: Any) -> Row:
        given = {name: changes.pop(name) for name in ("known", "overrides") if name in changes}
        row: Row = run_link([make_paper(**changes)], records, **given).links.to_pylist()[0]
        return row

    return settle
