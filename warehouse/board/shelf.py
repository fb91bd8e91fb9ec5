"""The tables of a venue, kept in memory for as long as their files stay as they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from warehouse import layout
from warehouse.board.citing import citing_by
from warehouse.board.evidence import evidence
from warehouse.board.orders import diverse_places, related_places, topics_of
from warehouse.board.queue import Columns, latest_day, queue
from warehouse.board.runs_of_rows import ByPaper
from warehouse.board.trends import trends
from warehouse.citations.relations import query
from warehouse.errors import NoSuchVenue
from warehouse.store import read_table
from warehouse.tables import BY_NAME

READ = ("venues", "papers", "authorships", "links", "citation_counts", "citations", "flags")
OPTIONAL = ("neighbours",)
"""Tables that the board shows where they are published."""


@dataclass(frozen=True, slots=True)
class Venue:
    """One venue, ready to be asked.

    Attributes:
        venue_id: OpenReview venue id.
        version: Changes when any of its tables does.
        as_of: The day of its flags; None where nothing is flagged.
        places: The papers in the queue, by id, each with its place in the fair order.
        queue_json: What the page reads of the queue, encoded once.
        papers: The rows of ``papers`` that are in the queue.
        neighbours: The table of that name, where it is declared.
    """

    venue_id: str
    version: str
    as_of: date | None
    places: Mapping[str, int]
    queue_json: bytes
    _rows: Mapping[str, ByPaper]
    papers: pa.Table
    neighbours: pa.Table | None

    def evidence(self, paper_id: str) -> dict[str, Any] | None:
        """What speaks for or against a paper; None where it is not in the queue."""
        papers, flags = self._rows["papers"].rows(paper_id), self._rows["flags"].rows(paper_id)
        if not papers or not flags:
            return None
        links = self._rows["links"].rows(paper_id)
        others = (self._rows[name].rows(paper_id) for name in ("authorships", "citing", "counts"))
        return evidence(papers[0], flags[-1], links[0] if links else None, *others)


class Shelf:
    """The venues of a warehouse; safe for threads."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._venues: dict[str, Venue] = {}
        self._orders: dict[str, tuple[str, bytes]] = {}
        self._lock = Lock()
        self._orders_lock = Lock()

    def known(self) -> dict[str, str]:
        """The venues that are published: what people call each, by id, in order of their ids."""
        rows = read_table(self._root, "venues").select(["venue_id", "short_name"]).to_pylist()
        names = {row["venue_id"]: row["short_name"] or row["venue_id"] for row in rows}
        times = Counter(names.values())
        return {v: name if times[name] == 1 else v for v, name in sorted(names.items())}

    def venue(self, venue_id: str) -> Venue:
        """A venue as its files are now.

        Raises:
            NoSuchVenue: Nothing of that name is published.
        """
        with self._lock:
            version = self.version(venue_id)
            kept = self._venues.get(venue_id)
            if kept is None or kept.version != version:
                kept = load(self._root, venue_id, version)
                self._venues[venue_id] = kept
            return kept

    def orders_json(self, venue_id: str) -> bytes:
        """How the papers of a venue relate, encoded: ``diverse`` and ``related``.

        It takes seconds where the queue takes a moment, so the page asks for it by itself.

        Raises:
            NoSuchVenue: Nothing of that name is published.
        """
        venue = self.venue(venue_id)
        with self._orders_lock:
            version, found = self._orders.get(venue_id, ("", b""))
            if version != venue.version:
                found = msgspec.json.encode(_orders(venue))
                self._orders[venue_id] = (venue.version, found)
            return found

    def version(self, venue_id: str) -> str:
        """A word for the state of a venue's files.

        Raises:
            NoSuchVenue: Nothing of that name is published.
        """
        files = [layout.table_file(self._root, name, venue_id) for name in _tables()]
        if not files[0].exists():
            msg = f"There is no {venue_id} in {self._root}; `precited run {venue_id}` pulls it."
            raise NoSuchVenue(msg)
        return _state(files)


def load(root: Path, venue_id: str, version: str) -> Venue:
    """A venue from its files.

    Raises:
        CorruptTable: A file is damaged.
    """
    tables = {name: read_table(root, name, venue_id) for name in _tables()}
    day = latest_day(tables["flags"])
    as_of = day or date.max
    flags = tables["flags"].filter(pc.equal(tables["flags"]["as_of"], as_of))
    papers = query(_FLAGGED, {"papers": tables["papers"], "flags": flags})
    columns = _columns(tables | {"papers": papers, "flags": flags}, as_of)
    about = {"venue_id": venue_id, "version": version, "as_of": day, **_about(tables["venues"])}
    return Venue(
        venue_id,
        version,
        day,
        {paper: place for place, paper in enumerate(columns["id"], 1)},
        msgspec.json.encode(about | {"columns": columns}),
        _rows(tables | {"papers": papers, "flags": flags}, as_of),
        papers,
        tables.get("neighbours"),
    )


_FLAGGED = "SELECT papers.* FROM papers SEMI JOIN flags USING (paper_id) ORDER BY paper_id"


def _orders(venue: Venue) -> dict[str, Any]:
    ids = list(venue.places)
    return {
        "version": venue.version,
        "diverse": diverse_places(venue.papers, ids),
        "related": related_places(venue.papers, ids, venue.neighbours),
    }


def _columns(tables: Mapping[str, pa.Table], as_of: date) -> Columns:
    """The queue with what the list shows and orders by beside the flags."""
    columns = queue(tables["flags"], tables["papers"], as_of)
    ids = columns["id"]
    curves = trends(tables["citation_counts"], tables["citations"], as_of)
    topics = topics_of(tables["papers"])
    return columns | {
        "trend": [curves.get(paper) for paper in ids],
        "topic": [topics.get(paper) for paper in ids],
    }


def _rows(tables: Mapping[str, pa.Table], as_of: date) -> dict[str, ByPaper]:
    rows = {name: tables[name] for name in ("papers", "flags", "links", "authorships")}
    rows |= {"counts": tables["citation_counts"], "citing": citing_by(tables["citations"], as_of)}
    return {name: ByPaper(table) for name, table in rows.items()}


def _about(venues: pa.Table) -> dict[str, Any]:
    rows = venues.select(["name", "short_name", "start_on"]).to_pylist()
    return rows[0] if rows else {"name": None, "short_name": None, "start_on": None}


def _tables() -> list[str]:
    return [*READ, *(name for name in OPTIONAL if name in BY_NAME)]


def _state(files: Sequence[Path]) -> str:
    """A word for when the files last changed; a file that is not there is a state, too."""
    digest = blake2b(digest_size=8)
    for file in files:
        try:
            stat = file.stat()
            digest.update(f"{stat.st_mtime_ns} {stat.st_size} {stat.st_ino};".encode())
        except FileNotFoundError:
            digest.update(b"absent;")
    return digest.hexdigest()
