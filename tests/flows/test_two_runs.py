"""Whole runs in one warehouse at once, each a process of its own, and readers meanwhile."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb

from connectors.standin.server import StandIn, environment
from tests.benchmarks.kills_measure import ROOT
from tests.flows.world import QUILL, THIMBLE


def started(root: Path, venue_id: str, day: str, standin: StandIn) -> "subprocess.Popen[str]":
    moment = f"{day}T06:00:00+00:00"
    return subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.kills_child", str(root), venue_id, moment],
        cwd=ROOT,
        env=os.environ | environment(standin.urls),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def flagged(root: Path) -> dict[str, int]:
    """Papers with flags by venue, as a reader without precited sees them."""
    query = "SELECT venue_id, count(DISTINCT paper_id) FROM read_parquet(?) GROUP BY ALL"
    if not any((root / "tables" / "flags").glob("*/data.parquet")):
        return {}
    with duckdb.connect() as connection:
        return dict(connection.execute(query, [f"{root}/tables/flags/*/data.parquet"]).fetchall())


def test_two_venues_run_at_once_and_readers_never_see_half_of_either(
    standin: StandIn, tmp_path: Path
) -> None:
    whole = {THIMBLE: 12, QUILL: 120}
    seen: list[dict[str, int]] = []
    for day in ("2025-06-01", "2025-06-08"):
        runs = [started(tmp_path, venue, day, standin) for venue in whole]
        while any(run.poll() is None for run in runs):
            seen.append(flagged(tmp_path))
        assert [run.communicate()[1] for run in runs] == ["", ""]
    assert [look for look in seen if not look.items() <= whole.items()] == []
    assert flagged(tmp_path) == whole
    assert len(seen) > 20
