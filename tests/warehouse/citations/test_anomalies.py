"""Falls, re-index days and growth."""

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from warehouse.citations.anomalies import falls, growth, reindex_days, steps
from warehouse.tables.citations import CITATION_COUNTS


def counts_of(series: dict[str, list[tuple[int, int]]], record: str = "s1") -> pa.Table:
    """A ledger from (day, count) by paper."""
    start = datetime(2025, 7, 1, 6, tzinfo=UTC)
    return CITATION_COUNTS.from_rows(
        {
            "paper_id": paper,
            "venue_id": "lantern",
            "s2_corpus_id": 1,
            "s2_paper_id": record,
            "observed_at": start + timedelta(days=day),
            "citation_count": count,
            "source": "semantic_scholar",
        }
        for paper, seen in series.items()
        for day, count in seen
    )


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (100, 100, None),
        (100, 101, None),
        (164, 150, "fall"),
        (10, 9, "fall"),
        (20, 15, "fall"),
        (40, 35, "fall"),
        (40, 34, "suspect"),
        (100, 50, "suspect"),
        (100, 49, "collapse"),
        (7, 0, "collapse"),
        (1, 0, "collapse"),
        (1764, 139, "collapse"),
    ],
)
def test_falls_are_told_apart_by_size(before, after, kind) -> None:
    found = falls(steps(counts_of({"a": [(0, before), (7, after)]}))).to_pylist()
    assert [row["kind"] for row in found] == ([kind] if kind else [])


def test_a_step_knows_whether_the_record_is_the_same() -> None:
    before = counts_of({"a": [(0, 216)]})
    after = counts_of({"a": [(7, 1)]}, record="s2")
    step = steps(pa.concat_tables([after, before])).to_pylist()[0]
    assert (step["count_before"], step["count_after"]) == (216, 1)
    assert step["is_same_record"] is False


def test_many_papers_moving_on_one_day_are_a_reindex() -> None:
    quiet = {f"q{index:03}": [(0, 10), (7, 11), (14, 12)] for index in range(150)}
    moved = {f"m{index:03}": [(0, 10), (7, 11), (14, 31)] for index in range(9)}
    fallen = {f"f{index:03}": [(0, 10), (7, 11), (14, 10)] for index in range(3)}
    found = reindex_days(steps(counts_of(quiet | moved | fallen))).to_pylist()
    assert found == [
        {
            "venue_id": "lantern",
            "observed_on": date(2025, 7, 15),
            "papers": 162,
            "jumped": 9,
            "fell": 3,
        }
    ]


def test_one_paper_that_takes_off_is_news() -> None:
    series = {f"q{index:03}": [(0, 10), (7, 11)] for index in range(50)} | {
        "hit": [(0, 5), (7, 80)]
    }
    assert reindex_days(steps(counts_of(series))).num_rows == 0


def test_half_a_year_between_two_runs_is_no_jump() -> None:
    series = {f"q{index:03}": [(0, 20), (182, 60)] for index in range(50)}
    assert reindex_days(steps(counts_of(series))).num_rows == 0


def test_growth_is_measured_over_the_weeks_up_to_a_day() -> None:
    counts = counts_of(
        {
            "steady": [(0, 10), (7, 12), (14, 14), (28, 18), (35, 99)],
            "late": [(14, 3), (28, 5)],
            "once": [(28, 5)],
            "fell": [(0, 10), (28, 8)],
        }
    )
    found = {row["paper_id"]: row for row in growth(counts, date(2025, 7, 29)).to_pylist()}
    assert sorted(found) == ["fell", "late", "steady"]
    assert (found["steady"]["gained"], found["steady"]["per_week"]) == (8, 2.0)
    assert (found["late"]["gained"], found["late"]["per_week"]) == (2, 1.0)
    assert found["fell"]["per_week"] == -0.5
