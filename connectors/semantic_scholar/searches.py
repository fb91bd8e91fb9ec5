"""Questions to the Graph API, each a series of pages: a venue, titles, one title, counts."""

import logging
from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from connectors.errors import AskForLess, Refused
from connectors.page import Fetch, Page
from connectors.semantic_scholar.bulk_search import everything
from connectors.semantic_scholar.plan import (
    BATCH,
    count_request,
    match_request,
    record_request,
    title_groups,
    title_request,
    venue_request,
)

T = TypeVar("T")

logger = logging.getLogger(__name__)

# Ten pages: below that, following them is cheaper than looking for the phrase that is to blame.
MOST_TITLE_ROWS = 10_000


def search_venue(fetch: Fetch, names: Iterable[str], years: tuple[int, int]) -> Iterator[Page]:
    """All pages of the records of a venue under these names, from the first year to the last.

    Its records often carry the year of the preprint, so ask for the two years before as well.
    """
    return everything(fetch, venue_request(names, years))


def search_titles(fetch: Fetch, titles: Iterable[str]) -> Iterator[Page]:
    """Pages of records that hold one of the titles, or its first eight words.

    Titles too short to be told apart are not asked, nor those that the service refuses or finds
    everywhere: :func:`match_title` is for them.
    """
    for group in title_groups(titles):
        yield from _title_pages(fetch, group)


def match_title(fetch: Fetch, title: str) -> Page:
    """The page with the record nearest to a title, which may be another work's.

    A miss is a page of status 404, or one of status 200 without rows.

    Raises:
        Refused: The title has no letter to search for, so nothing is asked; or the service
            rejects the request.
    """
    request = match_request(title)
    if not request.params["query"]:
        raise Refused(f"the title {title!a} has no words to search for: link it by hand", request)
    return fetch(request)


def counts(
    fetch: Fetch, corpus_ids: Iterable[int], vectors_of: Collection[int] = frozenset()
) -> Iterator[Page]:
    """Pages of records with their counts, each in the order of the ids in its request.

    Each id is asked once, 500 in a request and fewer where that is too much for the service.

    Args:
        fetch: Asks the service.
        corpus_ids: Whose counts.
        vectors_of: Those of them whose SPECTER2 vector is asked for as well. They come first, so
            that a request more is never needed for them.

    Raises:
        AskForLess: A single record is too much.
    """
    ids = sorted(dict.fromkeys(corpus_ids), key=lambda id_: id_ not in vectors_of)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        yield from _count_pages(fetch, batch, vectors=any(id_ in vectors_of for id_ in batch))


def records(fetch: Fetch, ids: Iterable[str]) -> Iterator[Page]:
    """Pages of the records of these ids, of any kind that the service takes, 500 a request."""
    asked = list(dict.fromkeys(ids))
    for start in range(0, len(asked), BATCH):
        yield fetch(record_request(asked[start : start + BATCH]))


def _count_pages(fetch: Fetch, ids: list[int], *, vectors: bool) -> Iterator[Page]:
    try:
        page = fetch(count_request(ids, vectors=vectors))
    except AskForLess:
        if len(ids) == 1:
            raise
        logger.warning("batch halved ids=%d", len(ids))
        for half in _halves(ids):
            yield from _count_pages(fetch, half, vectors=vectors)
    else:
        yield page


def _title_pages(fetch: Fetch, group: list[str]) -> Iterator[Page]:
    pages = everything(fetch, title_request(group))
    try:
        first = next(pages)
    except Refused:
        refused = True
    else:
        refused = (first.json().get("total") or 0) > MOST_TITLE_ROWS
    if not refused:
        yield first
        yield from pages
    elif len(group) > 1:
        for half in _halves(group):
            yield from _title_pages(fetch, half)
    else:
        logger.info("phrase refused or too common words=%d", len(group[0].split()))


def _halves(items: list[T]) -> tuple[list[T], list[T]]:
    middle = len(items) // 2
    return items[:middle], items[middle:]
