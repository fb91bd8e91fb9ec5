"""The page in a real browser: keys, undo, notes, filters, reloads, tabs and harm."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.warehouse.board import world
from tests.warehouse.board.conftest import Opening, board_of
from warehouse.board.server import serving
from warehouse.curation.decision_log import read_decisions

pytestmark = pytest.mark.browser

CHOSEN = ".row[aria-selected=true]"


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page: Page) -> None:
    expect(page.locator("#saving")).to_have_text("Saved")


def chosen(page: Page) -> str:
    return page.evaluate("new URLSearchParams(location.search).get('paper')")


def places(page: Page) -> list[str]:
    """The ranks in sight, from the top."""
    return page.evaluate(
        """[...document.querySelectorAll('.row:not([hidden])')]
        .sort((a, b) => a.dataset.place - b.dataset.place)
        .map((row) => row.querySelector('.rank').textContent)"""
    )


def test_twenty_papers_are_decided_by_keys_alone(url: str, root: Path, opened: Opening) -> None:
    page = opened(url)
    press(page, "smx" * 6 + "sm")
    saved(page)
    decisions = read_decisions(root)
    ranked = [world.paper_id(n) for n in range(40) if n % 10 != 9]
    assert [d.paper_id for d in decisions] == ranked[:20]
    assert [d.verdict for d in decisions[:3]] == ["shortlist", "maybe", "skip"]
    assert {d.curator for d in decisions} == {"anna"}
    progress = page.locator("#progress-words")
    expect(progress).to_have_text("20 of 40 seen, 7 shortlisted")
    page.reload()
    expect(progress).to_have_text("20 of 40 seen, 7 shortlisted")
    expect(page.locator(CHOSEN)).to_have_attribute("aria-posinset", "21")


def test_undo_goes_back_as_far_as_one_decided(url: str, root: Path, opened: Opening) -> None:
    page = opened(url)
    press(page, "ssx")
    press(page, "uu")
    saved(page)
    expect(page.locator("#progress-words")).to_have_text("1 of 40 seen, 1 shortlisted")
    expect(page.locator(CHOSEN)).to_have_attribute("aria-posinset", "2")
    undone = [d for d in read_decisions(root) if d.verdict == "undo"]
    assert [d.paper_id for d in undone] == [world.paper_id(2), world.paper_id(1)]
    page.reload()
    # What was decided before the reload can be taken back, too, where one stands on it.
    page.wait_for_selector(CHOSEN)
    page.keyboard.press("Home")
    expect(page.locator("#verdict-shortlist")).to_have_attribute("aria-pressed", "true")
    press(page, "u")
    expect(page.locator("#progress-words")).to_have_text("0 of 40 seen, 0 shortlisted")
    saved(page)
    expect(page.locator(".history")).to_contain_text("anna took it back")


def test_a_verdict_that_replaced_another_gives_way_to_it(url: str, opened: Opening) -> None:
    page = opened(url)
    press(page, "mk")
    press(page, "s")
    press(page, "u")
    expect(page.locator("#verdict-maybe")).to_have_attribute("aria-pressed", "true")
    saved(page)
    page.reload()
    page.wait_for_selector(CHOSEN)
    page.keyboard.press("Home")
    expect(page.locator("#verdict-maybe")).to_have_attribute("aria-pressed", "true")


def test_words_are_kept(url: str, root: Path, opened: Opening) -> None:
    page = opened(url)
    page.wait_for_selector("#field-note")
    page.keyboard.press("n")
    page.keyboard.type('See <b>table 3</b>, "smx" & j')
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.keyboard.type("It came first.")
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    page.keyboard.type("Fog helps.\nMostly.")
    page.keyboard.press("Escape")
    press(page, "s")
    saved(page)
    assert [(d.note, d.why, d.key_insights, d.verdict) for d in read_decisions(root)] == [
        ('See <b>table 3</b>, "smx" & j', None, None, None),
        (None, "It came first.", None, None),
        (None, None, "Fog helps.\nMostly.", None),
        (None, None, None, "shortlist"),
    ]
    page.reload()
    page.wait_for_selector(CHOSEN)
    page.keyboard.press("Home")
    expect(page.locator("#field-note")).to_have_value('See <b>table 3</b>, "smx" & j')
    expect(page.locator("#field-key_insights")).to_have_value("Fog helps.\nMostly.")


def test_typing_ahead_of_the_evidence_is_typing(url: str, root: Path, opened: Opening) -> None:
    page = opened(url)
    page.route("**/api/paper?*", lambda _route: None)  # evidence that does not come
    press(page, "jjjjjn")
    page.keyboard.type("smx u")
    page.keyboard.press("Escape")
    saved(page)
    assert [(d.note, d.verdict) for d in read_decisions(root)] == [("smx u", None)]


def test_going_to_and_fro_before_the_evidence_comes(url: str, opened: Opening) -> None:
    page = opened(url)
    press(page, "jkjkjjkk" * 3)
    expect(page.locator("#evidence")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#evidence .abstract")).to_have_count(1)


def test_what_is_typed_outlives_a_reload_before_it_is_left(url: str, opened: Opening) -> None:
    page = opened(url)
    page.wait_for_selector("#field-why")
    page.keyboard.press("w")
    page.keyboard.type("Half a thou")
    expect(page.locator("#state-why")).to_contain_text("not saved yet")
    page.reload()
    expect(page.locator("#field-why")).to_have_value("Half a thou")


def test_filters_sorting_and_orders_live_in_the_address(url: str, opened: Opening) -> None:
    page = opened(url)
    foot = page.locator("#foot")
    page.keyboard.press("f")
    page.select_option("#filter-tier", "oral")
    expect(foot).to_contain_text("8 of 40 papers")
    page.select_option("#filter-cited", "yes")
    page.locator("#sort-cited").click()
    page.locator("#sort-cited").click()
    assert "tier=oral" in page.url
    assert "sort=-cited" in page.url
    shown = places(page)
    assert shown == sorted(shown, key=int, reverse=True)
    page.reload()
    expect(foot).to_contain_text("of 40 papers")
    expect(page.locator("#sort-cited")).to_have_attribute("data-sorted", "up")
    assert places(page) == shown
    page.go_back()
    page.go_back()
    page.go_back()
    expect(foot).to_contain_text("8 of 40 papers")
    page.go_back()
    expect(foot).to_contain_text("40 papers")
    page.keyboard.press("/")
    page.keyboard.type("brinza keeper12")
    expect(foot).to_contain_text("1 of 40 papers")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    expect(page.locator("#progress-words")).to_contain_text("1 shortlisted")


def test_the_diverse_order_is_another_and_both_hold_all(url: str, opened: Opening) -> None:
    page = opened(url)
    fair = places(page)
    page.wait_for_selector(".related")
    page.keyboard.press("d")
    assert "order=diverse" in page.url
    diverse = places(page)
    assert diverse != fair
    page.reload()
    page.wait_for_selector(CHOSEN)
    assert places(page) == diverse
    expect(page.locator("#order-diverse")).to_have_attribute("aria-checked", "true")
    expect(page.locator("#foot")).to_contain_text("40 papers")


def test_unknown_is_drawn_apart_from_none(url: str, opened: Opening) -> None:
    page = opened(url)
    page.goto(f"{url}?cited=unknown")
    page.wait_for_selector(CHOSEN)
    expect(page.locator(f"{CHOSEN} .cites")).to_have_text("unknown")
    expect(page.locator(f"{CHOSEN} .cites.is-unknown")).to_have_css("border-top-style", "dashed")
    expect(page.locator(".flag")).to_contain_text("Unknown whether it is cited")
    page.goto(f"{url}?cited=no")
    page.wait_for_selector(CHOSEN)

    assert page.locator(f"{CHOSEN} .cites").inner_text().startswith("0")
    expect(page.locator(".flag")).to_contain_text("Not cited yet")


def test_two_tabs_lose_nothing(url: str, root: Path, opened: Opening) -> None:
    one = opened(url)
    other = opened(url, beside=one)
    press(one, "sss")
    other.keyboard.press("End")
    press(other, "x")
    for page in (one, other):
        expect(page.locator("#progress-words")).to_have_text("4 of 40 seen, 3 shortlisted")
    assert len(read_decisions(root)) == 4


def test_two_curators_see_each_other_and_where_they_disagree(
    url: str, root: Path, opened: Opening
) -> None:
    anna = opened(url)
    ben = opened(url)
    ben.keyboard.press("c")
    ben.fill("#curator-name", "  Ben   <i>B</i> ")
    ben.keyboard.press("Enter")
    expect(ben.locator("#who-name")).to_have_text("Ben <i>B</i>")
    press(anna, "sx")
    press(ben, "xx")
    saved(anna)
    saved(ben)
    anna.keyboard.press("Home")
    expect(anna.locator("#agreement")).to_have_text("curators disagree")
    expect(anna.locator(".other .curator")).to_have_text("Ben <i>B</i>")
    anna.keyboard.press("j")
    expect(anna.locator("#agreement")).to_have_text("curators agree")
    expect(anna.locator("#progress-words")).to_contain_text("together 2 seen, 1 shortlisted")
    anna.keyboard.press("c")
    expect(anna.locator("#pairs")).to_contain_text("2 in common, 1 the same")
    assert len(read_decisions(root)) == 4


def test_everything_works_by_mouse(url: str, root: Path, opened: Opening) -> None:
    page = opened(url)
    page.locator(".row").nth(2).click()
    page.wait_for_selector("#field-note")
    page.fill("#field-note", "By hand")
    page.locator("#verdict-maybe").click()
    saved(page)
    assert [(d.note, d.verdict) for d in read_decisions(root)] == [
        ("By hand", None),
        (None, "maybe"),
    ]
    page.locator("#toast button").click()
    expect(page.locator("#progress-words")).to_have_text("0 of 40 seen, 0 shortlisted")
    page.locator(".related button").first.click()
    expect(page.locator(CHOSEN)).to_have_count(1)


def test_single_keys_can_be_turned_off(url: str, root: Path, opened: Opening) -> None:
    page = opened(url)
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    press(page, "smxj")
    page.keyboard.press("ArrowDown")
    expect(page.locator(CHOSEN)).to_have_attribute("aria-posinset", "2")
    page.locator("#verdict-skip").click()
    saved(page)
    assert [d.verdict for d in read_decisions(root)] == ["skip"]


def test_a_phone_shows_the_evidence_as_a_sheet(url: str, root: Path, opened: Opening) -> None:
    page = opened(url, width=390)
    expect(page.locator("#evidence")).to_be_hidden()
    page.locator(".row").nth(1).click()
    expect(page.locator("#evidence")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#verdict-shortlist").click()
    expect(page.locator("#evidence h2")).to_contain_text(" 2")
    page.reload()
    expect(page.locator("#evidence")).to_be_visible()
    page.locator(".back").click()
    expect(page.locator("#evidence")).to_be_hidden()
    assert [d.paper_id for d in read_decisions(root)] == [world.paper_id(1)]


def test_the_list_tells_a_screen_reader_where_one_is(url: str, opened: Opening) -> None:
    page = opened(url)
    press(page, "jj")
    row = page.locator(f"#{page.get_attribute('#list', 'aria-activedescendant')}")
    expect(row).to_have_attribute("aria-posinset", "3")
    expect(row).to_have_attribute("aria-setsize", "40")
    assert "Rank 3" in (row.get_attribute("aria-label") or "")
    unnamed = page.evaluate(
        """[...document.querySelectorAll('button, input, select, textarea, a')].filter((e) =>
        !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).length"""
    )
    assert unnamed == 0
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_venues_are_switched(root: Path, opened: Opening) -> None:
    world.build(root, 12, world.OTHER)
    with serving(board_of(root)) as url:
        page = opened(url)
        expect(page.locator("#foot")).to_contain_text("40 papers")
        press(page, "s")
        page.select_option("#venue", world.OTHER)
        expect(page.locator("#foot")).to_contain_text("12 papers")
        expect(page.locator("#progress-words")).to_have_text("0 of 12 seen, 0 shortlisted")
        press(page, "m")
        saved(page)
        page.go_back()
        expect(page.locator("#progress-words")).to_have_text("1 of 40 seen, 1 shortlisted")
        assert [d.venue_id for d in read_decisions(root)] == [world.VENUE, world.OTHER]


def test_a_hostile_corpus_runs_nothing_and_breaks_nothing(tmp_path: Path, opened: Opening) -> None:
    # `opened` fails the test on any dialog, error or refusal by the page's policy.
    count = len(world.HOSTILE)
    root = world.build(tmp_path / "hostile", count * 2, hostile=True)
    with serving(board_of(root)) as url:
        page = opened(url)
        for _ in range(count):
            page.wait_for_selector(".abstract")
            assert page.evaluate("document.getElementById('evidence').scrollWidth") <= 640
            assert (
                page.evaluate(
                    "document.querySelectorAll('main img, main script, main iframe').length"
                )
                == 0
            )
            page.keyboard.press("s")
        for text in world.HOSTILE[:6]:
            page.keyboard.press("n") if page.locator("#field-note").count() else None
            page.fill("#field-note", text)
            page.keyboard.press("Escape")
            page.keyboard.press("k")
            page.wait_for_selector("#field-note")
        saved(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 1300
        links = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol)")
        assert set(links) <= {"https:", "http:"}
        page.keyboard.press("Home")
        page.keyboard.press("f")
        page.select_option("#filter-tier", world.HOSTILE[0])
        page.reload()
        page.wait_for_selector(CHOSEN)
        expect(page.locator("#foot")).to_contain_text(f"of {count * 2} papers")
    assert len(read_decisions(root)) == count + 6


class _Evil(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>evil</title>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def evil() -> Iterator[str]:
    """Another site, which the curator has open, too."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Evil)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


ATTACK = """async ([url, entry]) => {
  const answers = [];
  for (const attempt of [
    () => fetch(url + 'api/decide', {method: 'POST', mode: 'no-cors', body: entry}),
    () => fetch(url + 'api/decide', {method: 'POST', body: entry,
        headers: {'content-type': 'application/json', 'x-precited-token': 'x'}}),
    () => fetch(url + 'api/session').then((r) => r.text()),
    () => fetch(url).then((r) => r.text()),
  ]) answers.push(await attempt().then((r) => r?.type ?? r, () => 'refused'));
  const frame = document.createElement('iframe');
  frame.src = url;
  document.body.append(frame);
  await new Promise((r) => { frame.onload = r; setTimeout(r, 1500); });
  answers.push(frame.contentDocument === null ? 'walled' : 'open');
  const form = document.createElement('form');
  form.method = 'POST'; form.action = url + 'api/decide'; form.enctype = 'text/plain';
  document.body.append(form);
  form.submit();
  return answers;
}"""


def test_another_site_in_the_same_browser_gets_nowhere(
    url: str, evil: str, root: Path, opened: Opening
) -> None:
    board = opened(url)
    page = board.context.new_page()
    page.goto(evil)
    entry = '{"paper_id":"%s","venue_id":"%s","curator":"eve","verdict":"skip"}'
    answers = page.evaluate(ATTACK, [url, entry % (world.paper_id(0), world.VENUE)])
    assert answers[1:4] == ["refused"] * 3
    assert "open" not in answers
    page.wait_for_url("**/api/decide")
    assert "error" in page.content()
    assert read_decisions(root) == []
