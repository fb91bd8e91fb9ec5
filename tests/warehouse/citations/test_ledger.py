"""From answers to the ledger, and reading it at a day."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.citations.ledger import EARLIER_IDS, latest, ledger, near, on_or_before
from warehouse.tables.citations import CITATION_COUNTS
from warehouse.tables.links import LINKS

CASES = Path(__file__).parents[2] / "cases" / "ledger"
VENUE = "lantern.example/LANTERN/2025/Conference"

ANSWERS = pa.schema(
    [
        ("asked_id", pa.string()),
        ("observed_at", pa.timestamp("us", "UTC")),
        ("found", pa.bool_()),
        ("s2_paper_id", pa.string()),
        ("s2_corpus_id", pa.int64()),
        ("citation_count", pa.int64()),
        ("influential_citation_count", pa.int64()),
        ("reference_count", pa.int64()),
    ]
)


def links_of(rows):
    assumed = {"venue_id": VENUE, "status": "linked", "reasons": [], "twin_ids": []}
    return LINKS.from_rows(assumed | row for row in rows)


def counts_of(*rows):
    """A ledger from (paper, moment, count)."""
    return CITATION_COUNTS.from_rows(
        {
            "paper_id": paper,
            "venue_id": VENUE,
            "s2_corpus_id": 1,
            "s2_paper_id": "s1",
            "observed_at": at,
            "citation_count": count,
            "source": "semantic_scholar",
        }
        for paper, at, count in rows
    )


def moment(day: int, hour: int = 6) -> datetime:
    return datetime(2025, 7, day, hour, tzinfo=UTC)


def read(counts: pa.Table) -> dict[str, int]:
    pairs = counts.select(["paper_id", "citation_count"]).to_pylist()
    return {row["paper_id"]: row["citation_count"] for row in pairs}


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_the_ledger_is_as_thought_out(folder: Path) -> None:
    given = tomllib.loads((folder / "input.toml").read_text())
    expected = tomllib.loads((folder / "expect.toml").read_text())["rows"]
    earlier = given.get("earlier")
    found = ledger(
        links_of(given["links"]),
        pa.Table.from_pylist(given["answers"], schema=ANSWERS),
        pa.Table.from_pylist(earlier, schema=EARLIER_IDS) if earlier else None,
    ).to_pylist()
    wanted = [row | dict.fromkeys(row.pop("null", ())) for row in expected]
    assert [
        {name: row[name] for name in want} for row, want in zip(found, wanted, strict=True)
    ] == wanted


def test_no_answers_make_an_empty_ledger() -> None:
    linked = links_of([{"paper_id": "a", "s2_paper_id": "s1", "s2_corpus_id": 1}])
    assert ledger(linked, ANSWERS.empty_table()) == CITATION_COUNTS.empty()


def test_what_a_row_lacks_is_not_taken_from_an_older_one() -> None:
    counts = counts_of(("a", moment(1), 4), ("a", moment(8), 5)).to_pylist()
    counts[0]["influential_citation_count"] = 1
    row = latest(CITATION_COUNTS.from_rows(counts)).to_pylist()[0]
    assert (row["citation_count"], row["influential_citation_count"]) == (5, None)


def test_a_day_ends_at_midnight_utc() -> None:
    counts = counts_of(("a", moment(1, 23), 1), ("a", moment(2, 0), 2), ("b", moment(2), 9))
    assert read(on_or_before(counts, date(2025, 7, 1))) == {"a": 1}
    assert read(on_or_before(counts, date(2025, 7, 2))) == {"a": 2, "b": 9}
    assert read(on_or_before(counts, date(2025, 6, 30))) == {}
    assert read(latest(counts)) == {"a": 2, "b": 9}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([7], 7),
        ([8, 13], 8),
        ([9, 10, 11], 10),
        ([11, 12], 11),
        ([13], 13),
        ([6], None),
        ([14], None),
    ],
    ids=str,
)
def test_the_nearest_count_speaks_and_one_before_is_preferred(days, expected) -> None:
    counts = counts_of(*(("a", moment(day), day) for day in days))
    assert read(near(counts, date(2025, 7, 10))).get("a") == expected


observations = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 60 * 24)),
    unique=True,
    max_size=30,
)


@settings(max_examples=25, deadline=None)  # each opens DuckDB twice
@given(observations, st.integers(-2, 62))
def test_reading_at_a_day_is_what_a_plain_loop_finds(rows, offset) -> None:
    start = datetime(2025, 5, 1, tzinfo=UTC)
    day = date(2025, 5, 1) + timedelta(days=offset)
    counts = counts_of(*((paper, start + timedelta(hours=h), h) for paper, h in rows))
    seen = {
        paper: hours
        for paper, hours in sorted(rows, key=lambda row: row[1])
        if (start + timedelta(hours=hours)).date() <= day
    }
    assert read(on_or_before(counts, day)) == seen
    for paper, hours in read(near(counts, day)).items():
        distance = abs(((start + timedelta(hours=hours)).date() - day).days)
        assert distance <= 3
        assert paper not in seen or hours >= seen[paper]
