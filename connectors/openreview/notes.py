"""Lists notes page by page, and does not believe a listing that is short or goes in circles.

openreview-py's own loop has no end when a server ignores the cursor, and takes a page that is
short for the last one. Ids never change, so paging by id is safe while a venue is being edited.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from connectors.errors import SourceChanged
from connectors.page import Fetch, Page, Request

logger = logging.getLogger(__name__)

PAGE_SIZE = 1000

# Of a second listing. What is asked again must be another request, since a run does not repeat
# one that has its page on disk.
SECOND_PAGE_SIZE = 990

# Times that one page is asked for while OpenReview sends one that we had.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class _Listed:
    """A page, read once: its ids in order, how many notes have none, and the count if given."""

    page: Page
    ids: list[str]
    nameless: int
    count: int | None


@dataclass(slots=True)
class _Progress:
    """What a listing has brought so far."""

    expected: int | None = None
    ids: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    repeated: int = 0
    nameless: int = 0

    @property
    def got(self) -> int:
        """Distinct notes; those without an id cannot be told apart and count each."""
        return len(self.ids) + self.nameless

    @property
    def complete(self) -> bool:
        """Whether all notes are there that OpenReview counts."""
        return self.expected is not None and self.got >= self.expected

    def had(self, ids: list[str]) -> bool:
        """Whether a page begins or ends where an earlier one did: the paging goes in circles."""
        return bool(ids) and not self.ends.isdisjoint((ids[0], ids[-1]))

    def take(self, listed: _Listed) -> str | None:
        """Count a page in; the cursor for the next one, None when the listing has ended."""
        ids = listed.ids
        self.nameless += listed.nameless
        if self.expected is None:
            self.expected = listed.count
        if not ids:
            return None
        self.ends.update((ids[0], ids[-1]))
        self.repeated += len(ids) - len(set(ids) - self.ids)
        self.ids.update(ids)
        # A full page is not the last, whatever the count: a note may have come in meanwhile.
        is_full = len(ids) + listed.nameless >= listed.page.request.params["limit"]
        return None if self.complete and not is_full else ids[-1]


def list_notes(fetch: Fetch, api: Literal[1, 2], params: Mapping[str, Any]) -> Iterator[Page]:
    """All pages of the notes that ``params`` select, ordered by id.

    An empty result is one page without notes. A listing that ends before the count OpenReview
    gives is listed once more from the start, so that pages of both come out; ids may repeat.

    Raises:
        SourceChanged: The paging goes in circles, or twice ends early; names the request.
    """
    for size in (PAGE_SIZE, SECOND_PAGE_SIZE):
        progress = _Progress()
        asked = Request("openreview", f"v{api}/notes", {**params, "limit": size, "sort": "id"})
        yield from _pages(fetch, asked, progress)
        if progress.repeated:
            logger.warning("repeated notes endpoint=v%d/notes count=%d", api, progress.repeated)
        if progress.complete or progress.expected is None:
            return
        logger.warning(
            "short listing endpoint=v%d/notes got=%d expected=%d",
            *(api, progress.got, progress.expected),
        )
    raise SourceChanged(
        f"{asked}: OpenReview counts {progress.expected} notes and twice sends {progress.got}: "
        "run again later, and look at the venue if it stays so",
        asked,
    )


def _pages(fetch: Fetch, asked: Request, progress: _Progress) -> Iterator[Page]:
    # API v1 counts always, API v2 when asked.
    counted = {"count": "true"} if asked.endpoint.startswith("v2") else {}
    listed = _listed(fetch(replace(asked, params={**asked.params, **counted})))
    cursor = progress.take(listed)
    yield listed.page
    while cursor is not None:
        after = replace(asked, params={**asked.params, "after": cursor})
        listed = _advance(fetch, after, progress)
        cursor = progress.take(listed)
        yield listed.page


def _advance(fetch: Fetch, after: Request, progress: _Progress) -> _Listed:
    """The page after a cursor, asked again in another size while it is one we had."""
    for fewer in range(ATTEMPTS):
        size = after.params["limit"] - fewer
        listed = _listed(fetch(replace(after, params={**after.params, "limit": size})))
        if not progress.had(listed.ids):
            return listed
        logger.warning("page again endpoint=%s attempt=%d", after.endpoint, fewer + 1)
    raise SourceChanged(
        f"{after}: OpenReview sends a page again that we had: its paging has changed, look at "
        "the answer",
        after,
    )


def _listed(page: Page) -> _Listed:
    body = page.json()
    notes = body.get("notes") if isinstance(body, dict) else None
    if not isinstance(notes, list):
        raise SourceChanged(f"{page.request}: no list of notes: look at the answer", page.request)
    ids = [note["id"] for note in notes if _has_id(note)]
    count = body.get("count")
    return _Listed(page, ids, len(notes) - len(ids), count if isinstance(count, int) else None)


def _has_id(note: Any) -> bool:
    return isinstance(note, dict) and isinstance(note.get("id"), str)
