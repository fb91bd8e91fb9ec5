"""The stand-in as one ASGI application: three services under three prefixes, and the journal."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import count
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.profile import Profile
from connectors.standin.journal import Journal
from connectors.standin.openreview import routes as openreview_routes
from connectors.standin.rules import Rules
from connectors.standin.semantic_scholar import routes as graph_routes
from connectors.standin.world import World

OPENREVIEW_V1 = "/openreview/v1"
OPENREVIEW_V2 = "/openreview/v2"
SEMANTIC_SCHOLAR = "/semantic_scholar"
JOURNAL = "/_standin/journal"
TRANSPORT = "transport"  # where in the state of a request the server puts its connection
_HTTP_DATE = "%a, %d %b %Y %H:%M:%S GMT"


def application(world: World, rules: Rules, profile: Profile, journal: Journal) -> ASGIApp:
    """The application that serves this world under these rules, with the profile's faults."""
    numbers = count(1)
    served = {
        OPENREVIEW_V1: openreview_routes.routes(world, rules, version=1),
        OPENREVIEW_V2: openreview_routes.routes(world, rules, version=2),
        SEMANTIC_SCHOLAR: graph_routes.routes(world, rules),
    }

    def route(path: str, methods: Iterable[str], handler: Handler) -> Route:
        async def endpoint(request: Request) -> Response:
            question = await _question(next(numbers), request)
            answer = profile.answer(question, handler)
            journal.add(question, answer, datetime.now(UTC))
            return Delivery(answer, http_date(datetime.now(UTC), world.today))

        return Route(path, endpoint, methods=list(methods))

    async def show_journal(request: Request) -> Response:
        if request.method == "DELETE":
            journal.clear()
            return Response(status_code=204)
        return Response(journal.lines(), media_type="application/jsonl")

    routes = [
        route(prefix + path, methods, handler)
        for prefix, listed in served.items()
        for path, methods, handler in listed
    ]
    return Starlette(routes=[Route(JOURNAL, show_journal, methods=["GET", "DELETE"]), *routes])


def http_date(now: datetime, today: date | None) -> str:
    """The ``Date`` header: on the world's day, with the running time of day."""
    shown = datetime.combine(today, now.time(), UTC) if today else now
    return shown.strftime(_HTTP_DATE)


class Delivery(Response):
    """Brings an answer to the wire, late, in part or not at all where it says so."""

    def __init__(self, answer: Answer, http_date: str) -> None:
        super().__init__(answer.body, answer.status, {**answer.headers, "Date": http_date})
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer as the ASGI protocol asks."""
        if self._answer.delay:
            await asyncio.sleep(self._answer.delay)
        if self._answer.reset:
            await _cut(scope)
            return
        if self._answer.sent >= 1:
            await super().__call__(scope, receive, send)
            return
        part = self.body[: int(len(self.body) * self._answer.sent)]
        start = {"type": "http.response.start", "status": self.status_code}
        await send({**start, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": bytes(part), "more_body": True})
        # The rest was promised by Content-Length and never comes.
        await _cut(scope)


async def _cut(scope: Scope) -> None:
    transport: asyncio.Transport = scope["state"][TRANSPORT]
    with suppress(OSError):
        transport.abort()
    # Let the server notice before this call ends, or it would try to answer for us.
    await asyncio.sleep(0.01)


async def _question(number: int, request: Request) -> Question:
    return Question(
        number=number,
        method=request.method,
        path=request.url.path,
        query=request.url.query,
        params=parse_qs(request.url.query, keep_blank_values=True),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=await request.body(),
        fields=request.path_params,
    )
