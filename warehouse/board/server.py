"""The board served by uvicorn: until it is stopped, or in a thread for the length of a block."""

import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import uvicorn

from warehouse.board.app import application
from warehouse.board.gate import LOOPBACK, rules
from warehouse.board.pages import Board, Pages
from warehouse.errors import WarehouseError

HOST = "127.0.0.1"
PORT = 8350


def run(
    board: Board,
    host: str = HOST,
    port: int = PORT,
    on_ready: Callable[[str], None] = lambda _url: None,
) -> None:
    """Serve the board until it is interrupted (SIGINT, SIGTERM).

    Args:
        board: What it shows.
        host: Address to listen on; any but loopback lets others in.
        port: 0 takes a free one.
        on_ready: Called with the board's address once connections are taken.

    Raises:
        OSError: The port is taken, or the address is not this machine's.
    """
    with _listening(host, port) as listener:
        listener.listen()
        on_ready(_url(listener))
        with suppress(KeyboardInterrupt), _server(board, host) as server:
            server.run([listener])


@contextmanager
def serving(board: Board, port: int = 0) -> Iterator[str]:
    """Serve the board in a thread; gives its address.

    Raises:
        OSError: The port is taken.
    """
    with _listening(HOST, port) as listener, _server(board, HOST) as server:
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.002)
            yield _url(listener)
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that answers are sent at once instead of waiting for more.
    with socket.socket(family, proto=socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        yield listener


@contextmanager
def _server(board: Board, host: str) -> Iterator[uvicorn.Server]:
    """A server whose first venue is read meanwhile."""
    token = secrets.token_urlsafe(32)
    pages = Pages(board, token)
    config = uvicorn.Config(
        application(pages, rules(token, {host} - LOOPBACK)),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    warming = threading.Thread(target=_warm, args=(pages,))
    warming.start()
    try:
        yield uvicorn.Server(config)
    finally:
        # A process that ends while DuckDB still works in it is aborted.
        warming.join()


def _warm(pages: Pages) -> None:
    # What is wrong with the tables is said on the page, to whoever asks for them.
    with suppress(WarehouseError):
        pages.warm()


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
