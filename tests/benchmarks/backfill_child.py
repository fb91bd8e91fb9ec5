"""One way to run many venues, in a process of its own.

    python -m tests.benchmarks.backfill_child serial|threads|dask WORKERS WAREHOUSE VENUE...

Prefect's server, the services and the moment that stands still come from the environment. The last
line of its output is JSON: the seconds from the first venue's start to the last one's end, those
of computing in all its processes, and how each venue ended.
"""

import json
import os
import resource
import sys
import time
from datetime import datetime
from pathlib import Path

from tests.benchmarks.backfill_world import MOMENT, stand_still


def main(way: str, workers: int, root: Path, venues: list[str]) -> None:
    """Run them and say what it took."""
    stand_still(datetime.fromisoformat(os.environ[MOMENT]))
    began = time.perf_counter()
    ended = _serial(root, venues) if way == "serial" else _many(way, workers, root, venues)
    wall = time.perf_counter() - began
    sys.stdout.write(json.dumps({"wall": wall, "cpu": _cpu(), "ended": ended}) + "\n")


def _serial(root: Path, venues: list[str]) -> dict[str, str]:
    from flows.track import track

    return {venue: f"{track(venue, root).facts['papers']:,} accepted papers" for venue in venues}


def _many(way: str, workers: int, root: Path, venues: list[str]) -> dict[str, str]:
    from flows.backfill import backfill
    from flows.runners import Runner, task_runner

    flow = backfill.with_options(task_runner=task_runner(Runner(way), workers))
    return {end.venue_id: end.words for end in flow(venues, str(root))}


def _cpu() -> float:
    """Of this process and of those it started and waited for, as it does for Dask's."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, whose))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
