"""One bulk run without Prefect, its files read in threads; to be measured, and to be killed.

    python -m tests.benchmarks.bulk_child WAREHOUSE VENUE THREADS

Prints how long each stage took, and at the end its peak memory and what it read, as JSON.
"""

import resource
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from connectors.semantic_scholar_bulk import Link
from flows import bulk_steps, steps
from flows.bulk_clients import connect_datasets, connect_here
from flows.bulk_reading import Reading, Sifting
from flows.bulk_run import BulkJob
from flows.clients import connect
from flows.run import begin
from flows.settings import load_settings
from flows.stages import Stages
from tests.benchmarks.bulk_release import DAY


def main(root: Path, venue: str, threads: int) -> dict[str, Any]:
    """Read the release and build the tables; what it took."""
    settings = load_settings()
    run = begin(BulkJob(venue, root, release=DAY), connect(settings), Stages(), datetime.now(UTC))
    now = partial(datetime.now, UTC)
    datasets = connect_datasets(settings, run.clients.log)
    reading = Reading(DAY, datasets, connect_here, partial(in_threads, threads), run.stages, now)
    lines: dict[str, int] = {}
    bulk_steps.build_upon(reading, [run], whole=True)
    for step in (bulk_steps.read_papers, bulk_steps.read_citations, bulk_steps.read_citing):
        before = reading.lines
        step(reading, [run])
        lines[run.stages.timings[-1].title] = reading.lines - before
    tables = steps.build_tables(run)
    steps.publish_tables(run, tables)
    return {
        "lines": lines,
        "seconds": {timing.title: timing.seconds for timing in run.stages.timings},
        "cpu_seconds": {timing.title: timing.cpu_seconds for timing in run.stages.timings},
        "bytes": reading.size,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "linked": sum(status == "linked" for status in tables["links"]["status"].to_pylist()),
        "citations": tables["citations"].num_rows,
    }


def in_threads(count: int, sifting: Sifting, links: Sequence[Link]) -> Iterator[Any]:
    """The files, so many at a time."""
    with ThreadPoolExecutor(count) as pool:
        futures = {pool.submit(sifting, link): link for link in links}
        for future in as_completed(futures):
            yield futures[future], future.result()


if __name__ == "__main__":
    began = time.perf_counter()
    told = main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    told["all_seconds"] = time.perf_counter() - began
    sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
