"""Whole runs in one warehouse at once, each a process of its own, and readers meanwhile."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from connectors.standin.server import StandIn, environment
from tests.benchmarks.kills_measure import ROOT
from tests.flows.conftest import Pulled
from tests.flows.world import QUILL, THIMBLE
from warehouse.store import read_table


def started(
    root: Path, venue_id: str, moment: datetime, standin: StandIn
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.benchmarks.kills_child",
            str(root),
            venue_id,
            f"{moment:%FT%T%z}",
        ],
        cwd=ROOT,
        env=os.environ | environment(standin.urls),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def flagged(root: Path) -> dict[str, int]:
    """Papers with flags by venue, as a reader without precited sees them."""
    query = "SELECT venue_id, count(DISTINCT paper_id) FROM read_parquet(?) GROUP BY ALL"
    with duckdb.connect() as connection:
        return dict(connection.execute(query, [f"{root}/tables/flags/*/data.parquet"]).fetchall())


@pytest.mark.long
def test_two_venues_run_at_once_and_readers_never_see_half_of_either(
    standin: StandIn, pulled: Pulled, tmp_path: Path
) -> None:
    shutil.copytree(pulled.root, root := tmp_path / "warehouse")
    whole = flagged(root)
    next_week = datetime.now(UTC) + timedelta(days=7)
    runs = [started(root, venue, next_week, standin) for venue in (THIMBLE, QUILL)]
    seen: list[dict[str, int]] = []
    for run in runs:
        while run.poll() is None:
            seen.append(flagged(root))
            with suppress(subprocess.TimeoutExpired):
                run.wait(0.05)
    assert [run.communicate()[1] for run in runs] == ["", ""]
    assert {QUILL, THIMBLE} <= whole.keys()
    assert [look for look in seen if look != whole] == []
    assert [read_table(root, "runs", venue).num_rows for venue in (THIMBLE, QUILL)] == [2, 2]
    assert len(seen) > 10
