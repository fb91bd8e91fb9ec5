"""Lists notes page by page, and does not believe a listing that is short or goes in circles.

openreview-py's own loop has no end when a server ignores the cursor, and takes a page that is
short for the last one. Ids never change, so paging by id is safe while a venue is being edited.
"""

import logging
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from connectors.errors import SourceChanged
from connectors.page import Fetch, Page, Request

logger = logging.getLogger(__name__)

PAGE_SIZE = 1000

# A second listing must be other requests: a run does not repeat one that has its page on disk.
SECOND_PAGE_SIZE = 999


@dataclass(slots=True)
class _Progress:
    """What a listing has brought so far."""

    expected: int | None = None
    ids: set[str] = field(default_factory=set)
    cursors: set[str] = field(default_factory=set)
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

    def take(self, page: Page) -> str | None:
        """Count a page in; the cursor for the next one, None when the listing has ended."""
        notes, count = _listing(page)
        ids = [note["id"] for note in notes if _has_id(note)]
        self.nameless += len(notes) - len(ids)
        if self.expected is None:
            self.expected = count
        if not ids:
            return None
        if self.cursors.intersection((ids[0], ids[-1])):
            raise SourceChanged(
                f"{page.request}: OpenReview sends a page again that we had: its paging has "
                "changed, look at the answer",
                page.request,
            )
        self.cursors.update((ids[0], ids[-1]))
        self.repeated += len(ids) - len(set(ids) - self.ids)
        self.ids.update(ids)
        return None if self.complete else ids[-1]


def list_notes(fetch: Fetch, api: Literal[1, 2], params: Mapping[str, Any]) -> Iterator[Page]:
    """All pages of the notes that ``params`` select, ordered by id.

    An empty result is one page without notes. A listing that ends before the count OpenReview
    gives is listed once more from the start, so that pages of both come out; ids may repeat.

    Raises:
        SourceChanged: The paging goes in circles, or twice ends early; names the request.
    """
    for size in (PAGE_SIZE, SECOND_PAGE_SIZE):
        progress = _Progress()
        page = yield from _pages(fetch, api, {**params, "limit": size, "sort": "id"}, progress)
        if progress.repeated:
            logger.warning("repeated notes endpoint=v%d/notes count=%d", api, progress.repeated)
        if progress.complete or progress.expected is None:
            return
        logger.warning(
            "short listing endpoint=v%d/notes got=%d expected=%d",
            *(api, progress.got, progress.expected),
        )
    raise SourceChanged(
        f"{page.request}: OpenReview counts {progress.expected} notes and twice sends "
        f"{progress.got}: run again later, and look at the venue if it stays so",
        page.request,
    )


def _pages(
    fetch: Fetch, api: Literal[1, 2], params: dict[str, Any], progress: _Progress
) -> Generator[Page, None, Page]:
    # API v1 counts always, API v2 when asked.
    first = {**params, "count": "true"} if api == 2 else params
    page = fetch(Request("openreview", f"v{api}/notes", first))
    cursor = progress.take(page)
    yield page
    while cursor is not None:
        page = fetch(Request("openreview", f"v{api}/notes", {**params, "after": cursor}))
        cursor = progress.take(page)
        yield page
    return page


def _listing(page: Page) -> tuple[list[Any], int | None]:
    body = page.json()
    notes = body.get("notes") if isinstance(body, dict) else None
    if not isinstance(notes, list):
        raise SourceChanged(f"{page.request}: no list of notes: look at the answer", page.request)
    count = body.get("count")
    return notes, count if isinstance(count, int) else None


def _has_id(note: Any) -> bool:
    return isinstance(note, dict) and isinstance(note.get("id"), str)
