"""The terms on which a run asks: how many requests, how patiently, and the record of them."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from connectors.errors import BudgetSpent, TimeSpent
from connectors.page import Request, Source
from connectors.transport.pacing import Timing


@dataclass(slots=True)
class Budget:
    """A number of requests that all services of a run share; every attempt counts.

    Attributes:
        limit: Requests allowed; None for no limit.
    """

    limit: int | None = None
    _spent: int = field(default=0, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    @property
    def spent(self) -> int:
        """Requests sent so far."""
        return self._spent

    def spend(self, request: Request) -> None:
        """Count one request that is about to be sent.

        Raises:
            BudgetSpent: The limit is reached; the request must not be sent.
        """
        with self._lock:
            if self.limit is not None and self._spent >= self.limit:
                raise BudgetSpent(
                    f"the limit of {self.limit} request(s) is reached before {request}: all that "
                    "came is kept, run again, or with a higher limit, to go on from here",
                    request,
                )
            self._spent += 1


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment after which a run sends nothing more.

    Attributes:
        minutes: What the run was given, for the message.
        at: The moment, in seconds since 1970; None for none.
    """

    minutes: float = 0.0
    at: float | None = None

    def check(self, request: Request, moment: float) -> None:
        """Nothing, if this request may go out at that moment.

        Raises:
            TimeSpent: It would be too late; the request must not be sent.
        """
        if self.at is not None and moment >= self.at:
            raise TimeSpent(
                f"the limit of {self.minutes:g} minute(s) is reached before {request}: all that "
                "came is kept, run again, or with a higher limit, to go on from here",
                request,
            )


Turn = Callable[[Source], None]
"""Returns when the service may be asked, as far as others are concerned who ask it too."""


def at_once(_: Source) -> None:
    """The turn of somebody who shares a service with nobody."""


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One attempt as it went.

    Attributes:
        source: The service.
        endpoint: What was asked, without the query.
        status: HTTP status; None when no answer came.
        seconds: From sending to the end of the body.
        attempt: 1 for the first; higher ones are retries.
        bytes: Length of the body.
    """

    source: Source
    endpoint: str
    status: int | None
    seconds: float
    attempt: int
    bytes: int


@dataclass(slots=True)
class RequestLog:
    """Every attempt of a run, in order."""

    records: list[RequestRecord] = field(default_factory=list)

    def add(self, record: RequestRecord) -> None:
        """Keep a record."""
        self.records.append(record)

    def requests(self) -> Counter[str]:
        """Requests sent, retries included, by source."""
        return Counter(record.source for record in self.records)

    @property
    def logins(self) -> int:
        """Requests that were logins, which every process needs anew."""
        return sum(record.endpoint.endswith("/login") for record in self.records)

    def retries(self) -> Counter[str]:
        """Retries by source."""
        return Counter(record.source for record in self.records if record.attempt > 1)


@dataclass(frozen=True, slots=True)
class Patience:
    """When to give up.

    Attributes:
        attempts: Of one request.
        seconds: The longest a request is waited for in silence; longer is RetryLater.
        failures: Requests given up in a row, after which a service is left alone.
        rest: For how many seconds it is left alone then, before a single attempt.
    """

    attempts: int = 8
    seconds: float = 600.0
    failures: int = 3
    rest: float = 600.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What all connectors of a run share.

    Attributes:
        budget: How many requests they may send.
        log: Those that were sent.
        patience: When to give up.
        timing: Clock and sleep.
        deadline: Until when they may send.
        turn: Called before each attempt, so that runs beside each other share a pace.
    """

    budget: Budget = field(default_factory=Budget)
    log: RequestLog = field(default_factory=RequestLog)
    patience: Patience = field(default_factory=Patience)
    timing: Timing = field(default_factory=Timing)
    deadline: Deadline = field(default_factory=Deadline)
    turn: Turn = at_once
