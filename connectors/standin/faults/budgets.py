"""How many requests are granted: an interval between them, or a number in a window."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Interval:
    """At most one request per interval; refused ones do not count.

    Attributes:
        seconds: From one granted request to the next.
    """

    seconds: float
    _next_at: float = field(default=0.0, init=False)

    def wait(self, now: float) -> float:
        """Seconds until a request is granted; 0 when it is granted now."""
        # Clocks of client and server differ by the way of a request.
        if now < self._next_at - 0.05 * self.seconds:
            return self._next_at - now
        self._next_at = now + self.seconds
        return 0.0


@dataclass(slots=True)
class Window:
    """So many requests in each window; a window begins with its first request.

    Attributes:
        limit: Requests in a window.
        seconds: Length of a window.
        left: Requests left in the first window, which others have used before.
        ends_in: Seconds until the first window ends.
    """

    limit: int
    seconds: float
    left: int
    ends_in: float
    used: int = field(default=0, init=False)
    _ends_at: float | None = field(default=None, init=False)

    def wait(self, now: float) -> float:
        """Seconds until a request is granted; 0 when it is granted now."""
        if self._ends_at is None:
            self._ends_at, self.used = now + self.ends_in, self.limit - self.left
        elif now >= self._ends_at:
            self._ends_at, self.used = now + self.seconds, 0
        self.used += 1
        return self._ends_at - now if self.used > self.limit else 0.0

    def ends_after(self, now: float) -> float:
        """Seconds until the running window ends."""
        return max(0.0, (self._ends_at or now) - now)
