"""How many requests for citing works are due, worked out from the ledger and the dates on file."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from flows.forecast import CitingForecast, forecast_citing
from warehouse.tables import CITATION_COUNTS, CITATIONS

DAY_0 = datetime(2026, 3, 1, 9, tzinfo=UTC)
VENUE = "V.example/2026/Conference"


def count(paper: int, number: int, day: float = 0) -> dict[str, Any]:
    at = DAY_0 + timedelta(days=day)
    return {
        "paper_id": f"p{paper}",
        "venue_id": VENUE,
        "s2_corpus_id": paper,
        "s2_paper_id": f"{paper:040x}",
        "observed_at": at,
        "citation_count": number,
        "influential_citation_count": None,
        "reference_count": None,
        "source": "semantic_scholar",
    }


def works(paper: int, number: int, age: int) -> list[dict[str, Any]]:
    """Works that cite a paper, read on day 0, all of an age in days."""
    published = (DAY_0 - timedelta(days=age)).date()
    row = dict.fromkeys(CITATIONS.schema.names) | {
        "paper_id": f"p{paper}",
        "venue_id": VENUE,
        "published_on": published,
        "date_precision": "day",
        "first_seen_at": DAY_0 + timedelta(seconds=20),
    }
    return [row | {"citing_id": f"{paper}-{n}"} for n in range(number)]


def forecast(
    counts: list[dict[str, Any]], citing: list[dict[str, Any]], day: float, **options: bool
) -> CitingForecast:
    asked = {"influential": False, "everything": False} | options
    return forecast_citing(
        CITATION_COUNTS.from_rows(counts),
        pa.Table.from_pylist(citing, CITATIONS.schema),
        DAY_0 + timedelta(days=day),
        **asked,
    )


def test_nothing_moves_in_no_time() -> None:
    found = forecast([count(1, 50)], works(1, 50, 10), 0)
    assert (found.requests, found.low, found.high, found.moved) == (0, 0, 0, 0.0)


def test_papers_that_were_cited_lately_move_and_others_stay() -> None:
    counts = [count(1, 90), count(2, 90)]
    found = forecast(counts, works(1, 90, 20) + works(2, 90, 400), 30)
    assert (found.requests, found.low, found.high) == (1, 1, 1)
    assert found.moved == pytest.approx(0.5)


def test_the_ledger_of_some_weeks_is_believed_more_than_dates() -> None:
    counts = [count(1, 90), count(1, 90, 28)]
    assert forecast(counts, works(1, 90, 20), 35).requests == 0


def test_counts_that_moved_since_the_lists_were_read_are_due_whatever_the_pace() -> None:
    found = forecast([count(1, 5), count(1, 9, 2)], works(1, 5, 400), 2)
    assert found.requests == 1


def test_everything_again_takes_what_a_first_run_took() -> None:
    counts = [count(paper, 4_000) for paper in range(1, 6)]
    assert forecast(counts, works(1, 3, 400), 0, everything=True).requests == 3
    assert forecast(counts, works(1, 3, 400), 0).requests == 0


def test_without_any_works_on_file_all_are_due() -> None:
    assert forecast([count(paper, 4_000) for paper in range(1, 6)], [], 0).requests == 3


def test_which_are_influential_takes_pages_of_each() -> None:
    counts = [count(1, 2_500), count(2, 10), count(3, 0)]
    assert forecast(counts, [], 0, influential=True).requests == 3 + 1


def test_chance_is_said_as_a_range() -> None:
    found = forecast([count(1, 30)], works(1, 18, 20), 7)  # 0.7 expected in a week
    assert (found.low, found.high) == (0, 1)
    assert found.moved == pytest.approx(0.5, abs=0.2)


def test_a_venue_without_counts_has_nothing_to_read() -> None:
    assert forecast([], [], 7).requests == 0
