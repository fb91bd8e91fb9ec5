"""The two services, ready to be asked under one budget."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from connectors.openreview import Credentials, OpenReview
from connectors.page import Page, Request
from connectors.semantic_scholar import SemanticScholar
from connectors.transport.pacing import Timing
from connectors.transport.terms import Budget, Deadline, RequestLog, Terms
from flows.settings import Settings
from flows.shared_pace import intervals, shared_turn


@dataclass(frozen=True, slots=True)
class Clients:
    """Both services of a run.

    Attributes:
        openreview: Logs in once, when it must.
        semantic_scholar: With our key, if there is one.
        log: Every request that was sent.
    """

    openreview: OpenReview
    semantic_scholar: SemanticScholar
    log: RequestLog

    def fetch(self, request: Request) -> Page:
        """The page that answers a request, from the service it names."""
        if request.source == "openreview":
            return self.openreview.fetch(request)
        return self.semantic_scholar.fetch(request)


@dataclass(frozen=True, slots=True)
class Common:
    """What clients share with those of other runs.

    Attributes:
        budget: Whose places for requests they take.
        timing: Clock and sleep, which somebody may cut short.
    """

    budget: Budget
    timing: Timing


_common: ContextVar[Common | None] = ContextVar("common", default=None)


@contextmanager
def sharing(common: Common) -> Iterator[None]:
    """Within this, clients are made on common terms.

    Terms can't be a flow's parameter: Prefect writes parameters into its database.
    """
    token = _common.set(common)
    try:
        yield
    finally:
        _common.reset(token)


def connect(
    settings: Settings,
    max_requests: int | None = None,
    timing: Timing | None = None,
    *,
    max_minutes: float | None = None,
) -> Clients:
    """Clients as the settings say. Nothing is sent yet.

    Args:
        settings: Addresses, credentials and pace.
        max_requests: Most requests of both services together; None for no limit, or for that of
            :func:`sharing`.
        timing: Clock and sleep; None for the real ones, or those of :func:`sharing`.
        max_minutes: For how long from now they may send; None for no limit.
    """
    common = _common.get() or Common(Budget(max_requests), timing or Timing())
    timing = timing or common.timing
    terms = Terms(
        budget=common.budget,
        timing=timing,
        deadline=_deadline(max_minutes, timing),
        turn=shared_turn(settings, timing),
    )
    paces = intervals(settings)
    openreview = OpenReview(
        credentials(settings),
        v1_url=settings.openreview_v1_url,
        v2_url=settings.openreview_v2_url,
        interval=paces["openreview"],
        terms=terms,
    )
    semantic_scholar = SemanticScholar(
        secret(settings.semantic_scholar_api_key),
        base_url=settings.semantic_scholar_url,
        interval=paces["semantic_scholar"],
        terms=terms,
    )
    return Clients(openreview, semantic_scholar, terms.log)


def _deadline(minutes: float | None, timing: Timing) -> Deadline:
    return Deadline() if minutes is None else Deadline(minutes, timing.now() + 60 * minutes)


def credentials(settings: Settings) -> Credentials:
    """Who we are to OpenReview."""
    return Credentials(
        settings.openreview_username,
        secret(settings.openreview_password),
        secret(settings.openreview_token),
    )


def secret(value: SecretStr | None) -> str | None:
    """The text of a secret, for the client that sends it."""
    return value.get_secret_value() if value else None


def secrets(settings: Settings) -> list[str | None]:
    """Every secret of the settings, for whatever has to keep them out of sight."""
    hidden = (
        settings.openreview_password,
        settings.openreview_token,
        settings.semantic_scholar_api_key,
        settings.alert_webhook,
    )
    # Libraries that log a request show its path apart from its host.
    path = urlsplit(secret(settings.alert_webhook) or "").path
    return [settings.openreview_username, path, *map(secret, hidden)]
