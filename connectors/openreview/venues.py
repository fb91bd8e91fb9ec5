"""Venues on OpenReview: what a group stands for, and the submissions of a venue."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from rapidfuzz import fuzz, process, utils

from connectors.errors import Missing, SourceChanged
from connectors.openreview.eras import Filter, era
from connectors.openreview.notes import list_notes
from connectors.page import Fetch, Page, Request

Json = dict[str, Any]


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
    if page is None or not any(group.get("id") == venue_id for group in _groups(page)):
        raise Missing(
            f"OpenReview has no venue {venue_id!r}: look at its spelling, upper and lower case "
            "matter",
            request,
        )
    return page


def venue_api(venue_id: str, group: Page) -> Literal[1, 2]:
    """The API that holds a venue's notes, read from its group.

    A venue of API v2 is its own domain and names its submission invitation; one of API v1 has no
    domain. A group under the domain of OpenReview itself only contains venues.

    Raises:
        Missing: The group is no venue; says what it is.
    """
    found = next((g for g in _groups(group) if g.get("id") == venue_id), {})
    domain = found.get("domain")
    if domain is None:
        return 1
    if domain == venue_id and _submission_id(found):
        return 2
    what = (
        "only contains venues: name one of them"
        if domain in {"OpenReview.net", venue_id}
        else f"belongs to the venue {domain}: name that one"
    )
    raise Missing(f"{venue_id} on OpenReview is no venue itself, it {what}", group.request)


def submissions(fetch: Fetch, venue_id: str, group: Page) -> Iterator[Page]:
    """All pages of a venue's submissions, in every state that OpenReview shows.

    Each note carries its direct replies, decisions and reviews among them, so that these cost no
    requests of their own.

    Args:
        fetch: Asks one request.
        venue_id: The venue.
        group: What :func:`venue_group` gave for it.

    Raises:
        Missing: The group is no venue, or OpenReview shows none of its submissions.
        SourceChanged: A listing is short or goes in circles.
    """
    api = venue_api(venue_id, group)
    names = {"venue": venue_id, "submission_id": _named(venue_id, group)}
    row = era(venue_id, api)
    found = False
    for selected in row.submissions:
        for page in _listing(fetch, api, selected, names):
            found = found or bool(page.json()["notes"])
            yield page
        if found:
            break
    if not found:
        raise Missing(
            f"OpenReview shows no submissions of {venue_id}: they are not public, or not yet; "
            "run again when they are, or with an account that may see them",
            group.request,
        )
    for selected in row.others:
        yield from _listing(fetch, api, selected, names)


def size_request(venue_id: str, group: Page) -> Request:
    """A request whose answer says, in ``count``, how many submissions the venue's main list has.

    Args:
        venue_id: The venue.
        group: What :func:`venue_group` gave for it.
    """
    api = venue_api(venue_id, group)
    key, value = era(venue_id, api).submissions[0]
    names = {"venue": venue_id, "submission_id": _named(venue_id, group)}
    params = {key: value.format_map(names), "limit": 1, "count": "true"}
    return Request("openreview", f"v{api}/notes", params)


def near_venues(fetch: Fetch, venue_id: str, limit: int = 5) -> list[str]:
    """The ids on OpenReview that look most like ``venue_id``, the nearest first."""
    page = fetch(Request("openreview", "v2/groups", {"id": "venues"}))
    # Of many equally near ids, such as the workshops of a year, the shortest is meant.
    members: list[str] = sorted(_members(page), key=lambda member: (len(member), member))
    ranked = process.extract(
        venue_id,
        members,
        scorer=fuzz.token_set_ratio,
        processor=_loosely,
        limit=limit,
    )
    return [member for member, _, _ in ranked]


def _loosely(venue_id: str) -> str:
    """An id as people recall it: ``iclr2022`` has the words of ICLR.cc/2022/Conference."""
    return utils.default_process(re.sub(r"(?<=[A-Za-z])(?=[0-9])", " ", venue_id))


def _listing(fetch: Fetch, api: Literal[1, 2], selected: Filter, names: Json) -> Iterator[Page]:
    key, value = selected
    params = {key: value.format_map(names), "details": "directReplies"}
    return list_notes(fetch, api, params)


def _named(venue_id: str, group: Page) -> str:
    return next((_submission_id(g) for g in _groups(group) if g.get("id") == venue_id), "")


def _submission_id(group: Json) -> str:
    content = group.get("content")
    field = content.get("submission_id") if isinstance(content, dict) else None
    value = field.get("value") if isinstance(field, dict) else None
    return value if isinstance(value, str) else ""


def _members(page: Page) -> set[str]:
    members = [member for group in _groups(page) for member in group.get("members") or ()]
    return {member for member in members if isinstance(member, str)}


def _groups(page: Page) -> list[Json]:
    body = page.json()
    groups = body.get("groups") if isinstance(body, dict) else None
    if not isinstance(groups, list):
        raise SourceChanged(f"{page.request}: no list of groups: look at the answer", page.request)
    return [group for group in groups if isinstance(group, dict)]
