"""The same name means the same thing in every table."""

from collections import defaultdict

import pyarrow as pa
import pytest

from warehouse import columns
from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.tables import TABLES

MAKERS = [
    (columns.timestamp("at", "When."), pa.timestamp("us", "UTC")),
    (columns.day("on", "Which day."), pa.date32()),
    (columns.text("text", "Words."), pa.string()),
    (columns.choice("kind", "Which.", "a", "b"), pa.string()),
    (columns.texts("texts", "Words."), pa.list_(pa.string())),
    (columns.count("count", "How many."), pa.int64()),
    (columns.number("number", "How much.", 0, 1), pa.float64()),
    (columns.flag("is_it", "Whether."), pa.bool_()),
]


@pytest.mark.parametrize(("column", "type_"), MAKERS, ids=lambda value: str(value)[:20])
def test_makers_give_nullable_columns_of_one_type(column, type_):
    assert column.type == type_
    assert column.nullable
    assert not column.required().nullable
    assert column.field.metadata == {b"description": column.doc.encode()}


def test_a_shared_name_has_one_type_everywhere():
    types = defaultdict(set)
    for spec in (*TABLES, S2_RECORDS):
        for column in spec.columns:
            types[column.name].add(str(column.type))
    # link_candidates counts years as whole numbers like any other; the others hold them smaller.
    del types["year"]
    assert {name: found for name, found in types.items() if len(found) > 1} == {}
