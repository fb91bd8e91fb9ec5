"""The issue as Markdown and HTML: templates, hostile text, and a page that needs no network."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser

from tests.warehouse.curation.issue.issue_world import compiled, read_case, tables_of
from warehouse.curation.issue import (
    Charts,
    Issue,
    as_html,
    as_markdown,
    write_templates,
)
from warehouse.curation.issue.rendering import BadTemplate
from warehouse.explore.charts import NARROW, WIDE, already_cited, as_svg


@pytest.fixture
def issue() -> Issue:
    return compiled(read_case("three_picks")).issue


@pytest.fixture
def hostile() -> Issue:
    return compiled(read_case("hostile")).issue


def test_hostile_text_stays_text_in_markdown(hostile: Issue) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    page = reader.render(as_markdown(hostile))

    assert re.findall(r"<(script|iframe|img|i|b|blockquote|pre)\b", page) == []
    assert page.count("<h1>") == 1
    assert all(href.startswith("https://") or href == "http://evil.example" for href in hrefs(page))
    assert "**bold**" in page
    assert "{{ 7 * 7 }}" in page


def test_hostile_text_stays_text_in_html(hostile: Issue) -> None:
    page = as_html(hostile)

    assert re.findall(r"<(script|iframe|img|i|b)\b", page) == []
    assert re.findall(r"\son\w+=", re.sub(r">[^<]*<", "><", page)) == []
    assert all(re.match(r"https?://|#", href) for href in hrefs(page))
    assert "default-src 'none'" in page
    assert "javascript:alert(6)" in page


def test_the_same_issue_gives_the_same_bytes(issue: Issue) -> None:
    again = compiled(read_case("three_picks")).issue
    assert as_html(issue) == as_html(again)
    assert as_markdown(issue) == as_markdown(again)


def test_a_users_template_comes_before_ours_and_is_escaped_too(
    issue: Issue, tmp_path: Path
) -> None:
    (tmp_path / "issue.md.jinja").write_text(
        "{% for p in issue.picks %}{{ p.title }}\n{% endfor %}"
    )
    shown = replace(issue, picks=(replace(issue.picks[0], title="[a](b) *c*"),))

    assert as_markdown(shown, templates=tmp_path) == "\\[a\\](b) \\*c\\*\n"
    assert "<!doctype html>" in as_html(shown, templates=tmp_path)
    (tmp_path / "issue.css").write_text("body { color: rebeccapurple } </style><script>")
    page = as_html(shown, templates=tmp_path)
    assert "rebeccapurple" in page
    assert "<script" not in page.replace("<\\/style><script>", "")


@pytest.mark.parametrize(
    "template",
    ["{{ issue.no_such }}", "{% for %}", "{{ ''.__class__.__mro__ }}", "{{ 1 // 0 }}"],
)
def test_a_template_at_fault_is_named(issue: Issue, tmp_path: Path, template: str) -> None:
    (tmp_path / "issue.md.jinja").write_text(template)
    with pytest.raises(BadTemplate, match=r"issue\.md\.jinja"):
        as_markdown(issue, templates=tmp_path)


def test_our_templates_written_out_give_the_same_issue(issue: Issue, tmp_path: Path) -> None:
    written = write_templates(tmp_path / "mine")
    assert [path.name for path in written] == ["issue.md.jinja", "issue.html.jinja", "issue.css"]
    assert as_markdown(issue, templates=tmp_path / "mine") == as_markdown(issue)
    assert as_html(issue, templates=tmp_path / "mine") == as_html(issue)
    with pytest.raises(BadTemplate, match="is there already"):
        write_templates(tmp_path / "mine")


@pytest.mark.browser
@pytest.mark.parametrize("case", ["three_picks", "hostile"])
def test_the_page_opens_with_the_network_off_and_without_a_complaint(
    case: str, tmp_path: Path, chromium: Browser
) -> None:
    given = read_case(case)
    chart = [
        as_svg(already_cited(tables_of(given), given["as_of"], width=width), has_style=False)
        for width in (WIDE, NARROW)
    ]
    file = tmp_path / "issue.html"
    file.write_text(as_html(compiled(given).issue, Charts(*chart)))
    said: list[str] = []
    context = chromium.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(f"ran: {dialog.message}"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert page.locator("article").count() == len(compiled(given).issue.picks)
    assert (
        page.locator("figure svg").first.is_visible()
        != page.locator("figure svg").last.is_visible()
    )
    context.close()
    assert said == []
    assert asked == [file.as_uri()]
    assert wide <= 390


def hrefs(page: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', page)
