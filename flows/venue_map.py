"""The map of a venue as a file, and the papers related to one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

import warehouse
from flows.failures import Failed
from flows.queue import must_know
from warehouse import disk, store
from warehouse.citations.relations import query
from warehouse.explore.venue_map import map_page, mapped_papers, vosviewer_json
from warehouse.explore.venue_map.page import Facts

Row = Mapping[str, Any]

_RELATED = """
SELECT n.rank, n.similarity, n.basis, n.is_near_duplicate, p.paper_id, p.title, p.tier, p.forum_url
FROM neighbours n JOIN papers p ON p.paper_id = n.neighbour_id
WHERE n.paper_id = $paper ORDER BY n.rank
"""


def write_map(root: Path, venue_id: str, out: Path) -> int:
    """Write the map of a venue; gives how many papers are on it.

    Args:
        root: The warehouse.
        venue_id: OpenReview venue id.
        out: ``.html`` for a page that works by itself, ``.json`` for VOSviewer.

    Raises:
        NoSuchVenue: The warehouse has no such venue.
        Failed: The file's name ends in neither, or no paper of the venue has a place.
    """
    if out.suffix not in {".html", ".json"}:
        raise Failed(f"{out} ends in neither .html nor .json; name the file by what it is to be.")
    must_know(root, venue_id)
    tables = store.read_venue(root, venue_id)
    papers = mapped_papers(tables)
    if not papers:
        msg = (
            f"No paper of {venue_id} has a place on the map; `precited build {venue_id}` draws it."
        )
        raise Failed(msg)
    name = _name(tables)
    if out.suffix == ".json":
        disk.write(out, msgspec.json.encode(vosviewer_json(papers, tables["neighbours"], name)))
    else:
        basis = tables["map_points"]["basis"][0].as_py()
        disk.write(out, map_page(papers, Facts(name, papers[0].as_of, basis)).encode())
    return len(papers)


def related_papers(root: Path, paper: str) -> tuple[Row, list[Row]]:
    """A paper and those related to it, nearest first.

    Args:
        root: The warehouse.
        paper: Its OpenReview id, or the address of its page.

    Raises:
        Failed: No accepted paper has that id, or nothing is related to it.
    """
    paper_id = paper.rpartition("id=")[2].partition("&")[0]
    reader = warehouse.open(root)
    papers = reader.arrow("papers")
    [*own] = papers.filter(pc.equal(papers["paper_id"], paper_id)).to_pylist()
    if not own:
        raise Failed(f"No paper here has the id {paper_id!r}; `precited search` finds papers.")
    near = _near(reader.arrow("neighbours", own[0]["venue_id"]), papers, paper_id)
    if not near:
        venue = own[0]["venue_id"]
        msg = f"Nothing is related to {paper_id}: not accepted, or `precited build {venue}` is due."
        raise Failed(msg)
    return own[0], near


def _near(neighbours: pa.Table, papers: pa.Table, paper_id: str) -> list[Row]:
    rows: list[Row] = query(
        _RELATED, {"neighbours": neighbours, "papers": papers}, {"paper": paper_id}
    ).to_pylist()
    return rows


def _name(tables: Mapping[str, pa.Table]) -> str:
    row = tables["venues"].to_pylist()[0]
    return str(row["short_name"] or row["name"])
