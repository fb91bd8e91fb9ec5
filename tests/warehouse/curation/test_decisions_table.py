"""The decisions table: what the log says, published at once where nobody else writes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import layout
from warehouse.curation.decision_log import Decision, Entry, decide, read_decisions
from warehouse.curation.table import decisions_of, decisions_table, publish_decisions
from warehouse.explore.sql import answer
from warehouse.store import read_table, writer_lock
from warehouse.tables import DECISIONS

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
VENUE = "Lanterns.example/2025/Conference"
TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def entry(paper: str = "p1", venue: str = VENUE, **said: str) -> Entry:
    return Entry(paper_id=paper, venue_id=venue, curator="ada", **said)  # type: ignore[arg-type]


def test_every_entry_is_a_row_in_order_of_deciding(tmp_path: Path) -> None:
    first = decide(tmp_path, entry(verdict="shortlist", why="early"), NOW)
    decide(tmp_path, entry(venue="elsewhere", verdict="skip"), NOW)
    undo = decide(tmp_path, entry(verdict="undo"), NOW)
    decide(tmp_path, entry("p2", note="later", why=""), NOW)

    rows = decisions_of(tmp_path, VENUE).to_pylist()

    assert [row["verdict"] for row in rows] == ["shortlist", "undo", None]
    assert rows[0] == {
        "decision_id": first.decision_id,
        "paper_id": "p1",
        "venue_id": VENUE,
        "curator": "ada",
        "verdict": "shortlist",
        "note": None,
        "why": "early",
        "key_insights": None,
        "cleared": [],
        "decided_at": NOW,
        "undoes": None,
    }
    assert rows[1]["undoes"] == first.decision_id
    assert (rows[1]["decision_id"], rows[2]["cleared"]) == (undo.decision_id, ["why"])
    assert (rows[2]["note"], rows[2]["why"]) == ("later", None)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5))
def test_whatever_is_written_makes_a_sound_table(texts: list[tuple[str | None, ...]]) -> None:
    log = [
        Decision(
            decision_id=f"20261124T120000000000-{i:06d}",
            paper_id="p",
            venue_id=VENUE,
            curator="ada",
            note=note,
            why=why,
            key_insights=insights,
            decided_at=NOW,
        )
        for i, (note, why, insights) in enumerate(texts)
    ]
    table = decisions_table(log, VENUE)
    assert DECISIONS.problems(table) == []
    assert [row["note"] for row in table.to_pylist()] == [d.note or None for d in log]


def test_nothing_decided_is_an_empty_table(tmp_path: Path) -> None:
    assert decisions_of(tmp_path, VENUE).equals(DECISIONS.empty())


def test_a_decision_is_published_at_once_and_can_be_queried(tmp_path: Path) -> None:
    decide(tmp_path, entry(verdict="shortlist"), NOW)
    assert publish_decisions(tmp_path, VENUE)
    found = answer(tmp_path, "SELECT paper_id, verdict FROM decisions").to_pylist()
    assert found == [{"paper_id": "p1", "verdict": "shortlist"}]


def test_while_others_write_it_is_left_to_them(tmp_path: Path) -> None:
    decide(tmp_path, entry(verdict="shortlist"), NOW)
    with writer_lock(tmp_path, "a run"):
        assert not publish_decisions(tmp_path, VENUE)
    assert read_table(tmp_path, "decisions", VENUE).num_rows == 0
    assert publish_decisions(tmp_path, VENUE)


def test_a_log_that_cannot_be_read_leaves_the_table_as_it_was(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    decide(tmp_path, entry(verdict="shortlist"), NOW)
    publish_decisions(tmp_path, VENUE)
    layout.decision_log(tmp_path).write_bytes(b"nonsense\n")
    assert not publish_decisions(tmp_path, VENUE)
    assert "were not published" in caplog.text
    assert read_table(tmp_path, "decisions", VENUE).num_rows == 1


def test_a_log_that_was_lost_empties_no_table(tmp_path: Path) -> None:
    for paper in ("p1", "p2", "p3"):
        decide(tmp_path, entry(paper, verdict="shortlist"), NOW)
    publish_decisions(tmp_path, VENUE)
    layout.decision_log(tmp_path).unlink()
    assert read_decisions(tmp_path) == []
    assert not publish_decisions(tmp_path, VENUE)
    assert read_table(tmp_path, "decisions", VENUE).num_rows == 3
