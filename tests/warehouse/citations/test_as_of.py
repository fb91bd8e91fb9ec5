"""Who was cited by a day, against rules written down a second time in plain Python."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.citations.as_of import COLUMNS, intervals_as_of
from warehouse.citations.coverage import COVERAGE
from warehouse.tables.citations import CITATIONS
from warehouse.tables.links import LINKS

SEEN = datetime(2025, 7, 1, 6, tzinfo=UTC)
DAY = date(2022, 4, 25)


class Work(NamedTuple):
    paper: str
    published_on: date | None
    year: int | None
    is_self: bool | None = False
    is_influential: bool | None = None


def citations_of(works: list[Work]) -> pa.Table:
    return CITATIONS.from_rows(
        {
            "paper_id": work.paper,
            "venue_id": "lantern",
            "citing_id": f"c{index:04}",
            "published_on": work.published_on,
            "year": work.year,
            "date_precision": "day" if work.published_on else "year" if work.year else "none",
            "is_self_citation": work.is_self,
            "is_influential": work.is_influential,
            "first_seen_at": SEEN,
        }
        for index, work in enumerate(works)
    )


def links_of(*papers: str, **more: Any) -> pa.Table:
    row = {"venue_id": "lantern", "status": "linked", "reasons": [], "twin_ids": []} | more
    return LINKS.from_rows(row | {"paper_id": paper, "s2_paper_id": paper} for paper in papers)


def coverage_of(**missing: int) -> pa.Table:
    rows = [
        {"paper_id": paper, "looked_at": SEEN, "on_file": 0, "missing": count}
        for paper, count in missing.items()
    ]
    return pa.Table.from_pylist(rows, schema=COVERAGE)


def intervals(found: pa.Table) -> dict[str, tuple[int, int, int, int]]:
    return {
        row["paper_id"]: (
            row["citations_low"],
            row["citations_high"],
            row["independent_low"],
            row["independent_high"],
        )
        for row in found.to_pylist()
    }


@pytest.mark.parametrize(
    ("work", "day", "expected"),
    [
        (Work("a", date(2022, 4, 25), 2022), DAY, (1, 1, 1, 1)),
        (Work("a", date(2022, 4, 26), 2022), DAY, (0, 0, 0, 0)),
        (Work("a", None, 2021), DAY, (1, 1, 1, 1)),
        (Work("a", None, 2022), DAY, (0, 1, 0, 1)),
        (Work("a", None, 2023), DAY, (0, 0, 0, 0)),
        (Work("a", None, None), DAY, (0, 1, 0, 1)),
        (Work("a", None, 2022), date(2022, 12, 31), (0, 1, 0, 1)),
        (Work("a", None, 2022), date(2023, 1, 1), (1, 1, 1, 1)),
        (Work("a", date(2022, 1, 1), 2022), date(2022, 1, 1), (1, 1, 1, 1)),
        (Work("a", date(2022, 1, 1), 2022), date(2021, 12, 31), (0, 0, 0, 0)),
        # The work's own date speaks, whatever year stands beside it.
        (Work("a", date(2021, 12, 30), 2022), date(2021, 12, 31), (1, 1, 1, 1)),
        (Work("a", date(2022, 4, 1), 2022, True), DAY, (1, 1, 0, 0)),
        (Work("a", date(2022, 4, 1), 2022, None), DAY, (1, 1, 0, 1)),
        (Work("a", None, None, True), DAY, (0, 1, 0, 0)),
        (Work("a", None, None, None), DAY, (0, 1, 0, 1)),
    ],
    ids=str,
)
def test_one_citing_work(work: Work, day: date, expected) -> None:
    assert intervals(intervals_as_of(citations_of([work]), links_of("a"), day))["a"] == expected


def test_papers_that_were_never_looked_at_have_no_row() -> None:
    found = intervals_as_of(citations_of([]), links_of("a", "b"), DAY, coverage_of(b=0))
    assert intervals(found) == {"b": (0, 0, 0, 0)}


def test_counted_works_that_are_not_on_file_may_be_anything() -> None:
    works = [Work("a", date(2022, 1, 1), 2022)]
    found = intervals_as_of(citations_of(works), links_of("a", "b"), DAY, coverage_of(a=3, b=7))
    assert intervals(found) == {"a": (1, 4, 1, 4), "b": (0, 7, 0, 7)}


def test_only_linked_papers_have_a_row() -> None:
    works = citations_of([Work("a", date(2022, 1, 1), 2022)])
    assert intervals_as_of(works, links_of("a", status="review"), DAY).num_rows == 0


@pytest.mark.parametrize(("days", "is_known"), [(0, True), (3, True), (4, False)])
def test_that_nobody_cites_a_paper_holds_for_the_day_it_was_looked_at(days, is_known) -> None:
    day = SEEN.date() + timedelta(days=days)
    none = intervals_as_of(citations_of([]), links_of("a"), day, coverage_of(a=0))
    future = citations_of([Work("a", date(2026, 1, 1), 2026)])
    later = intervals_as_of(future, links_of("a"), day)
    assert (none.num_rows, later.num_rows) == (is_known, is_known)


@pytest.mark.parametrize(
    ("influences", "expected"),
    [([True, False, True], 2), ([False], 0), ([True, None], None), ([None], None)],
)
def test_influential_citations_are_counted_where_all_are_known(influences, expected) -> None:
    works = [Work("a", date(2022, 1, 1), 2022, False, influence) for influence in influences]
    later = Work("a", date(2023, 1, 1), 2023, False, None)
    row = intervals_as_of(citations_of([*works, later]), links_of("a"), DAY).to_pylist()[0]
    assert row["influential_count"] == expected
    assert (row["basis"], row["observed_on"]) == ("reconstructed", None)


dates = st.dates(date(2020, 11, 1), date(2023, 2, 1))
works = st.lists(
    st.builds(
        lambda paper, day, year, own: Work(paper, day, day.year if day else year, own),
        st.sampled_from("abc"),
        st.one_of(st.none(), dates),
        st.one_of(st.none(), st.integers(2020, 2023)),
        st.sampled_from([True, False, None]),
    ),
    max_size=40,
)


def plainly(works: list[Work], day: date) -> dict[str, tuple[int, int, int, int]]:
    """The rules once more, work by work."""
    found: dict[str, list[int]] = {}
    for work in works:
        numbers = found.setdefault(work.paper, [0, 0, 0, 0])
        if work.published_on:
            surely = possibly = work.published_on <= day
        elif work.year:
            surely, possibly = date(work.year, 12, 31) < day, date(work.year, 1, 1) <= day
        else:
            surely, possibly = False, True
        numbers[0] += surely
        numbers[1] += possibly
        numbers[2] += surely and work.is_self is False
        numbers[3] += possibly and work.is_self is not True
    return {paper: tuple(numbers) for paper, numbers in found.items()}


@settings(max_examples=40, deadline=None)  # each opens DuckDB
@given(works, dates)
def test_intervals_are_what_a_plain_loop_finds(works, day) -> None:
    found = intervals(intervals_as_of(citations_of(works), links_of("a", "b", "c"), day))
    assert found == plainly(works, day)


@settings(max_examples=25, deadline=None)  # each opens DuckDB twice
@given(works, dates, st.integers(0, 400), st.randoms(use_true_random=False))
def test_intervals_are_ordered_and_only_grow(works, day, days, rng: random.Random) -> None:
    links = links_of("a", "b", "c")
    table = citations_of(works)
    found = intervals(intervals_as_of(table, links, day))
    later = intervals(intervals_as_of(table, links, day + timedelta(days=days)))
    for paper, (low, high, independent_low, independent_high) in found.items():
        assert 0 <= independent_low <= independent_high <= high
        assert independent_low <= low <= high
        assert all(now <= then for now, then in zip(found[paper], later[paper], strict=True))
    order = list(range(table.num_rows))
    rng.shuffle(order)
    assert intervals(intervals_as_of(table.take(pa.array(order, pa.int64())), links, day)) == found


def test_files_answer_like_tables(tmp_path: Path) -> None:
    days = [DAY + timedelta(days=day) for day in range(-9, 9)]
    table = citations_of([Work("ab"[day.day % 2], day, day.year) for day in days])
    files = [tmp_path / "venue=one" / "data.parquet", tmp_path / "venue=two" / "data.parquet"]
    for file, part in zip(files, [table.slice(0, 7), table.slice(7)], strict=True):
        file.parent.mkdir()
        pq.write_table(part, file)
    links = links_of("a", "b")
    expected = intervals_as_of(table, links, DAY)
    assert intervals_as_of(files, links, DAY) == expected
    assert intervals_as_of(table.select(COLUMNS), links, DAY) == expected
    pq.write_table(table, tmp_path / "all.parquet")
    assert intervals_as_of(tmp_path / "all.parquet", links, DAY) == expected
