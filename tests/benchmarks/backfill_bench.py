"""Twenty venues one after another, in threads, and by two processes of Dask: what it takes.

    python -m tests.benchmarks.backfill_bench [--venues 20] [--pause 0.1]

Each way runs in a process of its own against one stand-in, with a pause between requests that all
its workers share. Checked are the bytes of all tables, the requests, and from the stand-in's
journal the pace.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from connectors.standin.server import StandIn, environment
from flows.prefect_server import prefect_server
from flows.settings import prepare_prefect, server_environment
from tests.benchmarks.backfill_world import MOMENT, corpus, venues
from tests.benchmarks.kills_measure import ROOT, _asked, differing, standing_still

TODAY = date(2026, 3, 2)
WAYS = (("serial", 1), ("dask", 2), ("threads", 4))


@dataclass(frozen=True, slots=True)
class Took:
    """What one way took.

    Attributes:
        way: Its name and how many workers.
        wall: Seconds.
        cpu: Seconds of computing, in all processes.
        asked: Requests without logins.
        pauses: Seconds between two requests to a service, by service.
        differing: Table files that are not those of the first way.
    """

    way: str
    wall: float
    cpu: float
    asked: Counter[str]
    pauses: dict[str, list[float]]
    differing: list[str]


def main() -> None:
    """Measure all ways and print a line for each as it ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venues", type=int, default=20)
    parser.add_argument("--pause", type=float, default=0.1, help="seconds between requests")
    given = parser.parse_args()
    made = venues(given.venues)
    papers = sum(venue.accepted for venue in made)
    say(f"{len(made)} venues, {papers:,} accepted papers, a pause of {given.pause:g} s a service")
    with (
        tempfile.TemporaryDirectory() as folder,
        standing_still(corpus(made), TODAY) as standin,
    ):
        top = Path(folder)
        with prefect(top) as api:
            ids = [venue.id for venue in made]
            environ = surroundings(standin, api, top, given.pause)
            took: list[Took] = []
            for way, workers in WAYS:
                took.append(_measure(way, workers, ids, top, environ, standin))
                say(_line(took[-1], took[0], given.pause))


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def prefect(top: Path) -> Any:
    """A Prefect server for as long as its ``with`` lasts; gives its address."""
    environ = {**os.environ, "PREFECT_HOME": str(top / "prefect")}
    prepare_prefect(environ, quiet=True)
    return prefect_server(server_environment(environ), top / "prefect", 0)


def surroundings(standin: StandIn, api: str, top: Path, pause: float) -> dict[str, str]:
    """The environment of a run that asks there, so often, at the moment that stands still."""
    environ = os.environ | environment(standin.urls)
    environ |= {
        "PREFECT_API_URL": api,
        "PREFECT_HOME": str(top / "prefect"),
        "PRECITED_SEMANTIC_SCHOLAR_INTERVAL": str(pause),
        "PRECITED_OPENREVIEW_INTERVAL": str(pause),
        "PRECITED_PACE_FOLDER": str(top / "pace"),
        MOMENT: datetime(TODAY.year, TODAY.month, TODAY.day, 6, tzinfo=UTC).isoformat(),
        "DASK_DISTRIBUTED__WORKER__PRELOAD": "tests.benchmarks.backfill_world",
    }
    prepare_prefect(environ, quiet=True)
    return environ


def _measure(
    way: str, workers: int, ids: list[str], top: Path, environ: dict[str, str], standin: StandIn
) -> Took:
    standin.clear()
    command = [sys.executable, "-m", "tests.benchmarks.backfill_child", way, str(workers)]
    child = subprocess.run(
        [*command, str(top / way), *ids],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    told = json.loads(child.stdout.splitlines()[-1])
    pauses = {name: _pauses(standin, name) for name in ("openreview", "semantic_scholar")}
    wrong = differing(top / WAYS[0][0], top / way)
    asked = Counter(_asked(standin))
    return Took(f"{way} {workers}", told["wall"], told["cpu"], asked, pauses, wrong)


def _pauses(standin: StandIn, service: str) -> list[float]:
    """Seconds between requests to a service, logins among them."""
    at = [
        datetime.fromisoformat(entry["time"]).timestamp()
        for entry in standin.journal()
        if entry["path"].startswith(f"/{service}")
    ]
    return [after - before for before, after in pairwise(sorted(at))]


def _line(one: Took, serial: Took, pause: float) -> str:
    again = one.asked.total() - len(one.asked)
    same = "same requests" if one.asked == serial.asked else "OTHER REQUESTS"
    equal = "same bytes" if not one.differing else f"{len(one.differing)} FILES DIFFER"
    return (
        f"{one.way:<10} {one.wall:7.1f} s  {one.cpu:7.1f} s CPU  x {serial.wall / one.wall:.2f}  "
        f"{one.asked.total():,} requests, {again} repeated, {same}, {equal}; {_pace(one, pause)}"
    )


def _pace(one: Took, pause: float) -> str:
    return "; ".join(
        f"{service}: {len(gaps) / sum(gaps):.2f} a second, shortest pause {min(gaps):.3f} s, "
        f"{_short(gaps, pause)} below {0.9 * pause:.3f} s"
        for service, gaps in one.pauses.items()
    )


def _short(gaps: Sequence[float], pause: float) -> int:
    return sum(gap < 0.9 * pause for gap in gaps)


if __name__ == "__main__":
    main()
