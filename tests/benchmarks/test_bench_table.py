"""The table of the benchmarks: how it reads, and that each part can be run. Nothing is timed."""

import importlib
import inspect
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as command
from tests.benchmarks.measuring import Place, Row, Taken, alone, peak, ratio, taken
from tests.benchmarks.parts import PARTS, run
from tests.benchmarks.peers_bench import Known, judged
from tests.benchmarks.requests_bench import Sizes, floor
from tests.benchmarks.table import HEAD, Part, Told, document, table

LAMPS = Part("lamps", "Lamps", "lamps_bench")


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def test_a_row_has_a_cell_for_every_column() -> None:
    row = Row("light", "9 lamps", Taken(1.234, 0.05, 1_234.5), 7, "floor: a match", "0.1 s")
    lines = table([Told(LAMPS, "", [row])]).splitlines()

    assert {line.count(" | ") for line in lines} == {len(HEAD) - 1}
    assert cells(lines[-1]) == [
        *("light", "9 lamps", "1.23 s", "50 ms", "1,234", "7", "floor: a match", "0.1 s")
    ]


def test_what_was_not_measured_says_so_in_the_table() -> None:
    last = table([Told(LAMPS, "", [Row("light", "9 lamps", missing="no | oil\nleft")])])
    assert "not measured: no \\| oil left" in last.splitlines()[-1]


def test_the_page_has_notes_and_how_to_run_each_part() -> None:
    told = Told(LAMPS, "How lamps\nare lit.", [Row("light", "9 lamps", note="all burn")], 3.0)
    page = document("# Benchmarks", [told])

    assert page.startswith("# Benchmarks\n\n| ")
    assert "## Lamps\n\nHow lamps\nare lit." in page
    assert "`--only lamps`" in page
    assert "- light, 9 lamps: all burn" in page


@pytest.mark.parametrize("part", PARTS, ids=[part.name for part in PARTS])
def test_every_part_says_what_it_measures_and_can_be_asked(part: Part) -> None:
    module = importlib.import_module(f"tests.benchmarks.{part.module}")
    assert inspect.isgeneratorfunction(module.rows)
    assert len((module.__doc__ or "").strip()) > 80


def test_a_part_that_fails_is_a_row(tmp_path: Path) -> None:
    told = run(Part("none", "None", "no_such_bench"), Place(tmp_path))
    assert [row.what for row in told.rows] == ["none"]
    assert "no_such_bench" in told.rows[0].missing


def test_rows_before_a_failure_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(_: Place) -> object:
        yield Row("light")
        raise OSError("no oil")

    monkeypatch.setattr("tests.benchmarks.citing_bench.rows", rows)
    told = run(Part("citing", "Citing", "citing_bench"), Place(tmp_path))
    assert [(row.what, row.missing) for row in told.rows] == [
        ("light", ""),
        ("citing", "OSError: no oil"),
    ]


def test_work_is_measured_in_another_process_and_memory_is_its_own() -> None:
    held = bytearray(300_000_000)
    assert peak() > 300
    assert alone(peak) < 300
    del held


def test_facts_are_what_the_work_answers() -> None:
    spent = taken(lambda: {"lamps": 9}, 2)
    assert spent.facts == {"lamps": 9}
    assert spent.seconds >= 0
    assert ratio(Taken(0, 3.0, 0), 2.0) == "2 s of CPU (1.5 times)"


def test_the_floor_counts_pages() -> None:
    before = Sizes(3_422, 1_078, 4_694, {"a": 1, "b": 2})
    now = Sizes(3_422, 1_078, 4_800, {"a": 1, "b": 3, "c": 1})
    first, weekly = floor("first run", before, before), floor("weekly run", before, now)

    assert first["pages of notes"] == 4
    assert first["pages of records"] == 2
    assert first["batches of citing works"] == 1
    assert weekly["batches of counts"] == 3
    assert weekly["batches of citing works"] == 1
    assert sum(floor("counts only", now, now).values()) == 3


def test_a_false_0_is_wrong_and_no_answer_is_right_where_there_is_no_record() -> None:
    truth = Known(
        titles={},
        right={"a": "1", "b": "2", "c": "3", "d": None, "e": None, "f": None},
        twins={"c": {7}},
        counts={"1": 5, "2": 6, "3": 9},
    )
    said: dict[str, int | str | None] = {"a": 5, "b": 0, "c": 7, "d": 0, "e": "NotFound", "f": None}
    assert judged(said, truth) == (
        "of 3 with a record 1 right, 2 wrong (1 a false 0, 1 the count of a second record),"
        " 0 no answer; of 3 without: 1 NotFound, 1 null, 1 the number 0"
    )


def test_the_heading_names_machine_day_and_commit() -> None:
    head = command.heading(datetime(2026, 5, 1, 9, tzinfo=UTC), 0.5, [1_000])
    assert "2026-05-01 09:00 UTC, commit " in head
    assert "cores of" in head
    assert "pyarrow" in head


def test_parts_of_it_go_to_the_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = Row("light", "9 lamps")
    monkeypatch.setattr(command, "run", lambda part, _: Told(part, "", [row]))
    monkeypatch.setattr(command, "PAGE", Path("/nowhere"))
    command.main(["--only", "read"])
    assert "| light | 9 lamps |" in capsys.readouterr().out
