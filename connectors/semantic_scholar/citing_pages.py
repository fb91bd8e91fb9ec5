"""Follows one paper's list of citing works, newest first, page by page."""

import logging
from collections.abc import Generator, Iterator

from connectors.errors import AskForLess, SourceChanged
from connectors.page import Fetch, Page
from connectors.semantic_scholar.citing_lists import Listing, Work, work
from connectors.semantic_scholar.citing_plan import REACH, page_request

logger = logging.getLogger(__name__)

# Times that one page is asked for while it is empty or says that the next one is itself.
ATTEMPTS = 3


def follow(fetch: Fetch, listing: Listing) -> Iterator[Page]:
    """The pages of a list to its end, to known works, or as far as the service lets us reach.

    Raises:
        SourceChanged: The paging goes in circles.
        AskForLess: A single work is too much.
    """
    offset: int | None = 0
    while offset is not None:
        if offset >= REACH:
            listing.is_cut = True
            return
        offset = yield from _turn(fetch, listing, offset)


def _turn(fetch: Fetch, listing: Listing, offset: int) -> Generator[Page, None, int | None]:
    """The page at an offset, asked again in another size while it leads nowhere; the next one."""
    for fewer in range(ATTEMPTS):
        page = _fetch(fetch, listing, offset, fewer)
        works, following = _read(page)
        listing.take(works)
        yield page
        if following is None or listing.is_settled:
            return None
        # A page that is empty in the middle of a list may have its works when asked again.
        if following > offset and (works or fewer == ATTEMPTS - 1):
            return None if _is_idle(listing, page, works) else following
        logger.warning("page again endpoint=%s attempt=%d", page.request.endpoint, fewer + 1)
    raise SourceChanged(
        f"{page.request}: Semantic Scholar's list of citing works goes in circles: look at the "
        "answer",
        page.request,
    )


def _is_idle(listing: Listing, page: Page, works: list[Work]) -> bool:
    if listing.is_idle and works:
        logger.warning("pages without a new work endpoint=%s", page.request.endpoint)
    return listing.is_idle and bool(works)


def _fetch(fetch: Fetch, listing: Listing, offset: int, fewer: int) -> Page:
    paper = listing.paper
    while True:
        limit = max(min(listing.limit, REACH - offset) - fewer, 1)
        request = page_request(
            *(paper.corpus_id, offset, limit),
            within=listing.within,
            influential=paper.influential,
        )
        try:
            return fetch(request)
        except AskForLess:
            if limit == 1:
                raise
            listing.limit = limit // 2
            logger.warning("page halved endpoint=%s limit=%d", request.endpoint, listing.limit)


def _read(page: Page) -> tuple[list[Work], int | None]:
    """The works of a page and the offset of the next one; nothing where the paper is gone."""
    if page.status == 404:
        logger.warning("no such paper endpoint=%s", page.request.endpoint)
        return [], None
    body = page.json()
    rows = body.get("data") if isinstance(body, dict) else body
    following = body.get("next") if isinstance(body, dict) else None
    if rows is None and isinstance(body, dict):
        # Publishers may keep a list back: it has no rows, and that is no sign of its end.
        logger.warning("list kept back endpoint=%s", page.request.endpoint)
        return [], None
    if not isinstance(rows, list) or not isinstance(following, int | None):
        raise SourceChanged(
            f"{page.request}: this is no page of citing works: look at the answer", page.request
        )
    works = [work(row.get("citingPaper")) if isinstance(row, dict) else work(None) for row in rows]
    return works, following
