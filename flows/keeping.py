"""The seam between the two rooms: what connectors fetch, the warehouse keeps."""

from connectors.page import Fetch, Page, Request
from connectors.transport.terms import RequestLog
from warehouse.raw import RunPages


def keeping(
    pages: RunPages, ask: Fetch, *, again: bool = False, log: RequestLog | None = None
) -> Fetch:
    """A fetch that asks what has no page yet, and keeps each answer before it is used.

    Args:
        pages: Where pages lie.
        ask: Asks a service.
        again: Ask also what has a page, which the new one replaces.
        log: Where ``ask`` notes every attempt, so that a page can say how many it took.
    """

    def fetch(request: Request) -> Page:
        kept = pages.find(request.source, request.endpoint, request.params, request.body)
        if kept is not None and not again:
            return Page(request, kept.fetched_at, kept.status, kept.payload)
        logged = len(log.records) if log else 0
        page = ask(request)
        pages.keep(
            source=request.source,
            endpoint=request.endpoint,
            params=request.params,
            body=request.body,
            fetched_at=page.fetched_at,
            status=page.status,
            payload=page.payload,
            attempts=_attempts(log, logged, request) if log else 1,
        )
        return page

    return fetch


def _attempts(log: RequestLog, since: int, request: Request) -> int:
    # A login that the service asked for in between is another request.
    asked = (r for r in log.records[since:] if r.source == request.source)
    return max(1, sum(r.endpoint == request.endpoint for r in asked))
