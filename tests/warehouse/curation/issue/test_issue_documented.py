"""What docs/issue.md says a template can print is what there is."""

from dataclasses import fields
from pathlib import Path

import pytest

from tests.warehouse.curation.issue.issue_world import compiled, read_case
from warehouse.curation.issue import contents, markdown, rendering

DOCS = (Path(__file__).parents[4] / "docs" / "issue.md").read_text()
PARTS = (
    contents.Issue, contents.Venue, contents.Totals, contents.Listed, contents.Pick,
    contents.Words, contents.Count, contents.Link, contents.Related, contents.Reference,
    contents.Method,
)  # fmt: skip


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_variable_is_documented(part: type) -> None:
    names = [field.name for field in fields(part)]
    assert [n for n in names if f"`{n}`" not in DOCS and f"`issue.{n}`" not in DOCS] == []


def test_every_filter_is_documented() -> None:
    issue = compiled(read_case("three_picks")).issue
    filters = rendering._filters(issue, markdown.passage, markdown.raised, markdown.link)
    assert [
        name
        for name in [*filters, "ready"]
        if f"\\| {name}" not in DOCS and f"`| {name}`" not in DOCS
    ] == []
