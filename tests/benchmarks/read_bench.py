"""What an analyst waits for: a published made-up venue, opened and read by each door.

The same question everywhere: papers with their flags, and how many there are of each tier and
answer. The floor is `pandas.read_parquet` of those two files and a merge. `warehouse.open` has to
find the tables, open views over all of them and lock DuckDB to reading, which costs the same
however many papers there are. `flagged_papers` is a view that also says the reasons in words.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

import warehouse
from tests.benchmarks import made
from tests.benchmarks.measuring import Place, Row, Taken, alone, ratio, taken
from warehouse import layout

TIMES = 5
QUESTION = """SELECT tier, cited, count(*) AS papers FROM {papers} JOIN {flags} USING (paper_id)
GROUP BY ALL ORDER BY ALL"""


def rows(place: Place) -> Iterator[Row]:
    """Each door, size by size."""
    for papers in place.sizes:
        root = made.published(place, papers)
        floor = alone(_measure, "pandas", root)
        for name, what in DOORS.items():
            spent = floor if name == "pandas" else alone(_measure, name, root)
            yield Row(
                what,
                f"{papers:,} papers",
                spent,
                against="is the floor" if name == "pandas" else "floor: pandas",
                figure="" if name == "pandas" else ratio(spent, floor.cpu),
            )


DOORS = {
    "pandas": "plain pandas.read_parquet",
    "polars": "plain polars.read_parquet",
    "duckdb": "plain DuckDB over the files",
    "open": "warehouse.open, the same in SQL",
    "frame": "warehouse.open, pandas('flagged_papers')",
}


def _measure(name: str, root: Path) -> Taken:
    return taken(READERS[name](root), TIMES)


def _files(root: Path) -> tuple[str, str]:
    papers, flags = (layout.table_file(root, name, made.VENUE) for name in ("papers", "flags"))
    return str(papers), str(flags)


def _pandas(root: Path) -> Callable[[], object]:
    papers, flags = _files(root)
    return lambda: (
        pd.read_parquet(papers, partitioning=None)
        .merge(pd.read_parquet(flags, partitioning=None), on="paper_id")
        .groupby(["tier", "cited"], dropna=False)
        .size()
    )


def _polars(root: Path) -> Callable[[], object]:
    papers, flags = _files(root)
    return lambda: (
        pl.read_parquet(papers, hive_partitioning=False)
        .join(pl.read_parquet(flags, hive_partitioning=False), on="paper_id")
        .group_by("tier", "cited")
        .len()
    )


def _duckdb(root: Path) -> Callable[[], object]:
    papers, flags = (f"read_parquet('{file}')" for file in _files(root))
    return lambda: duckdb.sql(QUESTION.format(papers=papers, flags=flags)).fetchall()


def _open(root: Path) -> Callable[[], object]:
    question = QUESTION.format(papers="papers", flags="flags")
    return lambda: warehouse.open(root).arrow(question)


def _frame(root: Path) -> Callable[[], object]:
    return lambda: warehouse.open(root).pandas("flagged_papers")


READERS: dict[str, Callable[[Path], Callable[[], object]]] = {
    "pandas": _pandas,
    "polars": _polars,
    "duckdb": _duckdb,
    "open": _open,
    "frame": _frame,
}
