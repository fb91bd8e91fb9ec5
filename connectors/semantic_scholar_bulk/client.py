"""Asking for releases and links, and for parts of files: two hosts, of which one gets the key."""

import logging
import re
from dataclasses import dataclass, field, replace
from datetime import datetime

import requests

from connectors.errors import Missing, NotAuthorised, SourceChanged
from connectors.page import Page, Request
from connectors.semantic_scholar.client import URL, pace, usable_key, user_agent
from connectors.semantic_scholar.verdicts import judge as judge_listing
from connectors.semantic_scholar_bulk.links import Link, diffs_path, links_of, release_path
from connectors.semantic_scholar_bulk.verdicts import judge as judge_part
from connectors.transport.redaction import Redactor
from connectors.transport.sending import TIMEOUTS, Transport, call, harness
from connectors.transport.terms import Budget, Terms, at_once
from connectors.transport.verdicts import Answer, Verdict

logger = logging.getLogger(__name__)

# Bounds memory, and what a broken connection costs; a file of 8.5 GB is 540 parts.
PART = 16 << 20

KEY_NEEDED = (
    "the Datasets API takes a key: set SEMANTIC_SCHOLAR_API_KEY to one from "
    "https://www.semanticscholar.org/product/api#api-key-form"
)

_TOTAL = re.compile(r"bytes (?:\d+-\d+|\*)/(\d+)")


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a file.

    Attributes:
        body: The bytes; none where the file has ended.
        total: Length of the file by what the store says; None when it does not say.
        fetched_at: When the store answered.
    """

    body: bytes
    total: int | None
    fetched_at: datetime


class Datasets:
    """Lists releases and files with the key, and reads files without it.

    Requests of one client go out one after the other: who reads several files at once makes
    several clients.

    Args:
        api_key: The key; listing files takes one.
        base_url: Base address, without ``/datasets/v1``.
        interval: Seconds between requests of the API; None for what it allows. Files have no pace.
        terms: Budget, patience, clock and log. Only requests of the API count.
        timeouts: Seconds for connecting and for reading.
        part: Bytes of a file that are asked for at once.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str = URL,
        interval: float | None = None,
        terms: Terms | None = None,
        timeouts: tuple[float, float] = TIMEOUTS,
        part: int = PART,
    ) -> None:
        self._key = usable_key(api_key)
        self._base = f"{base_url.rstrip('/')}/datasets/v1"
        self._headers = {"User-Agent": user_agent(), "Accept": "application/json"}
        if self._key:
            self._headers["x-api-key"] = self._key
        terms = terms or Terms()
        gap = pace(has_key=bool(self._key)) if interval is None else interval
        judge = judge_listing(bool(self._key))
        redact = Redactor.of([self._key])
        self._listing = Transport("semantic_scholar", judge, gap, terms, redact)
        self._session = _session(timeouts)
        self._store = Store(terms, timeouts, part)

    def releases(self) -> list[str]:
        """The days of all releases, oldest first. Takes no key.

        Raises:
            SourceChanged: The answer is no list of days.
        """
        page = self._ask("release/", "releases")
        days = page.json()
        if not isinstance(days, list) or not days or not all(isinstance(day, str) for day in days):
            raise SourceChanged(f"{page.request}: no list of releases: look at it", page.request)
        return sorted(days)

    def files(self, release: str, dataset: str) -> list[Link]:
        """The files of a dataset; see :meth:`listed`."""
        return self.listed(release_path(release, dataset), dataset, release)

    def diffs(self, since: str, until: str, dataset: str) -> list[Link]:
        """The files that lead from one release to another, in the order to apply them."""
        return self.listed(diffs_path(since, until, dataset), dataset, until)

    def listed(self, path: str, dataset: str, release: str) -> list[Link]:
        """The files that a listing names now.

        Raises:
            NotAuthorised: There is no key, or it is refused.
            Missing: There is no such release or dataset.
            SourceChanged: The answer is no listing.
        """
        if not self._key:
            raise NotAuthorised(KEY_NEEDED)
        page = self._ask(path, f"{dataset}/{release}")
        if page.status == 404:
            raise Missing(f"{page.request}: no such release; `precited bulk --list` names them")
        try:
            return links_of(path, dataset, release, page.json())
        except ValueError as error:
            raise SourceChanged(f"{page.request}: {error}: look at it", page.request) from error

    def renewed(self, link: Link) -> Link:
        """The same file under a link of now.

        Raises:
            SourceChanged: The file is not listed any more.
        """
        logger.info("asking for links again dataset=%s span=%s", link.dataset, link.span)
        for new in self.listed(link.path, link.dataset, link.span):
            if new == replace(link, url=new.url):
                return new
        raise SourceChanged(f"{link} is not listed any more: take another release")

    def part(self, link: Link, start: int) -> Part:
        """See :meth:`Store.part`."""
        return self._store.part(link, start)

    def _ask(self, path: str, name: str) -> Page:
        request = Request("semantic_scholar", f"datasets/{name}")
        url = f"{self._base}/{path}"
        return self._listing.send(request, call(self._session, url, request, self._headers))


class Store:
    """Reads parts of files. It has no key to send, and notes nothing of where they lie."""

    def __init__(self, terms: Terms, timeouts: tuple[float, float], part: int) -> None:
        self._session = _session(timeouts)
        self._part = part
        own = replace(terms, budget=Budget(), turn=at_once, log=type(terms.log)())
        self._transport = Transport("semantic_scholar", judge_part, 0.0, own)

    def part(self, link: Link, start: int) -> Part:
        """The bytes of a file from there on, at most so many as a part has; none at its end.

        Raises:
            LinkEnded: The link has to be renewed.
            RetryLater: The store is down.
        """
        request = Request(
            "semantic_scholar", f"{link.dataset}/{link.span}/{link.name}", {"from": start}
        )
        told = _Told()
        span = f"bytes={start}-{start + self._part - 1}"

        def attempt() -> requests.Response:
            # Encoded by requests it would be another address than the one that was signed.
            headers = {"Range": span, "Accept-Encoding": "identity"}
            return self._session.get(link.url, headers=headers, allow_redirects=False)

        page = self._transport.send(request, attempt, told.judge)
        body = b"" if page.status == 416 else page.payload
        if page.status == 200:
            # A store that knows no ranges gives the whole file.
            return Part(body[start:], len(body), page.fetched_at)
        return Part(body, told.total, page.fetched_at)


@dataclass(slots=True)
class _Told:
    """What the headers of the answer say, which a page does not keep."""

    total: int | None = field(default=None)

    def judge(self, answer: Answer) -> Verdict:
        found = _TOTAL.fullmatch(answer.headers.get("Content-Range") or "")
        self.total = int(found[1]) if found else None
        return judge_part(answer)


def _session(timeouts: tuple[float, float]) -> requests.Session:
    session = requests.Session()
    harness(session, timeouts)
    return session
