"""``precited board``: what it says when it can't start."""

import socket
from pathlib import Path

import pytest

from flows.board import board_of, is_loopback, serve_board
from flows.failures import Failed
from tests.warehouse.board import world
from warehouse.errors import NoSuchVenue


def test_a_venue_that_is_not_there_names_those_that_are(root: Path) -> None:
    with pytest.raises(NoSuchVenue, match=world.VENUE):
        board_of(root, "No.such/Venue", "anna")


def test_an_empty_warehouse_says_how_to_fill_it(tmp_path: Path) -> None:
    with pytest.raises(NoSuchVenue, match="precited run VENUE"):
        board_of(tmp_path, None, "anna")


def test_a_taken_port_is_said(root: Path) -> None:
    board = board_of(root, None, "anna")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Failed, match=f"Port {port} is taken"):
            serve_board(board, "127.0.0.1", port, browser=False, say=lambda _line: None)


def test_an_address_of_another_machine_is_said(root: Path) -> None:
    board = board_of(root, world.VENUE, "anna")
    with pytest.raises(Failed, match=r"192\.0\.2\.1 is no address of this machine"):
        serve_board(board, "192.0.2.1", 0, browser=False, say=lambda _line: None)


@pytest.mark.parametrize(
    ("host", "is_own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("192.0.2.1", False), ("box", False)],
)
def test_only_loopback_is_without_a_warning(host: str, is_own: bool) -> None:
    assert is_loopback(host) is is_own


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104 - that it is refused is the point
def test_every_address_at_once_is_refused(host: str) -> None:
    with pytest.raises(Failed, match="name the one"):
        is_loopback(host)
