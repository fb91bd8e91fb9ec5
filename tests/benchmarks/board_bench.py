"""How soon the board is there and how soon it answers a key. Not part of the test run.

    python -m tests.benchmarks.board_bench [PAPERS]

Default: 6,000 made-up papers. Paints are the browser's own entries, from the start of the
navigation; a key is timed from its event to the frame after the one that shows what it did.
"""

import logging
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.warehouse.board import world
from tests.warehouse.board.conftest import board_of
from warehouse.board.server import serving

logger = logging.getLogger("board_bench")

KEYS = "j" * 40 + "k" * 10 + "smx" * 10 + "u" * 5 + "d"
TIMES = 7

WATCH = """
window.keys = [];
window.rowsAt = null;
document.addEventListener("keydown", (event) => {
  const begun = event.timeStamp;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    window.keys.push([event.key, performance.now() - begun]);
  }));
}, true);
new MutationObserver((_, observer) => {
  if (!document.querySelector(".row[aria-selected=true]")) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.rowsAt = performance.now(); }));
}).observe(document, { childList: true, subtree: true, attributes: true });
"""


def main(papers: int = 6_000) -> None:
    """Build a warehouse, serve it, and look at it."""
    with tempfile.TemporaryDirectory() as folder:
        root = world.build(Path(folder) / "warehouse", papers)
        begun = time.perf_counter()
        board = board_of(root)
        with serving(board) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(WATCH)
            page.goto(url)
            _wait_for_rows(page)
            logger.info(
                "%d papers; cold start to rows: %.1f s", papers, time.perf_counter() - begun
            )
            # Until its orders are made, a server that has just begun is busy with them.
            page.wait_for_selector(".related", timeout=120_000)
            _paints(page, url)
            _keys(page)
            _search(page)
            browser.close()


def _wait_for_rows(page: Page) -> None:
    # Playwright's own waiting evaluates text in the page, which the page's policy forbids.
    while page.evaluate("window.rowsAt") is None:
        page.wait_for_timeout(100)


def _paints(page: Page, url: str) -> None:
    first, rows = [], []
    for _ in range(TIMES):
        page.goto(url)
        # Nothing is asked of the page meanwhile: questions would be among what is timed.
        page.wait_for_timeout(1_000)
        _wait_for_rows(page)
        first.append(
            page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        )
        rows.append(page.evaluate("window.rowsAt"))
    _say("first contentful paint", first)
    _say("rows of the queue painted", rows)


def _keys(page: Page) -> None:
    page.wait_for_timeout(500)
    for key in KEYS:
        page.keyboard.press(key)
        page.wait_for_timeout(40)
    page.wait_for_timeout(500)
    pressed = page.evaluate("window.keys")
    for key in dict.fromkeys(KEYS):
        _say(f"key {key}", [ms for name, ms in pressed if name == key])
    _say("any key", [ms for _, ms in pressed])


def _search(page: Page) -> None:
    page.evaluate("window.keys = []")
    page.keyboard.press("/")
    for letter in "keeper5 storm":
        page.keyboard.press(letter)
        page.wait_for_timeout(120)
    _say("letter in the search field", [ms for _, ms in page.evaluate("window.keys")])


def _say(name: str, times: list[float]) -> None:
    logger.info(
        "%-28s median %5.0f ms, worst %5.0f ms (%d)",
        name,
        statistics.median(times),
        max(times),
        len(times),
    )


if __name__ == "__main__":
    logging.basicConfig(format="%(message)s")
    logger.setLevel(logging.INFO)
    main(*(int(argument) for argument in sys.argv[1:2]))
