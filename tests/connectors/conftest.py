"""A loopback server that answers from a script, and time that passes without waiting."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.transport.pacing import Timing


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    address: str


@dataclass
class Reply:
    """What the server says.

    ``cut`` ends the body early, ``drop`` hangs up without a word, ``delay`` thinks first.
    """

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json; charset=utf-8"
    cut: bool = False
    drop: bool = False
    delay: float = 0
    date: str | None = None


@dataclass
class Script:
    """Answers in order; ``answer`` computes one when the list is used up."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    answer: Callable[[Asked], Reply] | None = None
    asked: list[Asked] = field(default_factory=list)

    def say(self, value: Any, status: int = 200, **headers: str) -> None:
        """Add a JSON answer; ``Retry_After="2"`` becomes a header."""
        self.replies.append(self.reply(value, status, **headers))

    def add(self, *args: Any, **kwargs: Any) -> None:
        """Add any answer."""
        self.replies.append(Reply(*args, **kwargs))

    @staticmethod
    def reply(value: Any, status: int = 200, **headers: str) -> Reply:
        spelt = {name.replace("_", "-"): text for name, text in headers.items()}
        return Reply(status, json.dumps(value).encode(), spelt)

    def next(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if self.replies:
            return self.replies.pop(0)
        if self.answer is not None:
            return self.answer(asked)
        return Reply(418, b'{"error":"the script has ended"}')


@pytest.fixture
def script() -> Iterator[Script]:
    made = Script()
    gone = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = parse_qs(parts.query, keep_blank_values=True)
            asked = Asked(self.command, parts.path, query, dict(self.headers), body, self.path)
            self._say(made.next(asked))

        do_POST = do_GET  # noqa: N815  the names that http.server calls

        def _say(self, reply: Reply) -> None:
            self.close_connection = reply.cut or reply.drop
            if reply.drop:
                return
            gone.wait(reply.delay)
            self.send_response_only(reply.status)
            if reply.date:
                self.send_header("Date", reply.date)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body[: len(reply.body) // 2] if reply.cut else reply.body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield made
    gone.set()
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Time:
    """Time that passes only when somebody sleeps."""

    at: float = 1_770_000_000.0
    slept: list[float] = field(default_factory=list)
    chance: float = 0.5

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    @property
    def timing(self) -> Timing:
        return Timing(lambda: self.at, self.sleep, lambda: self.chance)


@pytest.fixture
def time() -> Time:
    return Time()
