"""The board served to a real client, and one browser for all its tests."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.warehouse.board import world
from warehouse.board.pages import Board
from warehouse.board.server import serving


def board_of(root: Path, curator: str = "anna") -> Board:
    return Board(root, curator, None, lambda: datetime.now(UTC))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with forty made-up papers, for copying."""
    return world.build(tmp_path_factory.mktemp("built") / "warehouse")


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A warehouse with forty made-up papers, on which nobody has decided."""
    return shutil.copytree(built, tmp_path / "warehouse")


@pytest.fixture
def url(root: Path) -> Iterator[str]:
    """Where that warehouse's board is."""
    with serving(board_of(root)) as url:
        yield url


Opening = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Opening]:
    """Opens pages, each with a storage of its own; whatever goes wrong on one fails the test."""
    contexts, troubles = [], []

    def open_page(url: str, *, width: int = 1300, beside: Page | None = None) -> Page:
        if beside is None:
            contexts.append(chromium.new_context(viewport={"width": width, "height": 800}))
        context = contexts[-1] if beside is None else beside.context
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: said.type == "error" and troubles.append(said.text))
        page.goto(url)
        # A server that has just begun reads its tables first.
        page.wait_for_selector(".row[aria-selected=true]", timeout=60_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A server that is killed on purpose is told of by the network, which is no trouble of ours.
    assert [t for t in troubles if "ERR_CONNECTION" not in t] == []
