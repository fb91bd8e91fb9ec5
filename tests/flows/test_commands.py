"""The commands that read a warehouse, as a person or a script calls them."""

import csv
import io
import json
import subprocess
import sys

import pytest

from connectors.standin.server import StandIn
from flows.cli import app
from tests.flows.conftest import Command
from tests.flows.world import LANTERN, QUILL, UNDECIDED
from warehouse.tables import TABLES


def test_flags_as_a_table_has_the_best_rank_first(precited: Command) -> None:
    ended = precited("flags", LANTERN, "--limit", "3")

    assert ended.code == 0
    rows = [line for line in ended.out.splitlines() if line.strip()][2:]
    assert [row.split()[0] for row in rows] == ["1", "2", "3"]


def test_flags_as_json_and_csv_have_every_column(precited: Command) -> None:
    rows = json.loads(precited("flags", LANTERN, "--format", "json", "--limit", "5").out)
    (first, *_) = csv.DictReader(io.StringIO(precited("flags", LANTERN, "--format", "csv").out))

    assert len(rows) == 5
    assert rows[0]["rank"] == 1
    assert rows[0]["cited"] == "yes"
    assert first["paper_id"] == rows[0]["paper_id"]
    assert set(first) == set(rows[0])
    assert first["reasons"] == "; ".join(rows[0]["reasons"])


def test_flags_of_an_earlier_day_never_have_more_citations(precited: Command) -> None:
    def lows(day: str) -> dict[str, int | None]:
        out = precited("flags", LANTERN, "--as-of", day, "--format", "json", "--limit", "999").out
        rows = json.loads(out)
        assert {row["as_of"] for row in rows} == {day}
        return {row["paper_id"]: row["citations_low"] for row in rows}

    early, late = lows("2025-02-01"), lows("2026-02-01")

    known = [paper for paper in early if early[paper] is not None]
    assert len(known) > 150
    assert all((early[paper] or 0) <= (late[paper] or 0) for paper in known)
    assert sum(early[p] or 0 for p in known) < sum(late[p] or 0 for p in known)


def test_a_venue_that_is_not_here_names_those_that_are(precited: Command) -> None:
    ended = precited("flags", "No/Such/Venue")

    assert ended.code == 1
    assert LANTERN in ended.err
    assert ended.err.count("\n") == 1
    assert ended.out == ""


def test_sql_answers_and_changes_nothing(precited: Command) -> None:
    counted = precited("sql", "SELECT count(*) AS n FROM papers WHERE state = 'accepted'")
    assert counted.code == 0
    assert "312" in counted.out

    for forbidden in ("DROP TABLE papers", "COPY papers TO 'out.csv'", "SELECT * FROM nowhere"):
        ended = precited("sql", forbidden)
        assert ended.code == 1, forbidden
        assert "unexpected" not in ended.err, forbidden


def test_check_is_content_with_what_runs_make(precited: Command) -> None:
    ended = precited("check")

    assert ended.code == 0, ended.out
    assert QUILL in ended.out
    assert "linked papers" in ended.out


def test_build_changes_nothing_that_is_right(precited: Command) -> None:
    ended = precited("build", QUILL)

    assert ended.code == 0
    assert ended.out == f"{QUILL}: as it was\n"


def test_build_of_a_venue_never_pulled_says_how_to_pull_it(precited: Command) -> None:
    ended = precited("build", "No/Such/Venue")

    assert ended.code == 1
    assert "precited run No/Such/Venue" in ended.err


def test_tables_has_every_column(precited: Command) -> None:
    text = precited("tables", "--markdown").out
    assert all(f"| {c.name} |" in text for t in TABLES for c in t.columns)


def test_bad_usage_is_code_2(precited: Command) -> None:
    assert precited("flags").code == 2
    assert precited("flags", LANTERN, "--limit", "0").code == 2
    assert precited("run", LANTERN, "--as-of", "soon").code == 2


def test_help_shows_an_example_for_every_command(precited: Command) -> None:
    for command in app.registered_commands:
        assert "Example" in precited(str(command.name), "--help").out


def test_help_imports_nothing_heavy() -> None:
    """Prefect alone takes three seconds, pyarrow and pandas half a one."""
    code = "import sys, flows.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert not {"prefect", "pandas", "pyarrow", "duckdb", "openreview", "requests"} & set(loaded)


def test_venues_are_asked_for_once_a_day(precited: Command, standin: StandIn) -> None:
    first = precited("venues", "--refresh")
    again = precited("venues", "lanterns", "--year", "2025")

    assert LANTERN in first.out
    assert UNDECIDED in first.out
    assert [line.split() for line in again.out.splitlines()] == [[LANTERN, "conference"]]
    assert len(standin.journal()) == 1


@pytest.mark.usefixtures("standin")
def test_venues_offer_the_nearest_names(precited: Command) -> None:
    ended = precited("venues", "Lantrens")

    assert ended.code == 1
    assert LANTERN in ended.err


def test_backtest_stands_beside_published_figures(precited: Command) -> None:
    ended = precited("backtest", QUILL, "--early", "180", "--late", "730")

    assert ended.code == 0
    assert "Spearman" in ended.out
    assert "0.9" in ended.out
    assert precited("backtest", QUILL, "--early", "365", "--late", "100").code == 1
