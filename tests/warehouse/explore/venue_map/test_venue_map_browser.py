"""The map in a real browser with the network off: drawn, found, pointed at, zoomed, in the dark."""

import pytest

from tests.warehouse.explore.venue_map.test_venue_map import FACTS, PAPERS_ON_MAP
from warehouse.explore.venue_map import map_page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium, tmp_path):
    """The map opened; whatever the page complains of fails the test."""
    file = tmp_path / "map.html"
    file.write_text(map_page(PAPERS_ON_MAP, FACTS))
    said, asked = [], []
    context = chromium.new_context(offline=True, viewport={"width": 1000, "height": 700})
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_function("view.width > 0")
    yield page
    context.close()
    assert said == []
    assert asked == [file.as_uri()]


def drawn(page):
    """How many pixels of the map are not empty."""
    return page.evaluate(
        "() => { const c = document.getElementById('map');"
        "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        "let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; }"
    )


def test_papers_are_drawn_and_more_of_them_closer_by(page):
    page.wait_for_timeout(100)
    before = drawn(page)
    assert before > 50
    scale = page.evaluate("view.scale")
    page.click("#farther")
    assert page.evaluate("view.scale") < scale
    page.click("#closer")
    page.click("#closer")
    page.click("#whole")
    assert page.evaluate("view.scale") == pytest.approx(scale)


def test_the_card_tells_of_the_paper_pointed_at(page):
    x, y = page.evaluate("toScreen(papers[0])")
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + x, box["y"] + y)
    card = page.locator("#card")
    card.wait_for()
    assert "Lanterns" in card.inner_text() or "alert(1)" in card.inner_text()
    assert "3-5 citations" in card.inner_text()


def test_the_keyboard_alone_reaches_every_paper(page):
    page.focus("#map")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("state.at") >= 0
    page.keyboard.press("Escape")
    assert page.evaluate("state.at") == -1
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "words"


def test_search_lists_what_it_finds_and_hostile_titles_are_text(page):
    page.fill("#words", "script")
    found = page.locator("#found li")
    assert found.count() == 1
    assert "</script><script>alert(1)</script>" in found.first.inner_text()
    assert found.first.locator("a").get_attribute("href") is None
    page.fill("#words", "zzz")
    assert "Nothing found" in page.locator("#found").inner_text()


def test_unknown_is_drawn_apart_from_zero(page):
    page.select_option("#colour", "citations")
    assert page.evaluate("colourOf(papers[2])") is None
    assert "unknown, which is not 0" in page.locator("#legend").inner_text()


def test_it_is_readable_in_the_dark(page):
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 22, 26)"
