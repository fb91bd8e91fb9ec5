"""How long it takes to tell who was cited by a day, and how much memory. Not part of the test run.

    python tests/benchmarks/asof_bench.py [WORKS...]

Default: one million and ten million citing works, made up, of one paper in a hundred citations:
from one Parquet file with every column of ``citations``, and from an Arrow table with the columns
that the question needs. Each measurement has a process of its own, whose peak memory is given.
"""

import logging
import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.citations.as_of import COLUMNS, intervals_as_of
from warehouse.store.parquet import ROW_GROUP
from warehouse.tables import LINKS
from warehouse.tables.citations import CITATIONS

logger = logging.getLogger("asof_bench")

VENUE = "lantern.example/LANTERN/2025/Conference"
WORKS_A_PAPER = 100
LIMITS = {1_000_000: 1.0, 10_000_000: 6.0}
MOST_MEMORY = 2.0


def main(*sizes: int) -> None:
    """Measure each size from Parquet and from Arrow."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            file = Path(folder) / f"{size}.parquet"
            write(file, size)
            logger.info("%d citing works, %.2f GB of Parquet", size, file.stat().st_size / 1e9)
            for kind in ("parquet", "arrow"):
                seconds, cpu, gigabytes = _alone(kind, file, size)
                verdict = seconds < LIMITS.get(size, np.inf) and gigabytes < MOST_MEMORY
                logger.info(
                    "%-8s %6.2f s, CPU %6.2f s (best of 3), peak %.2f GB: %s",
                    *(kind, seconds, cpu, gigabytes, "within" if verdict else "TOO MUCH"),
                )


def write(file: Path, size: int) -> None:
    """A made-up table of citations, in row groups like those that are published."""
    with pq.ParquetWriter(file, CITATIONS.schema, compression="zstd") as writer:
        for start in range(0, size, ROW_GROUP):
            writer.write_table(_works(start, min(ROW_GROUP, size - start)))


def _works(start: int, size: int) -> pa.Table:
    dice = np.random.default_rng(start)
    index = np.arange(start, start + size)
    day = dice.integers(18_628, 20_454, size)  # 2021 to 2025
    precision = dice.choice(3, size, p=[0.95, 0.04, 0.01])
    ids = [f"{number * 2_654_435_761 % 2**64:040x}" for number in index.tolist()]
    lone = dice.random(size) < 0.02
    made = {
        "paper_id": pa.array([f"paper{number:06}" for number in index // WORKS_A_PAPER]),
        "venue_id": pa.repeat(VENUE, size),
        "citing_id": pa.array(ids),
        "citing_corpus_id": pa.array(index),
        "title": pa.array([f"On the Lamps of {id_[-12:]} and their Keepers" for id_ in ids]),
        "authors": pa.array([[f"Ada {id_[-6:]}", f"Bo {id_[-9:-4]}"] for id_ in ids]),
        "venue": pa.array(np.array(["arXiv.org", "LANTERN", "Dusk"])[dice.integers(0, 3, size)]),
        "year": pa.array(1970 + day // 365.25, pa.float64()).cast(pa.int32(), safe=False),
        "published_on": pa.array(day.astype(np.int32), mask=precision > 0).cast(pa.date32()),
        "date_precision": pa.array(np.array(["day", "year", "none"])[precision]),
        "is_self_citation": pa.array(dice.random(size) < 0.1, mask=lone),
        "is_influential": pa.nulls(size, pa.bool_()),
        "intents": pa.nulls(size, pa.list_(pa.string())),
        "first_seen_at": pa.repeat(datetime(2025, 7, 1, tzinfo=UTC), size),
    }
    made["citing_venue"] = made["venue"]
    return pa.table(made).select(CITATIONS.schema.names).cast(CITATIONS.schema)


def links_of(papers: int) -> pa.Table:
    """Links of that many papers."""
    names = {
        "paper_id": pa.array([f"paper{number:06}" for number in range(papers)]),
        "status": pa.repeat("linked", papers),
    }
    return pa.table(
        [names.get(f.name, pa.nulls(papers, f.type)) for f in LINKS.schema], LINKS.schema.names
    )


def _alone(kind: str, file: Path, size: int) -> tuple[float, float, float]:
    """Seconds, CPU seconds and gigabytes of one measurement in a new process."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measure, (kind, file, size))


def _measure(kind: str, file: Path, size: int) -> tuple[float, float, float]:
    links = links_of(-(-size // WORKS_A_PAPER))
    source = file if kind == "parquet" else pq.read_table(file, columns=list(COLUMNS))
    clock, cpu = [], []
    for _ in range(3):
        begun = time.perf_counter(), time.process_time()
        found = intervals_as_of(source, links, date(2024, 4, 25))
        clock.append(time.perf_counter() - begun[0])
        cpu.append(time.process_time() - begun[1])
    if found.num_rows != links.num_rows:
        raise AssertionError(f"{found.num_rows} intervals of {links.num_rows} papers")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return min(clock), min(cpu), peak


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main(*(map(int, sys.argv[1:]) if sys.argv[1:] else LIMITS))
