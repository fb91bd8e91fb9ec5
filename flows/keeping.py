"""The seam between the two rooms: what connectors fetch, the warehouse keeps."""

from connectors.page import Fetch, Page, Request
from warehouse.raw import RunPages


def keeping(pages: RunPages, ask: Fetch, *, again: bool = False) -> Fetch:
    """A fetch that asks what has no page yet, and keeps each answer before it is used.

    Args:
        pages: Where pages lie.
        ask: Asks a service.
        again: Ask also what has a page, which the new one replaces.
    """

    def fetch(request: Request) -> Page:
        kept = pages.find(request.source, request.endpoint, request.params, request.body)
        if kept is not None and not again:
            return Page(request, kept.fetched_at, kept.status, kept.payload)
        page = ask(request)
        pages.keep(
            source=request.source,
            endpoint=request.endpoint,
            params=request.params,
            body=request.body,
            fetched_at=page.fetched_at,
            status=page.status,
            payload=page.payload,
        )
        return page

    return fetch
