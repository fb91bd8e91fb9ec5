"""One declaration, many uses: what a table's declaration catches, and what it lets pass."""

import math
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.errors import WarehouseError
from warehouse.layout import HIVE_KEY
from warehouse.normalise.s2_answers import S2_ANSWERS
from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.spec import BadTable, Column, TableSpec
from warehouse.tables import BY_NAME, TABLES

ALL = (*TABLES, S2_RECORDS, S2_ANSWERS)


def is_numbers(type_: pa.DataType) -> bool:
    return pa.types.is_list(type_) and pa.types.is_floating(type_.value_type)


def sound_value(column: Column, number: int = 0):
    """A value that breaks no rule; other numbers give others where the rules leave a choice."""
    if column.allowed:
        return column.allowed[0]
    made = {
        pa.types.is_string: f"text {number}",
        is_numbers: [0.5, -0.5],
        pa.types.is_list: ["one", None],
        pa.types.is_timestamp: datetime(2022, 4, 25, 12, 0, number, tzinfo=UTC),
        pa.types.is_date: date(2022, 4, 25),
        pa.types.is_boolean: True,
    }
    number += int(column.minimum or 0)
    return next((value for is_type, value in made.items() if is_type(column.type)), number)


def sound_row(spec: TableSpec, number: int = 0) -> dict:
    return {column.name: sound_value(column, number) for column in spec.columns}


def values(column: Column) -> st.SearchStrategy:
    """Every value that a column's declaration allows."""
    if column.allowed:
        some = st.sampled_from(column.allowed)
    elif pa.types.is_string(column.type):
        some = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
    elif is_numbers(column.type):
        some = st.lists(st.floats(-1, 1, width=32), max_size=3)
    elif pa.types.is_list(column.type):
        item = st.text(st.characters(codec="utf-8"), min_size=1, max_size=4)
        some = st.lists(st.none() | item, max_size=3)
    elif pa.types.is_timestamp(column.type):
        some = st.datetimes(timezones=st.just(UTC))
    elif pa.types.is_date(column.type):
        some = st.dates()
    elif pa.types.is_boolean(column.type):
        some = st.booleans()
    elif pa.types.is_floating(column.type):
        some = st.floats(column.minimum, column.maximum, allow_nan=False, allow_infinity=False)
    else:
        bits = column.type.bit_width
        low = int(column.minimum) if column.minimum is not None else -(2 ** (bits - 1))
        high = int(column.maximum) if column.maximum is not None else 2 ** (bits - 1) - 1
        some = st.integers(low, high)
    return st.none() | some if column.nullable else some


def rows(spec: TableSpec) -> st.SearchStrategy:
    row = st.fixed_dictionaries({column.name: values(column) for column in spec.columns})
    return st.lists(row, max_size=4, unique_by=lambda row: tuple(row[name] for name in spec.key))


def mutations() -> list:
    """One broken rule at a time: (table, what breaks it, a row that does)."""
    broken = []
    for spec in ALL:
        for column in spec.columns:
            for what, value in faults(column):
                row = sound_row(spec) | {column.name: value}
                broken.append(pytest.param(spec, row, id=f"{spec.name}.{column.name}-{what}"))
    return broken


def faults(column: Column):
    if not column.nullable:
        yield "null", None
    if pa.types.is_string(column.type):
        yield "empty", ""
    if pa.types.is_list(column.type) and not is_numbers(column.type):
        yield "empty_inside", ["one", ""]
    if column.allowed:
        yield "unknown", "something else"
    if column.minimum is not None:
        yield "below", type(sound_value(column))(column.minimum - 1)
    if column.maximum is not None and pa.types.is_floating(column.type):
        yield "above", column.maximum + 1
    if pa.types.is_floating(column.type):
        yield "nan", math.nan
        yield "infinite", math.inf
    if pa.types.is_integer(column.type):
        yield "fraction", 1.5
        yield "too_large", 2**63


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_what_a_declaration_allows_it_finds_no_fault_with(spec, data):
    generated = data.draw(rows(spec))
    table = spec.from_rows(generated)
    assert spec.problems(table) == []
    assert table.num_rows == len(generated)
    assert table.schema.equals(spec.schema, check_metadata=True)
    assert spec.conform(table).equals(table)


@pytest.mark.parametrize(("spec", "row"), mutations())
def test_every_rule_catches_its_breach(spec, row):
    assert spec.from_rows([sound_row(spec)]).num_rows == 1
    with pytest.raises(BadTable, match=spec.name):
        spec.from_rows([row])


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
def test_a_repeated_key_is_caught(spec):
    with pytest.raises(BadTable, match=r"key .* repeat"):
        spec.from_rows([sound_row(spec), sound_row(spec)])


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
def test_columns_must_be_those_declared(spec):
    table = spec.from_rows([sound_row(spec)])
    with pytest.raises(BadTable, match="do not match"):
        spec.conform(table.append_column("stray", pa.array([1])))
    with pytest.raises(BadTable, match=f"do not match: {spec.columns[-1].name}"):
        spec.conform(table.drop_columns([spec.columns[-1].name]))
    with pytest.raises(BadTable, match="no such column: stray"):
        spec.from_rows([sound_row(spec) | {"stray": 1}])


def test_a_column_of_another_type_is_cast_only_without_loss():
    spec = BY_NAME["runs"]
    table = spec.from_rows([sound_row(spec)])
    place = table.column_names.index("papers")
    small = table.set_column(place, "papers", pa.array([3], pa.int8()))
    assert spec.conform(small)["papers"].to_pylist() == [3]
    with pytest.raises(BadTable, match="does not fit"):
        spec.conform(table.set_column(place, "papers", pa.array([1.5])))
    with pytest.raises(BadTable, match="does not fit"):
        spec.conform(table.set_column(place, "papers", pa.array(["many"])))


def test_rows_come_sorted_by_key_in_one_chunk():
    spec = BY_NAME["authorships"]
    given_rows = [
        sound_row(spec) | {"paper_id": paper, "position": position}
        for paper, position in [("b", 1), ("a", 2), ("b", 2), ("a", 1)]
    ]
    table = spec.from_rows(given_rows)
    assert list(zip(*(table[name].to_pylist() for name in spec.key), strict=True)) == [
        ("a", 1),
        ("a", 2),
        ("b", 1),
        ("b", 2),
    ]
    assert table["name"].num_chunks == 1


def test_text_that_cannot_be_encoded_is_a_fault_and_no_crash():
    spec = BY_NAME["papers"]
    with pytest.raises(BadTable, match="does not fit"):
        spec.from_rows([sound_row(spec) | {"title": "half a pair \ud800"}])


def test_a_bad_table_is_a_warehouse_error():
    assert issubclass(BadTable, WarehouseError)


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
def test_declarations_are_whole(spec):
    names = [column.name for column in spec.columns]
    assert len(names) == len(set(names))
    assert spec.doc.endswith(".")
    for column in spec.columns:
        assert column.doc.strip(), column.name
        assert not column.allowed or pa.types.is_string(column.type)
    for name in spec.key:
        assert not spec.column(name).nullable, f"key column {name} may be null"
    assert 0 <= spec.shrink_limit <= 1
    assert spec.empty().num_rows == 0


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_names_keep_their_promise(spec):
    """`_at` is a moment, `_on` a day, `_count` a whole number from 0, `is_` a boolean."""
    for column in spec.columns:
        if column.name.endswith("_at"):
            assert column.type == pa.timestamp("us", "UTC"), column.name
        if column.name.endswith("_on") or column.name == "as_of":
            assert column.type == pa.date32(), column.name
        if column.name.endswith("_count"):
            assert pa.types.is_integer(column.type), column.name
            assert column.minimum == 0, column.name
        if column.name.startswith("is_"):
            assert column.type == pa.bool_(), column.name


def test_only_citations_has_a_column_that_the_hive_key_hides_and_it_says_so():
    hidden = [spec.name for spec in TABLES if HIVE_KEY in spec.schema.names]
    assert hidden == ["citations"]
    assert any("Hive" in warning for warning in BY_NAME["citations"].warnings)
