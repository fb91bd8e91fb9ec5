"""The listings that hold a venue's submissions, asked in the way its era keeps them."""

import logging
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from connectors.errors import Missing, Refused
from connectors.openreview.eras import EVERY, Api, Way, era
from connectors.openreview.kinds import group_of, setting, venue_api
from connectors.openreview.notes import list_notes
from connectors.page import Fetch, Page

logger = logging.getLogger(__name__)

Shown = Mapping[str, str]
"""What is asked of each note: ``details`` or ``select``."""


class NothingShown(Missing):
    """OpenReview shows no submissions of a venue."""


Answer = Literal["notes", "nothing", "crowd"]


@dataclass(frozen=True, slots=True)
class Listings:
    """A venue's ways, with its names filled in.

    Attributes:
        api: The API that holds its notes.
        ways: As in its era.
        mixed: The filters under which replies may lie beside the submissions.
    """

    api: Api
    ways: tuple[Way, ...]
    mixed: frozenset[str]


def listings(venue_id: str, group: Page) -> Listings:
    """The ways to list a venue's submissions.

    Raises:
        Missing: The group is no venue.
    """
    api = venue_api(venue_id, group)
    names = {
        "venue": venue_id,
        "submission_id": setting(group_of(venue_id, group), "submission_id"),
    }
    ways = tuple(
        tuple((key, value.format_map(names)) for key, value in way)
        for way in era(venue_id, api).ways
    )
    return Listings(api, ways, frozenset({EVERY[1].format_map(names)}))


def pages(fetch: Fetch, asked: Listings, shown: Shown) -> Iterator[Page]:
    """All pages of the first way that has notes.

    Where replies crowd a listing of every form, and would cost pages of their own, the forms are
    listed one by one.

    Raises:
        NothingShown: No way has notes.
        Refused: OpenReview takes the last way no more.
        SourceChanged: A listing is short or goes in circles.
    """
    crowded: Way = ()
    for way in asked.ways:
        answer = yield from _try(fetch, asked, way, shown)
        if answer == "notes":
            return
        if answer == "crowd":
            crowded = way
    if not crowded:
        raise NothingShown("OpenReview shows no submissions: look at the venue")
    for selected in crowded:
        yield from list_notes(fetch, asked.api, {selected[0]: selected[1], **shown})


def _try(fetch: Fetch, asked: Listings, way: Way, shown: Shown) -> Generator[Page, None, Answer]:
    (key, value), *rest = way
    found = False
    try:
        for page in list_notes(fetch, asked.api, {key: value, **shown}):
            yield page
            found = found or bool(page.json()["notes"])
            if value in asked.mixed and way is not asked.ways[-1] and _crowded(page):
                return "crowd"
    except Refused:
        if way is asked.ways[-1]:
            raise
        logger.warning("way refused endpoint=v%d/notes filter=%s", asked.api, key)
        return "nothing"
    if not found:
        return "nothing"
    for key, value in rest:
        yield from list_notes(fetch, asked.api, {key: value, **shown})
    return "notes"


def _crowded(page: Page) -> bool:
    """Whether the page has replies and is not the only one."""
    body: Any = page.json()
    notes = [note for note in body["notes"] if isinstance(note, dict)]
    more = "after" not in page.request.params and body.get("count", 0) > len(body["notes"])
    return more and any(note.get("id") != note.get("forum") for note in notes)
