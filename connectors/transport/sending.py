"""The one way in which a request leaves this house.

Every attempt waits for its turn, is counted against the budget, carries a timeout, is recorded,
and is judged; what failed for the moment is tried again, and what would block the run for long
is raised with the time to come back.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from connectors.errors import AskForLess, ConnectorError, Refused, RetryLater
from connectors.page import Page, Request, Source
from connectors.transport.breaker import Breaker
from connectors.transport.pacing import Pacer
from connectors.transport.redaction import Redactor
from connectors.transport.terms import RequestRecord, Terms
from connectors.transport.verdicts import Again, Answer, Judge
from connectors.transport.waits import asked_wait, backoff, service_date, spent_window

logger = logging.getLogger(__name__)

# Semantic Scholar's gateway gives up after 30 s, so a longer read only waits for a dead socket.
TIMEOUTS = (10.0, 60.0)

TRANSIENT = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)

Call = Callable[[], requests.Response]


class TimeoutAdapter(HTTPAdapter):
    """Sends with a timeout always, and never retries by itself: that is for the transport."""

    def __init__(self, timeouts: tuple[float, float] = TIMEOUTS) -> None:
        super().__init__(max_retries=0)
        self._timeouts = timeouts

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send, with our timeouts where the caller gives none."""
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = self._timeouts
        return super().send(request, *args, **kwargs)


def harness(session: requests.Session, timeouts: tuple[float, float] = TIMEOUTS) -> None:
    """Make a session ours: timeouts on all its addresses, no retries, no ``.netrc``."""
    for prefix in list(session.adapters):
        session.mount(prefix, TimeoutAdapter(timeouts))
    # Without an auth of its own a session puts a matching .netrc entry in place of our header.
    session.auth = _unchanged


def call(session: requests.Session, url: str, request: Request, headers: Mapping[str, str]) -> Call:
    """One attempt at a request, to be made by the transport.

    Redirects are not followed: they would carry the key to another host.
    """

    def once() -> requests.Response:
        return session.request(
            "GET" if request.body is None else "POST",
            url,
            params={key: _spelt(value) for key, value in request.params.items()},
            json=request.body,
            headers=dict(headers),
            allow_redirects=False,
        )

    return once


@dataclass(slots=True)
class Transport:
    """Sends the requests of one service, one at a time.

    Attributes:
        source: The service.
        judge: What its answers mean.
        interval: Seconds from the end of an answer to the next request.
        terms: Limits, patience, clock and log, shared by the services of a run.
        redact: Takes secrets out of whatever is raised.
    """

    source: Source
    judge: Judge
    interval: float
    terms: Terms = field(default_factory=Terms)
    redact: Redactor = field(default_factory=Redactor)
    pacer: Pacer = field(init=False)
    breaker: Breaker = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        self.pacer = Pacer(self.interval, self.terms.timing)
        self.breaker = Breaker(self.terms.patience, self.terms.timing)

    def send(self, request: Request, attempt: Call, judge: Judge | None = None) -> Page:
        """The page that answers the request.

        Raises:
            RetryLater: The service is down or limits us for longer than we wait in silence.
            BudgetSpent: The run's limit of requests is reached; nothing was sent.
            TimeSpent: The run's time is up, or would be before its turn; nothing was sent.
            ConnectorError: Whatever else the judge makes of the answer.
        """
        with self._lock:
            outcome = self._insist(request, attempt, judge or self.judge)
        if isinstance(outcome, Page):
            return outcome
        # Raised here and not where a library's exception is at hand: that one holds headers.
        outcome.args = tuple(self.redact(str(arg)) for arg in outcome.args)
        raise outcome

    def _insist(self, request: Request, attempt: Call, judge: Judge) -> Page | ConnectorError:
        if (resting := self.breaker.rests_until) is not None:
            return self._later(request, "the service failed several times in a row", resting)
        most = self.breaker.attempts
        waited = 0.0
        number = 0
        while True:
            number += 1
            wait = self.pacer.wait(request.endpoint)
            waited += wait
            if waited > self.terms.patience.seconds:
                return self._later(request, "the service asks to wait", self._now() + wait)
            self._come_up(request, wait)
            outcome = self._attempt(request, attempt, judge, number)
            if not isinstance(outcome, Again):
                return outcome
            if number >= min(outcome.attempts or most, most):
                return self._given_up(outcome.error)

    def _come_up(self, request: Request, wait: float) -> None:
        """Return when the request may go out, within the limits of the run."""
        self.terms.deadline.check(request, self._now() + wait)
        self.terms.budget.spend(request)
        self._sleep(request, self.pacer.take(request.endpoint))
        self.terms.turn(self.source)
        # Waiting for others has no bounds that could be known beforehand.
        self.terms.deadline.check(request, self._now())

    def _attempt(
        self, request: Request, attempt: Call, judge: Judge, number: int
    ) -> Page | Again | ConnectorError:
        started = self._now()
        answer = _answer(request, attempt)
        self.pacer.answered()
        self._record(request, answer, number, self._now() - started)
        outcome: Page | Again | ConnectorError
        if isinstance(answer, Answer):
            self._heed(answer)
            outcome = judge(answer) or self._page(answer)
        else:
            outcome = answer
        if isinstance(outcome, Again):
            self._back_off(request, answer, number)
        elif isinstance(answer, Answer):
            self.breaker.succeeded()
            self.pacer.ease()
        return outcome

    def _page(self, answer: Answer) -> Page:
        at = service_date(answer.headers, self._now())
        # A body that repeats what was sent to get it would put our key on disk. A login's answer
        # is never kept, and its token is what it is for.
        is_login = answer.request.endpoint.endswith("/login")
        body = answer.body if is_login else self.redact.body(answer.body)
        return Page(answer.request, at, answer.status, body)

    def _heed(self, answer: Answer) -> None:
        """Slow down on a 429, and leave an endpoint alone whose window is used up."""
        if answer.status == 429:
            self.pacer.widen()
        reset = spent_window(answer.headers, self._now())
        if reset is not None:
            self.pacer.hold(answer.request.endpoint, reset)

    def _back_off(
        self, request: Request, answer: Answer | Again | ConnectorError, number: int
    ) -> None:
        asked = None
        if isinstance(answer, Answer) and answer.status in {429, 503}:
            asked = asked_wait(answer.headers, answer.body, self._now())
        own = backoff(number, self.terms.timing.jitter())
        self.pacer.hold(request.endpoint, asked or own)

    def _given_up(self, error: ConnectorError) -> ConnectorError:
        # A request that is too large says nothing about the service's health.
        if not isinstance(error, AskForLess):
            self.breaker.failed()
        return error

    def _later(self, request: Request, why: str, until: float) -> RetryLater:
        at = datetime.fromtimestamp(until, UTC)
        return RetryLater(
            f"{request}: {why}: run the same command after {at:%Y-%m-%d %H:%M:%S} UTC, "
            "it goes on from here",
            request,
            at,
        )

    def _sleep(self, request: Request, wait: float) -> None:
        if wait <= 0:
            return
        if wait > max(self.pacer.gap, 5.0):
            logger.info(
                "waiting source=%s endpoint=%s seconds=%.1f", self.source, request.endpoint, wait
            )
        self.terms.timing.sleep(wait)

    def _record(
        self,
        request: Request,
        answer: Answer | Again | ConnectorError,
        number: int,
        seconds: float,
    ) -> None:
        status, size = (
            (answer.status, len(answer.body)) if isinstance(answer, Answer) else (None, 0)
        )
        self.terms.log.add(
            RequestRecord(self.source, request.endpoint, status, seconds, number, size)
        )
        logger.info(
            "request source=%s endpoint=%s status=%s seconds=%.2f attempt=%d bytes=%d",
            *(self.source, request.endpoint, status, seconds, number, size),
        )

    def _now(self) -> float:
        return self.terms.timing.now()


def _answer(request: Request, attempt: Call) -> Answer | Again | ConnectorError:
    """The answer of one attempt, or what its failure means, named by its kind alone.

    The message of a library's exception is not repeated: it shows addresses and headers.
    """
    try:
        response = attempt()
        return Answer(request, response.status_code, response.headers, response.content)
    except TRANSIENT as error:
        kind = type(error).__name__
    except (requests.RequestException, UnicodeError) as error:
        kind = type(error).__name__
        return Refused(f"{request}: cannot be sent ({kind}): correct its address", request)
    return Again(
        RetryLater(
            f"{request}: no whole answer came ({kind}): look at the network and run the same "
            "command again, it goes on from here",
            request,
        )
    )


def _unchanged(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    return prepared


def _spelt(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
