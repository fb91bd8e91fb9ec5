"""Asking Semantic Scholar's Graph API: the key, the pace, one request at a time."""

from importlib.metadata import PackageNotFoundError, version
from urllib.parse import quote

import requests

from connectors.errors import NotAuthorised
from connectors.page import Page, Request
from connectors.semantic_scholar.verdicts import judge
from connectors.transport.redaction import Redactor
from connectors.transport.sending import TIMEOUTS, Transport, call, harness
from connectors.transport.terms import Terms

URL = "https://api.semanticscholar.org"

# Seconds from the end of an answer. A key allows one request a second over all endpoints, and
# its users still see 429 below that; ten per cent more is their maintainers' advice.
INTERVAL_WITH_KEY = 1.1

# Without a key all the world shares one pool: at 3.2 s others still drew 429s, at 6.5 s few.
INTERVAL_WITHOUT_KEY = 6.0


def pace(*, has_key: bool) -> float:
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
        key = usable_key(api_key)
        self._base = f"{base_url.rstrip('/')}/graph/v1"
        self._headers = {"User-Agent": user_agent(), "Accept": "application/json"}
        if key:
            self._headers["x-api-key"] = key
        self._transport = Transport(
            "semantic_scholar",
            judge(bool(key)),
            pace(has_key=bool(key)) if interval is None else interval,
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


def usable_key(given: str | None) -> str:
    """The key as it is sent; "" for none.

    Raises:
        NotAuthorised: It holds characters that no key has.
    """
    key = (given or "").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise NotAuthorised(
            "SEMANTIC_SCHOLAR_API_KEY holds characters that no key has: correct or unset it"
        )
    return key


def user_agent() -> str:
    """Who we are to the service."""
    try:
        return f"precited/{version('precited')}"
    except PackageNotFoundError:
        return "precited"
