"""The ranked queue of a venue: flags with the titles they belong to."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from flows.build import tables_of
from flows.run import Job
from warehouse.citations.relations import query
from warehouse.errors import NoSuchVenue
from warehouse.store import known_venues, read_table

Row = Mapping[str, Any]

_QUEUE = """
SELECT flags.*, title, tier, authors, tldr, forum_url, code_url
FROM flags JOIN papers USING (paper_id)
ORDER BY rank NULLS LAST, paper_id
"""


def queue(root: Path, venue_id: str, as_of: date | None = None) -> list[Row]:
    """A venue's flags with what a reader needs beside them, best rank first, unknown ones last.

    Args:
        root: The warehouse.
        venue_id: OpenReview venue id.
        as_of: The day to speak of; None for the day of the published flags.

    Raises:
        NoSuchVenue: The warehouse has no such venue.
    """
    must_know(root, venue_id)
    if as_of is None:
        flags = read_table(root, "flags", venue_id)
    else:
        flags = tables_of(Job(venue_id, root, as_of))["flags"]
    tables = {"flags": flags, "papers": read_table(root, "papers", venue_id)}
    rows: list[Row] = query(_QUEUE, tables).to_pylist()
    return rows


def must_know(root: Path, venue_id: str) -> None:
    """Nothing, for a venue whose tables are published.

    Raises:
        NoSuchVenue: The warehouse has no such venue; the message names those it has.
    """
    known = known_venues(root)
    if venue_id not in known:
        has = f"it has {', '.join(known)}" if known else "it has none yet"
        msg = f"There is no {venue_id} in {root}: {has}; `precited run {venue_id}` pulls it."
        raise NoSuchVenue(msg)


def as_json(rows: Sequence[Row]) -> str:
    """Rows as a JSON array; dates as ISO text."""
    return msgspec.json.format(msgspec.json.encode(rows), indent=2).decode()
