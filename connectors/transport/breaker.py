"""Leaves a service alone that is down, and tries it with one request before trusting it again."""

from dataclasses import dataclass, field

from connectors.transport.pacing import Timing
from connectors.transport.terms import Patience


@dataclass(slots=True)
class Breaker:
    """Counts the requests to a service that were given up in a row.

    Attributes:
        patience: How many are borne, and how long the service is then left alone.
        timing: The clock.
    """

    patience: Patience
    timing: Timing
    _failures: int = field(default=0, init=False)
    _until: float = field(default=0.0, init=False)

    @property
    def rests_until(self) -> float | None:
        """When the service may be tried again (seconds since 1970); None when it may be now."""
        return self._until if self._until > self.timing.now() else None

    @property
    def attempts(self) -> int:
        """How often to try one request: once where it is the probe after a rest."""
        return 1 if self._failures >= self.patience.failures else self.patience.attempts

    def failed(self) -> None:
        """A request was given up."""
        self._failures += 1
        if self._failures >= self.patience.failures:
            self._until = self.timing.now() + self.patience.rest

    def succeeded(self) -> None:
        """The service answered; a clear "no" comes from a service in good health as well."""
        self._failures = 0
