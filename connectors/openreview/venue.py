"""Venues on OpenReview: the group of one, and its submissions."""

from collections.abc import Iterator

from connectors.errors import Missing
from connectors.openreview.eras import elsewhere
from connectors.openreview.kinds import ContainsVenues, groups
from connectors.openreview.listings import NothingShown, Shown, listings, pages
from connectors.openreview.registry import ALL, below, venue_names
from connectors.page import Fetch, Page, Request

OFFERED = 10
"""Venues that are named where one of many is meant."""

WHOLE: Shown = {"details": "directReplies"}


def venue_group(fetch: Fetch, venue_id: str) -> Page:
    """The group that stands for a venue, as API v2 gives it for the venues of both APIs.

    Raises:
        Missing: OpenReview has no group of that id; :func:`near_venues` knows what it has.
    """
    request = Request("openreview", "v2/groups", {"id": venue_id})
    try:
        page = fetch(request)
    except Missing:
        page = None
    if page is None or not any(group.get("id") == venue_id for group in groups(page)):
        where = elsewhere(venue_id) or "look at its spelling, upper and lower case matter"
        raise Missing(f"OpenReview has no venue {venue_id!r}: {where}", request)
    return page


def submissions(fetch: Fetch, venue_id: str, group: Page) -> Iterator[Page]:
    """All pages of a venue's submissions, in every state that OpenReview shows.

    Each note carries its direct replies, decisions and reviews among them, so that these cost no
    requests of their own.

    Args:
        fetch: Asks one request.
        venue_id: The venue.
        group: What :func:`venue_group` gave for it.

    Raises:
        Missing: The group is no venue, or OpenReview shows none of its submissions; says which
            venues it contains, where it contains some.
        SourceChanged: A listing is short or goes in circles.
    """
    return venue_pages(fetch, venue_id, group, WHOLE)


def venue_pages(fetch: Fetch, venue_id: str, group: Page, shown: Shown) -> Iterator[Page]:
    """The same with what ``shown`` asks of each note.

    Raises:
        Missing: As :func:`submissions`.
        SourceChanged: As :func:`submissions`.
    """
    try:
        yield from pages(fetch, listings(venue_id, group), shown)
    except (ContainsVenues, NothingShown) as nothing:
        raise _explained(fetch, venue_id, group, nothing) from nothing


def size_request(venue_id: str, group: Page) -> Request:
    """A request whose answer says, in ``count``, how many submissions the venue's main list has.

    Args:
        venue_id: The venue.
        group: What :func:`venue_group` gave for it.
    """
    asked = listings(venue_id, group)
    key, value = asked.ways[0][0]
    return Request("openreview", f"v{asked.api}/notes", {key: value, "limit": 1, "count": "true"})


def _explained(fetch: Fetch, venue_id: str, group: Page, nothing: Missing) -> Missing:
    """The error that a person can act on: the venues inside, or why nothing is shown."""
    inside = below(venue_names(fetch(ALL)), venue_id)
    if inside:
        return ContainsVenues(_offer(venue_id, inside), group.request)
    if isinstance(nothing, ContainsVenues):
        return nothing
    where = elsewhere(venue_id) or (
        "they are not public, or not yet; run again when they are, or with an account that may "
        "see them"
    )
    return Missing(f"OpenReview shows no submissions of {venue_id}: {where}", group.request)


def _offer(venue_id: str, inside: list[str]) -> str:
    more = f" and {len(inside) - OFFERED} more" if len(inside) > OFFERED else ""
    return (
        f"{venue_id} on OpenReview is no venue itself, it only contains venues: name one of "
        f"{', '.join(inside[:OFFERED])}{more}"
    )
