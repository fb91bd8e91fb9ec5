"""The data dictionary says every table and column, and the copy in docs is today's."""

from pathlib import Path

import pytest

from warehouse.explore.dictionary import dictionary
from warehouse.tables import TABLES

DOCS = Path(__file__).parents[3] / "docs" / "tables.md"


def test_the_copy_in_docs_is_fresh():
    assert DOCS.read_text() == dictionary() + "\n", "run `make docs`"


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_every_table_and_column_is_said(spec):
    page = dictionary().partition(f"\n## {spec.name}\n")[2].partition("\n## ")[0]
    assert spec.doc in page
    for warning in spec.warnings:
        assert warning in page
    for column in spec.columns:
        assert f"| {column.name} | " in page
        assert column.doc in page


def test_it_is_made_of_markdown_tables_that_hold_together():
    for line in dictionary().splitlines():
        if line.startswith("| ") and not line.startswith("| reader"):
            assert line.count(" | ") in (1, 3), line
