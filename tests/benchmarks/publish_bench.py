"""All tables of a made-up venue put into an empty warehouse, each file flushed to disk.

Publishing checks every table against its declaration, encodes it, stages it, writes down what is to
happen and moves it into place, so that a kill or a power cut at any moment leaves all or nothing.
The floor writes the same tables with the same settings straight into their files and flushes them.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from tests.benchmarks import made
from tests.benchmarks.measuring import Place, Row, Taken, alone, ratio, taken
from warehouse import store
from warehouse.store.parquet import ROW_GROUP

TIMES = 3


def rows(place: Place) -> Iterator[Row]:
    """Publishing, size by size."""
    for papers in place.sizes:
        folder = made.tables(place, papers)
        spent = alone(_publish, folder, place.folder / "published")
        floor = alone(_write, folder, place.folder / "written")
        yield Row(
            "publish",
            f"{papers:,} papers: {spent.facts['rows']:,} rows,"
            f" {floor.facts['bytes'] / 1e6:,.1f} MB",
            spent,
            against="floor: pyarrow.parquet.write_table and fsync",
            figure=f"{floor.seconds:.3g} s, {ratio(spent, floor.cpu)}",
        )


def _publish(folder: Path, root: Path) -> Taken:
    tables = made.read(folder)

    def work() -> dict[str, int]:
        shutil.rmtree(root, ignore_errors=True)
        store.publish(root, made.VENUE, tables)
        return {"rows": sum(table.num_rows for table in tables.values())}

    return taken(work, TIMES)


def _write(folder: Path, root: Path) -> Taken:
    tables = made.read(folder)

    def work() -> dict[str, int]:
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        for name, table in tables.items():
            with (root / f"{name}.parquet").open("wb") as file:
                pq.write_table(
                    table, file, compression="zstd", compression_level=3, row_group_size=ROW_GROUP
                )
                file.flush()
                os.fsync(file.fileno())
        return {"bytes": sum(file.stat().st_size for file in root.iterdir())}

    return taken(work, TIMES)
