"""The curation page, started for a person at this machine."""

import errno
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from flows.failures import Failed
from flows.place import kept_fresh
from warehouse.board.pages import Board
from warehouse.board.server import HOST, PORT, run
from warehouse.errors import NoSuchVenue
from warehouse.store import known_venues

__all__ = ["HOST", "PORT", "board_of", "is_loopback", "serve_board"]


def board_of(root: Path, venue_id: str | None, curator: str) -> Board:
    """The board of a warehouse that has something to show.

    Raises:
        NoSuchVenue: The warehouse does not have that venue, or has none.
    """
    known = known_venues(root)
    if not known:
        msg = f"{root} has no venue yet; `precited run VENUE --warehouse {root}` pulls one."
        raise NoSuchVenue(msg)
    if venue_id not in (None, *known):
        msg = f"There is no {venue_id} in {root}: it has {', '.join(known)}."
        raise NoSuchVenue(msg)
    return Board(root, curator, venue_id, lambda: datetime.now(UTC))


def serve_board(
    board: Board, host: str, port: int, *, browser: bool, say: Callable[[str], None]
) -> None:
    """Serve until interrupted.

    Args:
        board: What to show.
        host: Address to listen on.
        port: 0 takes a free one.
        browser: Whether to open a browser on it.
        say: Prints a line for the person who started it.

    Raises:
        Failed: The address or the port can't be used; the message says what to do.
    """

    def ready(url: str) -> None:
        say(f"The board is at {url} (stop it with Ctrl-C).")
        if browser:
            # Waiting for a browser to start would keep its first request waiting.
            Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    try:
        with kept_fresh(board.root):
            run(board, host, port, ready)
    except (OSError, OverflowError) as error:
        raise Failed(_unusable(host, port, error)) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address.

    Raises:
        Failed: It names no single address, so that no request for it could be told from others.
    """
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if address.is_unspecified:
        msg = f"--host {host} stands for every address; name the one that people will type."
        raise Failed(msg)
    return address.is_loopback


def _unusable(host: str, port: int, error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken, perhaps by a board that already runs: "
            f"look at http://{host}:{port}/, or name another with --port (0 takes a free one)."
        )
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} is not for everybody to use; name one above 1023 with --port."
    return f"{host} is no address of this machine; leave --host out for 127.0.0.1."
