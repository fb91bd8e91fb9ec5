"""Listing a venue again: what is new, what changed, what is gone, and only that fetched."""

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.errors import Missing, NotAuthorised, Refused
from connectors.openreview.changes import cheapest, listed_notes, times_of
from connectors.openreview.eras import Api
from connectors.openreview.notes import PAGE_SIZE, list_notes
from connectors.openreview.venue import WHOLE, submissions, venue_pages
from connectors.openreview.verdicts import NotLoggedIn
from connectors.page import Fetch, Page, Request

logger = logging.getLogger(__name__)

BRIEF = {"select": "id,forum,number,tmdate,ddate,content.venueid,content.venue"}

NOT_A_FILTER = {"select", "details", "limit", "sort", "after", "count", "mintmdate"}


def relist(fetch: Fetch, venue_id: str, group: Page) -> Iterator[Page]:
    """The submissions of a venue by id, time of change and status alone: 1,000 a request.

    While decisions are awaited at a venue where ``Era.is_told_by_replies``, only
    :func:`submissions` tells of them.

    Args:
        fetch: Asks one request.
        venue_id: The venue.
        group: What :func:`venue_group` gave for it.

    Raises:
        Missing: As :func:`submissions`.
        SourceChanged: As :func:`submissions`.
    """
    try:
        yield from venue_pages(fetch, venue_id, group, BRIEF)
    except Refused:
        # Undocumented as it is, ``select`` may go; a whole listing tells the same and more.
        yield from submissions(fetch, venue_id, group)


def changed(fetch: Fetch, listed: Sequence[Page], ids: Collection[str]) -> Iterator[Page]:
    """The given submissions whole, with their direct replies, in as few requests as there can be.

    Many are asked for at once, by the listing they were found in and the earliest time of change
    among them; few, and those that are listed no more, one by one. Of those that OpenReview does
    not have or show any more there is no page.

    Args:
        fetch: Asks one request.
        listed: The pages of :func:`relist`.
        ids: Ids of submissions.
    """
    left = dict.fromkeys(ids)
    unclaimed = {*left}
    # Of a note that two listings have, the later and narrower one is asked again.
    for listing in reversed(_listings(listed)):
        wanted = listing.times.keys() & unclaimed
        unclaimed -= wanted
        if (since := cheapest(listing.times, wanted)) is None:
            continue
        for page in _since(fetch, listing, since, len(wanted)):
            for note in listed_notes([page]):
                left.pop(note["id"], None)
            yield page
    for id_ in left:
        yield from _one(fetch, listed, id_)


@dataclass(slots=True)
class _Listing:
    """One listing: its endpoint, its filter, and the time of change of every note in it."""

    endpoint: str
    selected: dict[str, Any]
    times: dict[str, int] = field(default_factory=dict)

    def count_since(self, time: int) -> int:
        """How many of its notes changed at that time or later."""
        return sum(changed_at >= time for changed_at in self.times.values())


def _listings(pages: Iterable[Page]) -> list[_Listing]:
    found: dict[str, _Listing] = {}
    for page in pages:
        asked = page.request
        selected = {key: v for key, v in asked.params.items() if key not in NOT_A_FILTER}
        listing = found.setdefault(str(selected), _Listing(asked.endpoint, selected))
        listing.times.update(times_of(listed_notes([page])))
    return list(found.values())


def _since(fetch: Fetch, listing: _Listing, time: int, wanted: int) -> Iterator[Page]:
    """The notes of a listing that changed at that time or later.

    The filter is OpenReview's own site's for API v2; API v1 may refuse it, or take no notice of it,
    which the count of the first page betrays: then the listing goes on as a whole one, if that
    is worth it.
    """
    api: Api = 1 if listing.endpoint.startswith("v1") else 2
    # A millisecond early, should the server take the time itself for excluded.
    params = {**listing.selected, "mintmdate": time - 1, **WHOLE}
    expected = listing.count_since(time)
    try:
        for page in list_notes(fetch, api, params):
            yield page
            if _is_whole(page, expected, len(listing.times)) and _pages(listing) > wanted:
                logger.warning("mintmdate ignored endpoint=%s", listing.endpoint)
                return
    except Refused:
        logger.warning("mintmdate refused endpoint=%s", listing.endpoint)


def _is_whole(page: Page, expected: int, everything: int) -> bool:
    """Whether a listing was not narrowed: its count is nearer to everything than to expected."""
    count = page.json().get("count")
    return isinstance(count, int) and count - expected > (everything - expected) / 2


def _pages(listing: _Listing) -> int:
    return -(-len(listing.times) // PAGE_SIZE)


def _one(fetch: Fetch, listed: Sequence[Page], id_: str) -> Iterator[Page]:
    """One note by its id; nothing where OpenReview has none, or shows it to nobody."""
    endpoint = listed[0].request.endpoint if listed else "v2/notes"
    try:
        yield fetch(Request("openreview", endpoint, {"id": id_, **WHOLE}))
    except NotLoggedIn:
        raise
    except (Missing, NotAuthorised):
        logger.info("note gone endpoint=%s", endpoint)
