"""A venue out of its group, its notes and its id."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from warehouse.normalise.dates import conference_day
from warehouse.normalise.groups import Group, venue_group
from warehouse.normalise.payloads import listed
from warehouse.raw import StoredPage

KINDS = (
    ("workshop", re.compile(r"workshop", re.I)),
    ("track", re.compile(r"track|^(tinypapers|blogposts|competition|tutorials)$", re.I)),
    ("conference", re.compile(r"conference|symposium", re.I)),
)


def venue_row(venue_id: str, pages: Sequence[StoredPage]) -> dict[str, Any]:
    """A row of ``tables.VENUES``; the two counts are left null for the caller.

    What the venue does not say is taken from its id, as far as the id says it.
    """
    group = venue_group(venue_id, pages)
    header = group.header()
    fetched = [page.fetched_at for page in pages if page.endpoint.endswith("/notes")]
    return {
        "venue_id": venue_id,
        "name": group.long_name or venue_id,
        "short_name": group.short_name,
        "year": year(venue_id),
        "kind": kind(venue_id, group),
        "parent_id": group.parent or venue_id.rpartition("/")[0] or None,
        "api_version": api_version(group, pages),
        "start_on": conference_day(group.start_date() or header.get("date")),
        "location": group.text("location") or header.get("location"),
        "website": group.text("website") or header.get("website"),
        "submission_count": None,
        "accepted_count": None,
        "fetched_at": max(fetched, default=group.seen_at),
    }


def year(venue_id: str) -> int | None:
    """The first component of the id that is a year."""
    years = (int(part) for part in venue_id.split("/") if re.fullmatch(r"(19|20|21)\d\d", part))
    return next((found for found in years if found >= 1950), None)


def kind(venue_id: str, group: Group) -> str | None:
    """conference, track, workshop or journal; None when nothing says it."""
    parts = venue_id.split("/")
    for name, words in KINDS:
        if any(words.search(part) for part in parts[1:]):
            return name
    is_journal = group.text("under_review_venue_id") or (len(parts) == 1 and year(venue_id) is None)
    return "journal" if is_journal else None


def api_version(group: Group, pages: Sequence[StoredPage]) -> int:
    """The API that gave the venue's notes; where none are there, what its group looks like."""
    notes = [p for p in pages if p.endpoint in ("v1/notes", "v2/notes") and p.status == 200]
    is_one = len({page.endpoint for page in notes}) == 1
    given: Counter[int] = Counter()
    for page in notes:
        given[int(page.endpoint[1])] += len(listed(page, "notes") or [])
        if is_one and given.total():
            # No other can have more: the rest need not be read only to be counted.
            break
    by_group = 2 if group.content or not group.web else 1
    return max((1, 2), key=lambda version: (given[version], version == by_group))
