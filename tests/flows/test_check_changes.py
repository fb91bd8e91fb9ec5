"""``precited check``: the checks and what the last run changed, without a network."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from flows.cli import main
from flows.show_changes import show_changes
from tests.flows.conftest import Pulled
from tests.flows.world import LANTERN, QUILL
from warehouse.changes import Change, Record

CITED = Change("newly_cited", "cited now, once", "p", "A [bold]title[/]\nof two lines")


def check(root: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setenv("PRECITED_WAREHOUSE", str(root))
    monkeypatch.setattr(sys, "argv", ["precited", "check", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_check_says_what_the_last_run_changed(
    pulled: Pulled, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(pulled.root, monkeypatch, LANTERN) == 0

    out = capsys.readouterr().out
    assert f"changes of run {pulled.outcomes[LANTERN].run_id}: first run: 1" in out
    assert "180 accepted papers" in out


def test_check_as_json_has_checks_and_changes(
    pulled: Pulled, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(pulled.root, monkeypatch, QUILL, LANTERN, "--format", "json") == 0

    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert [venue["venue_id"] for venue in found] == [QUILL, LANTERN]
    assert {check["status"] for check in found[0]["checks"]} <= {"pass", "warn"}
    assert [change["kind"] for change in found[0]["changes"]] == ["first_run"]


def test_check_of_a_venue_that_is_not_there_names_those_that_are(
    pulled: Pulled, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(pulled.root, monkeypatch, "No.example/2025") == 1

    assert LANTERN in capsys.readouterr().err


def shown(*changes: Change) -> list[str]:
    console = Console(file=StringIO(), width=200)
    show_changes(f"{datetime.now(UTC):%Y%m%d}", Record(changes), console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().splitlines()


def test_a_title_is_shown_as_it_is_and_on_one_line() -> None:
    assert shown(CITED)[1] == "  A [bold]title[/] of two lines: cited now, once"


def test_many_changes_are_ten_and_how_many_more() -> None:
    lines = shown(*(replace(CITED, paper_id=f"p{i}") for i in range(25)))

    assert len(lines) == 12
    assert lines[-1] == "  and 15 more: --format json has them all"


def test_no_change_is_said_too() -> None:
    assert shown()[0].endswith(": none")
