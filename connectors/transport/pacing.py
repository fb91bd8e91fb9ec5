"""When the next request may go out: the gap between requests, and waits a service asks for."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

# The factor that Semantic Scholar's users arrive at after a 429, and a slow way back: half of the
# widening is gone after about 34 answers.
WIDEN = 1.5
EASE = 0.98
WIDEST = 60.0


@dataclass(frozen=True, slots=True)
class Timing:
    """The outside world's time and chance; tests give their own and need not sleep.

    Attributes:
        now: Seconds since 1970, UTC.
        sleep: Waits so many seconds.
        jitter: A number in [0, 1).
    """

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random


@dataclass(slots=True)
class Pacer:
    """Keeps a gap after the END of the last answer, so that slow answers are no bursts.

    Threads may share one: each that takes a turn moves the next one a gap further.

    Attributes:
        interval: Seconds between the end of an answer and the next request; 0 for none.
        timing: Clock and sleep.
    """

    interval: float
    timing: Timing
    _gap: float = field(init=False)
    _next: float = field(default=0.0, init=False)
    _seen: float = field(default=0.0, init=False)
    _holds: dict[str, float] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        self._gap = self.interval

    @property
    def gap(self) -> float:
        """The interval as widened by now, in seconds."""
        return self._gap

    def wait(self, endpoint: str) -> float:
        """Seconds until this endpoint may be asked, if nobody else takes the turn before."""
        with self._lock:
            return self._wait(endpoint, self._now())

    def take(self, endpoint: str) -> float:
        """Seconds until this endpoint may be asked; the turn is the caller's from now on."""
        with self._lock:
            now = self._now()
            wait = self._wait(endpoint, now)
            self._next = now + wait + self._gap
            return wait

    def answered(self) -> None:
        """An answer, or its failure, has ended: the gap starts now."""
        with self._lock:
            self._next = max(self._now() + self._gap, self._next)

    def hold(self, endpoint: str, seconds: float) -> None:
        """Leave this endpoint alone for so many seconds."""
        with self._lock:
            until = self._now() + seconds
            self._holds[endpoint] = max(self._holds.get(endpoint, 0.0), until)

    def widen(self) -> None:
        """The service complains about our pace."""
        with self._lock:
            self._gap = max(self._gap, min(self._gap * WIDEN, WIDEST))

    def ease(self) -> None:
        """The service is content: return slowly to the interval."""
        with self._lock:
            self._gap = max(self.interval, self._gap * EASE)

    def _wait(self, endpoint: str, now: float) -> float:
        return max(self._next - now, self._holds.get(endpoint, 0.0) - now, 0.0)

    def _now(self) -> float:
        now = self.timing.now()
        if now < self._seen:
            # A clock that was set back must not stretch the pause beyond the gap itself.
            self._next = min(self._next, now + self._gap)
        self._seen = now
        return now
