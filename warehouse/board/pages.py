"""What the board answers: the page, its data, and whether a decision is on disk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
from jinja2 import Environment, PackageLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from warehouse.board.assets import assets
from warehouse.board.shelf import Shelf
from warehouse.board.standings import news, same_again
from warehouse.curation.decision_log import Decision, DecisionLog, Entry, decide

_MOST_DIGITS = 12


class Asked(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the page posts.

    Attributes:
        again: It was sent before, and no answer came.
        after: How many entries of the log the page has seen; None when it wants no news.
    """

    again: bool = False
    after: int | None = None

    def entry(self) -> Entry:
        """What is to be kept of it."""
        return Entry(**{name: getattr(self, name) for name in Entry.__struct_fields__})


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows.

    Attributes:
        root: The warehouse.
        curator: Who decides, where the page is not told otherwise.
        venue_id: The venue shown first; None for the last one in order.
        now: The time, for entries.
    """

    root: Path
    curator: str
    venue_id: str | None
    now: Callable[[], datetime]


class Pages:
    """The answers. Those that are plain functions are called in a thread of their own."""

    def __init__(self, board: Board, token: str) -> None:
        self._board = board
        self._token = token
        self._shelf = Shelf(board.root)
        self._log = DecisionLog(board.root)
        templates = Environment(loader=PackageLoader("warehouse.board"), autoescape=True)
        self._template = templates.get_template("board.html")
        self.assets = assets(Path(__file__).parent / "static")

    def warm(self) -> None:
        """Read the first venue, so that nobody waits for it."""
        first = self._board.venue_id or next(reversed(self._shelf.known()), None)
        if first is not None:
            self._shelf.venue(first)
            self._shelf.orders_json(first)

    def page(self, request: Request) -> Response:
        """The page itself; it carries the token that lets it write."""
        venues = self._shelf.known()
        first = self._board.venue_id or next(reversed(venues), "")
        asked = _asked(request, "venue")
        return HTMLResponse(
            self._template.render(
                token=self._token,
                version=self.assets.version,
                venues=venues.items(),
                first=first,
                # What the page will ask for is fetched while its scripts still load.
                soon=urlencode({"venue": asked if asked in venues else first}) if venues else None,
                curator=self._board.curator,
            )
        )

    def session(self, _request: Request) -> Response:
        """The token, for a page that outlived its server."""
        return json_answer({"token": self._token})

    def queue(self, request: Request) -> Response:
        """The queue of a venue."""
        venue = self._shelf.venue(_asked(request, "venue"))
        return Response(venue.queue_json, media_type="application/json")

    def orders(self, request: Request) -> Response:
        """How its papers relate."""
        found = self._shelf.orders_json(_asked(request, "venue"))
        return Response(found, media_type="application/json")

    def paper(self, request: Request) -> Response:
        """The evidence of one paper."""
        found = self._shelf.venue(_asked(request, "venue")).evidence(_asked(request, "paper"))
        return json_answer(found) if found else _not_queued()

    def decisions(self, request: Request) -> Response:
        """What was decided since the page last asked."""
        after = _asked(request, "after") or "0"
        if not (after.isdecimal() and len(after) <= _MOST_DIGITS):
            return json_answer({"error": "after must be a number of entries."}, 400)
        return json_answer(
            self._news(_asked(request, "venue"), _asked(request, "curator"), int(after))
        )

    async def decide(self, request: Request) -> Response:
        """Write an entry down; the answer comes once it is on disk."""
        try:
            asked = msgspec.json.decode(await request.body(), type=Asked)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            return json_answer({"error": f"That is no decision: {error}."}, 400)
        return await run_in_threadpool(self._decide, asked)

    def _decide(self, asked: Asked) -> Response:
        if asked.paper_id not in self._shelf.venue(asked.venue_id).places:
            return _not_queued()
        made = self._made_before(asked) or decide(
            self._board.root, asked.entry(), self._board.now()
        )
        since = asked.after
        heard = None if since is None else self._news(asked.venue_id, made.curator, since)
        return json_answer({"decision_id": made.decision_id, "news": heard}, 201)

    def _made_before(self, asked: Asked) -> Decision | None:
        return same_again(self._log.read(), asked) if asked.again else None

    def _news(self, venue_id: str, curator: str, after: int) -> dict[str, Any]:
        venue = self._shelf.venue(venue_id)
        found = news(self._log.read(), venue_id, list(venue.places), curator, after)
        return found | {"version": venue.version}


def json_answer(content: Any, status: int = 200) -> Response:
    """Any value as JSON; dates as ISO text."""
    return Response(msgspec.json.encode(content), status, media_type="application/json")


def _asked(request: Request, name: str) -> str:
    return request.query_params.get(name, "")


def _not_queued() -> Response:
    return json_answer({"error": "That paper is not in the queue; choose one of the list."}, 404)
