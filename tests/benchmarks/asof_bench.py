"""Who was cited by a day, and how often: an interval for each of a hundredth as many papers.

Made-up citing works, a hundred a paper, 5 in 100 of them without a day, in one Parquet file with
every column of ``citations`` and row groups as published. The floor is DuckDB that counts the works
dated by then, paper by paper, in the same file: no intervals, and undated works told as uncited.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.benchmarks.measuring import Place, Row, Taken, alone, ratio, taken
from warehouse.citations.as_of import intervals_as_of
from warehouse.store.parquet import ROW_GROUP
from warehouse.tables import LINKS
from warehouse.tables.citations import CITATIONS

VENUE = "lantern.example/LANTERN/2025/Conference"
WORKS_A_PAPER = 100
DAY = date(2024, 4, 25)
TIMES = 3
COUNTED = """SELECT paper_id, count(*) FROM read_parquet(?) WHERE published_on <= ?
GROUP BY paper_id"""


def rows(place: Place) -> Iterator[Row]:
    """As of a day, size by size."""
    for papers in place.sizes:
        file = place.folder / "works.parquet"
        alone(write, file, papers * WORKS_A_PAPER)
        spent, floor = alone(_intervals, file, papers), alone(_count, file)
        yield Row(
            "as of a day",
            f"{papers:,} papers, {papers * WORKS_A_PAPER:,} citing works,"
            f" {file.stat().st_size / 1e6:,.0f} MB",
            spent,
            against="floor: count in DuckDB",
            figure=ratio(spent, floor.cpu),
        )


def _intervals(file: Path, papers: int) -> Taken:
    links = links_of(papers)

    def work() -> None:
        found = intervals_as_of(file, links, DAY)
        if found.num_rows != papers:
            raise AssertionError(f"{found.num_rows} intervals of {papers} papers")

    return taken(work, TIMES)


def _count(file: Path) -> Taken:
    return taken(lambda: duckdb.execute(COUNTED, [str(file), DAY]).fetch_arrow_table(), TIMES)


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
