"""The stand-in as a server: in a thread for tests and the demo, or until it is stopped."""

import asyncio
import gc
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from http.client import HTTPConnection

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from connectors.standin import journal as journals
from connectors.standin.app import (
    JOURNAL,
    OPENREVIEW_V1,
    OPENREVIEW_V2,
    SEMANTIC_SCHOLAR,
    TRANSPORT,
    application,
)
from connectors.standin.corpus import Corpus
from connectors.standin.faults.profile import Profile
from connectors.standin.faults.profiles import profile_named
from connectors.standin.journal import Journal
from connectors.standin.openreview.accounts import USUAL_PASSWORD, USUAL_USERNAME, Account
from connectors.standin.rules import Rules
from connectors.standin.world import World

_HOST = "127.0.0.1"
_KEEP_ALIVE = 75  # seconds; shorter would cut clients that pace themselves
_LONGEST_HEADER = 65_536  # bytes; the limit on URLs is the services' own, in graph_routes


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the services are: base URLs for clients, without a trailing slash.

    Attributes:
        openreview_v1: For ``openreview.Client``.
        openreview_v2: For ``openreview.api.OpenReviewClient``.
        semantic_scholar: Goes on with ``/graph/v1``.
        username: Who can log in.
        password: With this.
    """

    openreview_v1: str
    openreview_v2: str
    semantic_scholar: str
    username: str = USUAL_USERNAME
    password: str = USUAL_PASSWORD


@dataclass(frozen=True, slots=True)
class StandIn:
    """A running stand-in."""

    port: int
    urls: Urls

    @property
    def openreview_v1(self) -> str:
        """Base URL of OpenReview API v1."""
        return self.urls.openreview_v1

    @property
    def openreview_v2(self) -> str:
        """Base URL of OpenReview API v2."""
        return self.urls.openreview_v2

    @property
    def semantic_scholar(self) -> str:
        """Base URL of Semantic Scholar."""
        return self.urls.semantic_scholar

    def journal(self) -> list[journals.Json]:
        """Every request served so far, oldest first."""
        return journals.read(self._ask("GET"))

    def clear(self) -> None:
        """Empty the journal."""
        self._ask("DELETE")

    def _ask(self, method: str) -> bytes:
        connection = HTTPConnection(_HOST, self.port, timeout=30)
        try:
            connection.request(method, JOURNAL)
            return connection.getresponse().read()
        finally:
            connection.close()


def environment(urls: Urls) -> dict[str, str]:
    """The environment variables under which precited works against the stand-in, unpaced."""
    return {
        "PRECITED_OPENREVIEW_V1_URL": urls.openreview_v1,
        "PRECITED_OPENREVIEW_V2_URL": urls.openreview_v2,
        "PRECITED_SEMANTIC_SCHOLAR_URL": urls.semantic_scholar,
        "PRECITED_SEMANTIC_SCHOLAR_INTERVAL": "0",
        "PRECITED_OPENREVIEW_INTERVAL": "0",
        "OPENREVIEW_USERNAME": urls.username,
        "OPENREVIEW_PASSWORD": urls.password,
    }


@contextmanager
def serve(
    corpora: Iterable[Corpus],
    port: int = 0,
    today: date | None = None,
    faults: str | Profile = "none",
    rules: Rules | None = None,
) -> Iterator[StandIn]:
    """Run the stand-in in a thread for the length of a ``with`` block.

    Args:
        corpora: What it knows, merged.
        port: On 127.0.0.1; 0 takes a free one.
        today: The day its world is of; None for all it knows and the real date.
        faults: What goes wrong, in the language of :mod:`faults.profiles`, or a profile.
        rules: Whom it lets in.

    Raises:
        OSError: The port is taken.
    """
    with _listening(port) as listener:
        server = _server(corpora, today, faults, rules or Rules())
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.002)
            yield StandIn(_port(listener), _urls(_port(listener), rules or Rules()))
        finally:
            server.should_exit = server.force_exit = True
            thread.join()
            gc.unfreeze()


def run_forever(
    corpora: Iterable[Corpus],
    port: int = 0,
    today: date | None = None,
    faults: str | Profile = "none",
    on_ready: Callable[[Urls], None] = lambda _urls: None,
) -> None:
    """Run the stand-in until it is interrupted (SIGINT, SIGTERM).

    Args:
        corpora: What it knows, merged; a generator that loads them saves memory.
        port: On 127.0.0.1; 0 takes a free one.
        today: The day its world is of; None for all it knows and the real date.
        faults: What goes wrong, in the language of :mod:`faults.profiles`, or a profile.
        on_ready: Called with the base URLs once connections are taken.

    Raises:
        OSError: The port is taken.
    """
    with _listening(port) as listener:
        server = _server(corpora, today, faults, Rules())
        listener.listen()  # connections wait from here on, so the URLs are good
        on_ready(_urls(_port(listener), Rules()))
        with suppress(KeyboardInterrupt):
            server.run([listener])


class _Protocol(H11Protocol):
    """Hands the connection to the application, which must be able to cut it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self.app_state = {**self.app_state, TRANSPORT: transport}


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    # Named as TCP, so that connections send at once instead of waiting for more (40 ms a request).
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
        yield listener


def _server(
    corpora: Iterable[Corpus], today: date | None, faults: str | Profile, rules: Rules
) -> uvicorn.Server:
    profile = profile_named(faults) if isinstance(faults, str) else faults
    with _collector_paused():
        world = World(corpora, today)
    app = application(world, rules, profile, Journal())
    config = uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        h11_max_incomplete_event_size=_LONGEST_HEADER,
    )
    return uvicorn.Server(config)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No garbage collection while millions of values arrive, nor of them while they are served.

    Two corpora with 145,000 edges load in 2 s this way, in 7 s otherwise; and looking through them
    for garbage takes half a second each time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_enabled:
            gc.enable()


def _port(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port


def _urls(port: int, rules: Rules) -> Urls:
    base = f"http://{_HOST}:{port}"
    account = rules.account or Account(USUAL_USERNAME, USUAL_PASSWORD)
    return Urls(
        base + OPENREVIEW_V1,
        base + OPENREVIEW_V2,
        base + SEMANTIC_SCHOLAR,
        account.username,
        account.password,
    )
