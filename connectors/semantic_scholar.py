"""Semantic Scholar's Graph API: records of a venue, of titles, and counts, as pages."""

import logging
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TypeVar
from urllib.parse import quote

import requests

from connectors.errors import AskForLess, NotAuthorised, Refused
from connectors.page import Fetch, Page, Request
from connectors.redaction import Redactor
from connectors.semantic_scholar_bulk import everything
from connectors.semantic_scholar_plan import (
    BATCH,
    count_request,
    match_request,
    plan_counts,
    plan_titles,
    title_groups,
    title_request,
    venue_request,
)
from connectors.semantic_scholar_verdicts import judge
from connectors.terms import Terms
from connectors.transport import TIMEOUTS, Transport, call, harness

__all__ = [
    "SemanticScholar",
    "counts",
    "match_request",
    "match_title",
    "plan_counts",
    "plan_titles",
    "search_titles",
    "search_venue",
]

T = TypeVar("T")

logger = logging.getLogger(__name__)

URL = "https://api.semanticscholar.org"

# Seconds from the end of an answer. A key allows one request a second over all endpoints, and
# its users still see 429 below that; ten per cent more is their maintainers' advice.
INTERVAL_WITH_KEY = 1.1

# Without a key all the world shares one pool: at 3.2 s others still drew 429s, at 6.5 s few.
INTERVAL_WITHOUT_KEY = 6.0

# Ten pages: below that, following them is cheaper than looking for the phrase that is to blame.
MOST_TITLE_ROWS = 10_000


def interval(*, has_key: bool) -> float:
    """Seconds between requests that the service bears, from the end of an answer to the next."""
    return INTERVAL_WITH_KEY if has_key else INTERVAL_WITHOUT_KEY


class SemanticScholar:
    """Asks the Graph API, one request at a time.

    Args:
        api_key: The key; "" or None for none.
        base_url: Base address, without ``/graph/v1``.
        interval: Seconds between requests; None for what the service allows.
        terms: Budget, patience, clock and log of the run.
        timeouts: Seconds for connecting and for reading.

    Raises:
        NotAuthorised: The key holds characters that no key has.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str = URL,
        interval: float | None = None,
        terms: Terms | None = None,
        timeouts: tuple[float, float] = TIMEOUTS,
    ) -> None:
        key = (api_key or "").strip()
        if not key.isascii() or not key.isprintable() or " " in key:
            raise NotAuthorised(
                "SEMANTIC_SCHOLAR_API_KEY holds characters that no key has: correct or unset it"
            )
        self._base = f"{base_url.rstrip('/')}/graph/v1"
        self._headers = {"User-Agent": _user_agent(), "Accept": "application/json"}
        if key:
            self._headers["x-api-key"] = key
        pace = INTERVAL_WITH_KEY if key else INTERVAL_WITHOUT_KEY
        self._transport = Transport(
            "semantic_scholar",
            judge(bool(key)),
            pace if interval is None else interval,
            terms or Terms(),
            Redactor.of([key]),
        )
        self._session = requests.Session()
        harness(self._session, timeouts)

    def fetch(self, request: Request) -> Page:
        """The page that answers, e.g., ``paper/batch``; its status may be 404.

        A batch of which Semantic Scholar knows no id is a page of status 400.

        Raises:
            NotAuthorised: The key is refused; says what to correct or unset.
            AskForLess: The answer would be too large or too slow.
            Refused: The service rejects the request itself.
            RetryLater: It is down or limits us.
            SourceChanged: The answer is not what the service is known to give.
        """
        url = f"{self._base}/{quote(request.endpoint, safe='/:')}"
        return self._transport.send(request, call(self._session, url, request, self._headers))


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


def counts(fetch: Fetch, corpus_ids: Iterable[int]) -> Iterator[Page]:
    """Pages of records with their counts, each in the order of the ids in its request.

    Each id is asked once, 500 in a request and fewer where that is too much for the service.

    Raises:
        AskForLess: A single record is too much.
    """
    ids = list(dict.fromkeys(corpus_ids))
    for start in range(0, len(ids), BATCH):
        yield from _count_pages(fetch, ids[start : start + BATCH])


def _count_pages(fetch: Fetch, ids: list[int]) -> Iterator[Page]:
    try:
        page = fetch(count_request(ids))
    except AskForLess:
        if len(ids) == 1:
            raise
        logger.warning("batch halved ids=%d", len(ids))
        for half in _halves(ids):
            yield from _count_pages(fetch, half)
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


def _user_agent() -> str:
    try:
        return f"precited/{version('precited')}"
    except PackageNotFoundError:
        return "precited"
