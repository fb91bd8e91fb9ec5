"""The parts of an issue: who is in, references, passages, addresses, what is missing."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.warehouse.curation.issue.issue_world import compiled, read_case
from warehouse.curation.issue import lint
from warehouse.curation.issue.addresses import safe_address
from warehouse.curation.issue.markdown import escaped
from warehouse.curation.issue.passages import blocks, marks, spans
from warehouse.curation.issue.picks import chosen
from warehouse.curation.standing import Standing
from warehouse.explore.labels import clean

NOW = datetime(2025, 5, 19, tzinfo=UTC)


def said(**verdicts: Any) -> dict[str, Standing]:
    return {name: Standing(v, None, f"by {name}", None, NOW) for name, v in verdicts.items()}


@pytest.mark.parametrize(
    ("verdicts", "is_in"),
    [
        ({"a": "shortlist"}, True),
        ({"a": "shortlist", "b": "maybe"}, True),
        ({"a": "shortlist", "b": None}, True),
        ({"a": "shortlist", "b": "skip"}, False),
        ({"a": "maybe", "b": "maybe"}, False),
        ({}, False),
    ],
)
def test_a_paper_is_in_when_one_wants_it_and_none_skipped_it(
    verdicts: dict[str, str], is_in: bool
) -> None:
    assert bool(chosen({"p": said(**verdicts)})) == is_in


def test_a_named_curators_issue_is_theirs_alone() -> None:
    standings = {"p": said(a="shortlist", b="skip"), "q": said(a="skip", b="shortlist")}
    (choice,) = chosen(standings, "a")
    assert choice.paper_id == "p"
    assert [words.curator for words in choice.words] == ["a"]
    assert choice.doubted_by == ("b",)
    assert chosen(standings, "nobody") == []


def test_who_doubts_a_pick_does_not_speak_in_it() -> None:
    (choice,) = chosen({"p": said(a="shortlist", b="maybe", c=None)})
    assert [words.curator for words in choice.words] == ["a", "c"]


def test_one_work_has_one_number_however_it_is_written() -> None:
    issue = compiled(read_case("three_picks")).issue
    assert issue.references[0].marks == ("gull4", "doi:10.5555/GULL.4")
    assert [reference.number for reference in issue.references] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "given",
    [
        "javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://a.example/x", "https://",
        "https://user@evil.example", "https://a.example:99999999/", "https://ev il.example",
        "https://a.example/\x00", "https://localhost/", "http://[::1", "https://\u0430pple.example",
        "x" * 3000, "", None, "file:///etc/passwd", "HTTPS:evil.example",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_no_link(given: str | None) -> None:
    assert safe_address(given) is None


@given(st.text())
def test_no_address_can_end_its_link_early(text: str) -> None:
    made = safe_address(f"https://a.example/{text}")
    assert made is None or not set(made) & set("<>\"'` \n()[]{}|\\^")


@given(st.text(max_size=60))
def test_escaped_markdown_reads_as_the_text_it_was(text: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True})
    (paragraph,) = [t for t in reader.parse(f"x {escaped(text)}") if t.type == "inline"]
    assert {token.type for token in paragraph.children or []} <= {"text", "text_special"}
    assert "".join(t.content for t in paragraph.children or []) == f"x {clean(text)}".rstrip()


@given(st.text(max_size=60))
def test_escaped_markdown_begins_no_block(text: str) -> None:
    kinds = {token.type for token in MarkdownIt("commonmark").parse(str(escaped(text)))}
    assert kinds <= {"paragraph_open", "paragraph_close", "inline"}


@given(st.text())
def test_any_text_can_be_taken_apart(text: str) -> None:
    shown = "".join(s.text for b in blocks(text) for line in b.lines for s in line)
    assert len(shown) <= len(text)
    assert len(marks(text)) <= text.count("[[")


@given(st.text().filter(lambda text: "[[" not in text))
def test_a_line_without_marks_loses_nothing(line: str) -> None:
    assert "".join(span.text for span in spans(line)) == line


def test_stale_counts_are_named_and_younger_ones_are_not() -> None:
    case = read_case("three_picks")
    case["papers"][0]["asked_at"] = datetime(2025, 4, 20, tzinfo=UTC)
    messages = [f.message for f in lint(compiled(case)) if "stale" in f.message]
    assert messages == [
        "its count is stale: asked on 20 April 2025, 29 days before the issue's day; "
        "run its venue again"
    ]
    assert not [f for f in lint(compiled(case), stale_after=29) if "stale" in f.message]


def test_a_paper_that_is_not_accepted_and_an_empty_issue_are_named() -> None:
    case = read_case("three_picks")
    case["decisions"] = [{"paper_id": "gone", "curator": "anna", "verdict": "shortlist"}]
    found = lint(compiled(case))
    assert [(f.severity, f.message) for f in found] == [
        ("error", "nobody has shortlisted a paper"),
        ("warning", "shortlisted, but no accepted paper of the venue: it is left out"),
    ]


def test_more_than_ten_and_a_missing_source_are_named() -> None:
    made = compiled(read_case("three_picks"))
    pick = replace(made.issue.picks[0], forum_url=None, pdf_url=None)
    many = replace(made, issue=replace(made.issue, picks=(pick,) * 11))
    messages = {finding.message for finding in lint(many)}
    assert "it has 11 papers, more than the usual ten" in messages
    assert "no source link: neither its page nor its PDF has a web address" in messages
