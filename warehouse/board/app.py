"""The board as a web application: a page, five questions and one way to write."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from warehouse.board.gate import Gate, Rules
from warehouse.board.pages import Pages, json_answer
from warehouse.curation.decision_log import BadDecision
from warehouse.errors import NoSuchVenue, WarehouseError


def application(pages: Pages, rules: Rules) -> ASGIApp:
    """The whole application, behind its gate."""
    app = Starlette(
        routes=[
            Route("/", pages.page, methods=["GET"]),
            Route("/api/session", pages.session, methods=["GET"]),
            Route("/api/queue", pages.queue, methods=["GET"]),
            Route("/api/orders", pages.orders, methods=["GET"]),
            Route("/api/paper", pages.paper, methods=["GET"]),
            Route("/api/decisions", pages.decisions, methods=["GET"]),
            Route("/api/decide", pages.decide, methods=["POST"]),
            Route("/static/{version}/{name}", pages.assets.serve, methods=["GET"]),
        ],
        exception_handlers={
            NoSuchVenue: _answer(404),
            BadDecision: _answer(422),
            WarehouseError: _answer(503),
        },
    )
    return Gate(app, rules)


def _answer(status: int) -> Callable[[Request, Exception], Response]:
    """Answers an error, whose text is written for people, with a status."""
    return lambda _request, error: json_answer({"error": str(error)}, status)
