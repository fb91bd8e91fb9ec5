"""Made-up venues of growing size, from the pages of a first run to tables.

Each paper has four reviews, four authors and 50 citing works in the mean, their number with a long
tail. *Normalise* makes OpenReview's pages papers, authorships and reviews, and Semantic Scholar's
records; the pages are unpacked before, and its floor is their JSON parsed by msgspec and nothing
done with it. *Link* is asked with nothing linked before, among these papers' records alone; its
floor is a join on lower-case titles, which has no scores, abstains from nothing and tells no two
works of one title apart. *Build* is all tables from all pages, as `precited build` makes them, but
for neighbours and map (below) and publishing; its floor is all pages unpacked and parsed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.compute as pc

from flows.build import tables_of
from flows.run import Job, read_history
from tests.benchmarks import made
from tests.benchmarks.measuring import Place, Row, Taken, alone, ratio, taken
from warehouse import layout
from warehouse.evidence import Evidence
from warehouse.linking import OVERRIDES, link
from warehouse.raw import RunPages, StoredPage, run_ids
from warehouse.tables import LINKS

NOW = datetime(2025, 6, 9, tzinfo=UTC)
TITLES = """SELECT count(DISTINCT paper_id) AS linked
FROM papers JOIN records ON lower(papers.title) = lower(records.title)"""


def rows(place: Place) -> Iterator[Row]:
    """Normalise, link and build, size by size."""
    for papers in place.sizes:
        root = made.pages(place, papers)
        parts = place.folder / f"parts-{papers}"
        yield _row("normalise", root, papers, alone(_normalise, root, parts), alone(_parse, root))
        linked, joined = alone(_link, parts), alone(_join, parts)
        yield Row(
            "link",
            f"{papers:,} papers, {linked.facts['records']:,} records",
            linked,
            against="floor: join on titles",
            figure=ratio(linked, joined.cpu),
            note=f"{linked.facts['linked']:,} linked, of {joined.facts['linked']:,} with the"
            " title of some record",
        )
        built = alone(_build, root, place.folder / f"tables-{papers}")
        yield _row("build", root, papers, built, alone(_unpack, root))


def _row(what: str, root: Path, papers: int, spent: Taken, floor: Taken) -> Row:
    return Row(
        what,
        f"{papers:,} papers; {made.size_of_pages(root)}",
        spent,
        against="floor: the pages' JSON",
        figure=ratio(spent, floor.cpu),
        note=str(spent.facts.get("note", "")),
    )


def _run(root: Path) -> Evidence:
    return read_history(Job(made.VENUE, root))[0]


def _normalise(root: Path, parts: Path) -> Taken:
    run = _run(root)
    listing = run.listing
    if listing is None:
        raise AssertionError("the made-up run has listed nothing")

    def work() -> dict[str, Any]:
        found = listing.submissions
        counts = {
            "papers": found.papers,
            "authorships": found.authorships,
            "reviews": found.reviews,
        }
        told = ", ".join(f"{table.num_rows:,} {name}" for name, table in counts.items())
        return {"note": f"{told}, {run.records.num_rows:,} records"}

    spent = taken(work)
    made.keep(parts, {"papers": listing.submissions.papers, "records": run.records})
    return spent


def _unpack(root: Path) -> Taken:
    """All pages unpacked and parsed."""
    return taken(lambda: [page.json() is None for page in _pages(root)])


def _parse(root: Path) -> Taken:
    """The pages parsed that tell of papers and records."""
    pages = [page for page in _pages(root) if not _is_citing(page.params)]
    return taken(lambda: [page.json() is None for page in pages])


def _pages(root: Path) -> Iterator[StoredPage]:
    raw = layout.raw(root)
    for run_id in run_ids(raw, made.VENUE):
        for source in ("openreview", "semantic_scholar"):
            yield from RunPages(raw, made.VENUE, run_id).read(source)


def _is_citing(params: dict[str, Any]) -> bool:
    return "citations." in str(params.get("fields", ""))


def _link(parts: Path) -> Taken:
    tables = made.read(parts)
    papers, records = tables["papers"], tables["records"]

    def work() -> dict[str, Any]:
        links = link(papers, records, LINKS.empty(), OVERRIDES.empty(), NOW).links
        linked = pc.sum(pc.equal(links["status"], "linked")).as_py()
        return {"linked": linked, "records": records.num_rows}

    return taken(work)


def _join(parts: Path) -> Taken:
    tables = made.read(parts)
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return taken(lambda: {"linked": connection.sql(TITLES).fetchall()[0][0]})


def _build(root: Path, folder: Path) -> Taken:
    found = {}

    def work() -> dict[str, Any]:
        found.update(tables_of(Job(made.VENUE, root)))
        return {"note": f"{sum(table.num_rows for table in found.values()):,} rows in all tables"}

    spent = taken(work)
    if not folder.exists():
        made.keep(folder, found)
    return spent
