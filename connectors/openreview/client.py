"""Asking OpenReview: which client, which token, one request at a time."""

import threading
from dataclasses import replace

from connectors.errors import NotAuthorised, Refused
from connectors.openreview.clients import Clients, Credentials, clients
from connectors.openreview.verdicts import NotLoggedIn, judge, judge_login
from connectors.page import Page, Request
from connectors.transport.redaction import Redactor
from connectors.transport.sending import TIMEOUTS, Transport, call
from connectors.transport.terms import Terms
from connectors.transport.verdicts import Judge

V1_URL = "https://api.openreview.net"
V2_URL = "https://api2.openreview.net"

# Seconds. OpenReview names no pace, only budgets an hour; a second is what its terms of use and
# its staff's answers make polite.
INTERVAL = 1.0

# Seconds. A day outlasts any run; without this OpenReview's tokens may end after an hour.
TOKEN_LIFE = 86_400

LOGIN = Request("openreview", "v2/login")


class OpenReview:
    """Asks OpenReview's two APIs, one request at a time, and logs in once, when it must.

    Groups are open to all, notes need an account since 2026. So a login waits for the first
    request that is no group, while a token that was given goes with all; without credentials all
    requests are anonymous.

    Args:
        credentials: An account, a token, or nothing.
        v1_url: Base address of API v1.
        v2_url: Base address of API v2.
        interval: Seconds between requests.
        terms: Budget, patience, clock and log of the run.
        timeouts: Seconds for connecting and for reading.
    """

    def __init__(
        self,
        credentials: Credentials | None = None,
        *,
        v1_url: str = V1_URL,
        v2_url: str = V2_URL,
        interval: float = INTERVAL,
        terms: Terms | None = None,
        timeouts: tuple[float, float] = TIMEOUTS,
    ) -> None:
        self._credentials = credentials or Credentials()
        self._urls = (v1_url.rstrip("/"), v2_url.rstrip("/"))
        self._timeouts = timeouts
        who = self._credentials
        redact = Redactor.of([who.password, who.bearer, who.username])
        self._transport = Transport("openreview", judge, interval, terms or Terms(), redact)
        self._made: Clients | None = None
        self._token = ""
        self._given = self._credentials.bearer
        self._refusal: NotAuthorised | None = None
        self._lock = threading.RLock()

    def fetch(self, request: Request) -> Page:
        """The page that answers ``v1/...`` or ``v2/...``.

        Raises:
            NotAuthorised: Credentials are missing, wrong or too weak; says what to set.
            Missing: OpenReview has no such thing.
            RetryLater: OpenReview is down or its limit is used up.
            SourceChanged: The answer is not what OpenReview is known to give.
        """
        if not request.endpoint.startswith(("v1/", "v2/")):
            raise Refused(f"{request}: an OpenReview endpoint starts with v1/ or v2/", request)
        with self._lock:
            if not self._token and (self._given or not request.endpoint.endswith("/groups")):
                self._log_in()
            try:
                return self._send(request)
            except NotAuthorised as refusal:
                guest = not self._token
                if not (guest or isinstance(refusal, NotLoggedIn)) or not self._log_in():
                    raise
            return self._send(request)

    def _send(self, request: Request, judge: Judge | None = None) -> Page:
        api, _, path = request.endpoint.partition("/")
        client = self._clients.of(api)
        url = f"{client.baseurl}/{path}"
        attempt = call(client.session, url, self._complete(request), client.headers)
        return self._transport.send(request, attempt, judge)

    def _complete(self, request: Request) -> Request:
        """The request as sent: a login gets its body here, where no error can show it."""
        if request != LOGIN:
            return request
        who = self._credentials
        body = {"id": who.username, "password": who.password, "expiresIn": TOKEN_LIFE}
        return replace(request, body=body)

    @property
    def _clients(self) -> Clients:
        if self._made is None:
            self._made = clients(*self._urls, self._timeouts)
        return self._made

    def _log_in(self) -> bool:
        """Get another token than the one in use; False when the credentials give none."""
        if self._refusal is not None:
            raise self._refusal
        given, self._given = self._given, ""
        token = given or (self._new_token() if self._credentials.can_log_in else "")
        if token:
            self._token = token
            self._clients.authorise(token)
        return bool(token)

    def _new_token(self) -> str:
        self._clients.authorise("")
        try:
            page = self._send(LOGIN, judge_login)
        except NotAuthorised as refusal:
            # Asking again with the same wrong password would lock the account.
            self._refusal = refusal
            raise
        return str(page.json()["token"])
