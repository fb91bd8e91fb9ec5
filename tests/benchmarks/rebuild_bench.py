"""What rebuilding tables from raw pages costs as a warehouse grows. Not part of the test run.

    python -m tests.benchmarks.rebuild_bench [PAPERS...] [--weeks WEEKS]

Default: 1,000, 10,000 and 60,000 papers, in venues of up to 3,000, with 50 citing works each in
the mean (3,000,000 for 60,000 papers). For each size a process of its own runs what ``precited
build`` runs, with as many processes as there are cores:

- ``from nothing``: no tables, nothing under ``cache/``: the map of every venue is drawn;
- ``from pages``: no tables, but the neighbours and maps that were worked out before, as they are
  kept while no title or abstract changes (the usual case: an upgrade of the code);
- ``nothing new``: a build after that;
- ``one venue``: after a weekly run of one venue has added its pages.

With ``--weeks 52`` also one venue with a year of weekly runs. Peak memory is that of the process
and all its children together, looked at ten times a second (Linux).
"""

import argparse
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

from tests.benchmarks.rebuild_answers import venue_id
from tests.benchmarks.rebuild_pages import write_venue, write_week
from warehouse import layout

SIZES = (1_000, 10_000, 60_000)
A_VENUE = 3_000
PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build took: seconds, and gigabytes at the most."""

    wall: float
    cpu: float
    peak: float

    def __str__(self) -> str:
        return f"wall {self.wall:6.1f} s, CPU {self.cpu:6.1f} s, peak {self.peak:.2f} GB"


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("papers", nargs="*", type=int, default=SIZES)
    parser.add_argument("--weeks", type=int, default=0)
    asked = parser.parse_args()
    for papers in asked.papers:
        with tempfile.TemporaryDirectory(prefix="precited-rebuild-") as folder:
            _measure(Path(folder), papers)
    if asked.weeks:
        with tempfile.TemporaryDirectory(prefix="precited-rebuild-") as folder:
            _year(Path(folder), asked.weeks)


def _measure(root: Path, papers: int) -> None:
    venues = max(1, round(papers / A_VENUE))
    each = papers // venues
    began = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        works = sum(pool.map(partial(write_venue, root, papers=each), range(venues)))
    size = sum(file.stat().st_size for file in layout.raw(root).rglob("*.zst")) / 1e9
    _say(
        f"{venues * each:,} papers in {venues} venue(s), {works:,} citing works, {size:.2f} GB of "
        f"pages, made in {time.perf_counter() - began:.0f} s; load {os.getloadavg()[0]:.1f}"
    )
    _say(f"  from nothing: {_build(root)}")
    first = _contents(root)
    shutil.rmtree(layout.tables(root))
    shutil.rmtree(layout.cache(root) / "built")
    _say(f"  from pages:   {_build(root)}")
    _say(f"                the same bytes: {_contents(root) == first}")
    before = _times(root)
    _say(f"  nothing new:  {_build(root)}; files touched: {_touched(root, before)}")
    write_week(root, 0, each, 1)
    cost = _build(root)
    others = [file for file in _changed(root, before) if venue_id(0).replace("/", "-") not in file]
    _say(
        f"  one venue:    {cost}; files touched: {_touched(root, before)}, of others {len(others)}"
    )


def _year(root: Path, weeks: int) -> None:
    works = write_venue(root, 0, A_VENUE, weeks)
    pages = sum(1 for _ in layout.raw(root).rglob("*.zst"))
    _say(f"a venue of {A_VENUE:,} papers and {works:,} works, {weeks} weekly runs, {pages} pages")
    _say(f"  from nothing: {_build(root)}")
    shutil.rmtree(layout.tables(root))
    shutil.rmtree(layout.cache(root) / "built")
    _say(f"  from pages:   {_build(root)}")


def _build(root: Path) -> Cost:
    """What ``precited build`` costs, in a process of its own with children of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_rebuild, args=(root, theirs))
    began = time.perf_counter()
    process.start()
    peak = _peak_of(process)
    cpu = ours.recv()
    process.join()
    return Cost(time.perf_counter() - began, cpu, peak())


def _rebuild(root: Path, told: multiprocessing.connection.Connection) -> None:
    from flows.builders import rebuild_each
    from warehouse.raw import venue_ids

    failed = [one.failure for one in rebuild_each(root, venue_ids(layout.raw(root))) if one.failure]
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    told.send(sum(one.ru_utime + one.ru_stime for one in used))
    if failed:
        sys.exit("; ".join(failed))


def _peak_of(process: multiprocessing.process.BaseProcess) -> Callable[[], float]:
    """Watches a process; the answer is the most memory that it and its children had together."""
    most = 0.0

    def watch() -> None:
        nonlocal most
        while process.is_alive():
            most = max(most, sum(map(_memory, _family(process.pid or 0))) / 1e9)
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()

    def ended() -> float:
        watcher.join()
        return most

    return ended


def _family(pid: int) -> list[int]:
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in told for one in _family(int(child)))]


def _memory(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _contents(root: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(root)): blake2b(file.read_bytes()).digest()
        for file in layout.tables(root).rglob("*.parquet")
    }


def _times(root: Path) -> dict[str, int]:
    return {str(f): f.stat().st_mtime_ns for f in layout.tables(root).rglob("*.parquet")}


def _changed(root: Path, before: dict[str, int]) -> list[str]:
    return [file for file, at in _times(root).items() if before.get(file) != at]


def _touched(root: Path, before: dict[str, int]) -> int:
    return len(_changed(root, before))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
