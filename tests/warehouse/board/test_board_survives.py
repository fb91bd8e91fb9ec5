"""A server that is killed loses nothing that was said to be saved, nor what is typed meanwhile."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.warehouse.board import world
from tests.warehouse.board.conftest import Opening, board_of
from warehouse.board.server import serving
from warehouse.curation.decision_log import read_decisions
from warehouse.curation.standing import standing

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]


@contextmanager
def board(root: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """``precited board`` in a process of its own."""
    command = [sys.executable, "-m", "flows", "board", "--no-browser", "--curator", "anna"]
    command += ["--port", str(port), "--warehouse", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def test_a_killed_server_loses_nothing(root: Path, opened: Opening) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    with board(root, port) as process:
        page = opened(url)
        page.wait_for_selector("#field-note")
        page.keyboard.press("n")
        page.keyboard.type("Before the kill")
        page.keyboard.press("Escape")
        for key in "sm":
            page.keyboard.press(key)
        expect(page.locator("#saving")).to_have_text("Saved")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert len(read_decisions(root)) == 3

    page.keyboard.press("x")
    page.keyboard.press("s")
    page.keyboard.press("u")
    expect(page.locator("#saving")).to_have_text("3 not saved yet")
    expect(page.locator("#banner")).to_contain_text("kept in this browser")
    expect(page.locator("#progress-words")).to_contain_text("2 of 40 seen")
    assert len(read_decisions(root)) == 3

    with serving(board_of(root), port):
        expect(page.locator("#saving")).to_have_text("Saved", timeout=15_000)
        expect(page.locator("#banner")).to_be_hidden()
        expect(page.locator("#progress-words")).to_have_text("3 of 40 seen, 1 shortlisted")
        fresh = opened(url)
        expect(fresh.locator("#progress-words")).to_have_text("3 of 40 seen, 1 shortlisted")
        fresh.keyboard.press("Home")
        expect(fresh.locator("#field-note")).to_have_value("Before the kill")
    said = standing(read_decisions(root), world.VENUE)
    verdicts = {paper: own["anna"].verdict for paper, own in said.items()}
    assert verdicts == {
        world.paper_id(0): "shortlist",
        world.paper_id(1): "maybe",
        world.paper_id(2): "skip",
    }


def test_what_a_closed_page_could_not_send_is_sent_by_the_next(root: Path, opened: Opening) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    with serving(board_of(root), port):
        page = opened(url)
    page.keyboard.press("s")
    expect(page.locator("#saving")).to_have_text("1 not saved yet")
    assert read_decisions(root) == []
    with serving(board_of(root), port):
        next_page = opened(url, beside=page)
        page.close()
        expect(next_page.locator("#progress-words")).to_have_text("1 of 40 seen, 1 shortlisted")
        deadline = time.monotonic() + 10
        while not read_decisions(root) and time.monotonic() < deadline:
            next_page.wait_for_timeout(50)
    assert [d.verdict for d in read_decisions(root)] == ["shortlist"]


def test_it_ends_when_it_is_asked_to(root: Path) -> None:
    with board(root, free_port()) as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130)
