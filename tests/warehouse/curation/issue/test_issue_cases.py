"""Whole issues: decisions in, the Markdown and what is missing out."""

import pytest

from tests.warehouse.curation.issue.issue_world import CASES, compiled, read_case
from warehouse.curation.issue import as_markdown, lint

NAMES = sorted(folder.name for folder in CASES.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_the_markdown_is_as_expected(name: str) -> None:
    made = as_markdown(compiled(read_case(name)).issue, "chart.png")
    assert made == (CASES / name / "expect.md").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_missing_is_named(name: str) -> None:
    made = "".join(f"{finding}\n" for finding in lint(compiled(read_case(name))))
    assert made == (CASES / name / "expect-missing.txt").read_text()
