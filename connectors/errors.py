"""What can go wrong with a service, named by what to do about it."""

from datetime import datetime

from connectors.page import Request


class ConnectorError(Exception):
    """A request that got no usable answer; ``str()`` is one sentence that says what to do next."""

    def __init__(self, message: str, request: Request | None = None) -> None:
        super().__init__(message)
        self.request = request


class RetryLater(ConnectorError):
    """The service is down, slow or limiting: the same run goes on from here later.

    ``at`` says from when on (UTC), where the service or our own patience names a time.
    """

    def __init__(
        self, message: str, request: Request | None = None, at: datetime | None = None
    ) -> None:
        super().__init__(message, request)
        self.at = at


class BudgetSpent(RetryLater):
    """The run's own limit of requests is reached; the next run goes on from here."""


class TimeSpent(RetryLater):
    """The run's own limit of time is reached; the next run goes on from here."""


class NotAuthorised(ConnectorError):
    """Credentials are missing or refused: set or correct them."""


class Missing(ConnectorError):
    """The service answered that the thing does not exist."""


class Refused(ConnectorError):
    """The service rejects this very request (4xx): ask differently; repeating it is useless."""


class AskForLess(Refused):
    """The answer would be too large or too slow: ask for fewer things at once."""


class SourceChanged(ConnectorError):
    """The answer is not what the service is known to give: look at it before trusting more."""
