"""Made-up warehouses that several parts measure on, each made once: pages, tables, published."""

from pathlib import Path

import pyarrow as pa
from pyarrow import feather

from flows.build import tables_of
from flows.run import Job
from tests.benchmarks.measuring import Place, alone
from tests.benchmarks.rebuild_answers import venue_id
from tests.benchmarks.rebuild_pages import write_venue
from warehouse import layout, store

VENUE = venue_id(1)


def pages(place: Place, papers: int) -> Path:
    """A warehouse that has the pages of one first run of a venue of so many papers."""
    root = place.folder / f"pages-{papers}"
    if not root.exists():
        alone(write_venue, root, 1, papers)
    return root


def size_of_pages(root: Path) -> str:
    """How much there is to read."""
    files = list(layout.raw(root).rglob("*.json.zst"))
    return f"{len(files):,} pages, {sum(file.stat().st_size for file in files) / 1e6:,.0f} MB"


def tables(place: Place, papers: int) -> Path:
    """A folder with every table of such a venue, as Arrow files."""
    folder = place.folder / f"tables-{papers}"
    if not folder.exists():
        alone(_build, pages(place, papers), folder)
    return folder


def keep(folder: Path, made: dict[str, pa.Table]) -> None:
    """Leave tables where others read them with :func:`read`."""
    folder.mkdir()
    for name, table in made.items():
        feather.write_feather(table, folder / f"{name}.arrow", compression="uncompressed")


def read(folder: Path) -> dict[str, pa.Table]:
    """Tables that were kept."""
    return {file.stem: feather.read_table(file) for file in sorted(folder.glob("*.arrow"))}


def published(place: Place, papers: int) -> Path:
    """A warehouse in which such a venue is published."""
    root = place.folder / f"published-{papers}"
    if not root.exists():
        alone(_publish, tables(place, papers), root)
    return root


def _build(root: Path, folder: Path) -> None:
    keep(folder, tables_of(Job(VENUE, root)))


def _publish(folder: Path, root: Path) -> None:
    store.publish(root, VENUE, read(folder))
