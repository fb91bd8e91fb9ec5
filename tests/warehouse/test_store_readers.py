"""What analysts do: a plain read of a table's folder, in four libraries."""

from datetime import UTC, date, datetime

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse import layout
from warehouse.store import publish
from warehouse.tables import TABLES

FULL = "lantern.example/LANTERN/2025/Conference"
EMPTY = "lantern.example/LANTERN/2025/Workshop/Tiny"
PLAIN = [spec for spec in TABLES if layout.HIVE_KEY not in spec.schema.names]
HIDDEN = [spec for spec in TABLES if layout.HIVE_KEY in spec.schema.names]


def is_numbers(type_):
    return pa.types.is_list(type_) and pa.types.is_floating(type_.value_type)


def value(column, number):
    if column.name == "venue_id":
        return FULL
    if column.allowed:
        return column.allowed[0]
    made = {
        pa.types.is_string: f"ünï {number}",
        is_numbers: [0.5, -0.25],
        pa.types.is_list: ["one", "two"],
        pa.types.is_timestamp: datetime(2022, 4, 25, 12, 0, number, 123456, tzinfo=UTC),
        pa.types.is_date: date(2022, 4, 25),
        pa.types.is_boolean: True,
    }
    whole = number + int(column.minimum or 0)
    return next((found for is_type, found in made.items() if is_type(column.type)), whole)


def rows(spec):
    full = [{column.name: value(column, n) for column in spec.columns} for n in range(2)]
    sparse = {c.name: value(c, 1) for c in spec.columns if not c.nullable}
    # Years are 1950 or later and venues have one row: give the first key column a new value.
    if spec.name == "venues":
        return full[:1]
    first = spec.key[0] if not spec.column(spec.key[0]).allowed else spec.key[1]
    return [*full, sparse | {first: "another"}]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("warehouse")
    publish(root, FULL, {spec.name: spec.from_rows(rows(spec)) for spec in TABLES})
    publish(root, EMPTY, {spec.name: spec.empty() for spec in TABLES})
    return root


def glob(root, spec):
    return f"{layout.table_folder(root, spec.name)}/**/*.parquet"


def read_duckdb(root, spec, *, hive=True):
    option = "" if hive else ", hive_partitioning=false"
    with duckdb.connect() as connection:
        query = f"SELECT * FROM read_parquet('{glob(root, spec)}'{option})"  # noqa: S608
        return connection.sql(query).to_arrow_table()


def read_pandas(root, spec, *, hive=True):
    folder = layout.table_folder(root, spec.name)
    options = {} if hive else {"partitioning": None}
    frame = pd.read_parquet(folder, dtype_backend="pyarrow", **options)
    return pa.Table.from_pandas(frame, preserve_index=False)


def read_polars(root, spec, *, hive=True):
    options = {} if hive else {"hive_partitioning": False}
    return pl.read_parquet(glob(root, spec), **options).to_arrow()


def read_pyarrow(root, spec, *, hive=True):
    options = {} if hive else {"partitioning": None}
    return pq.read_table(layout.table_folder(root, spec.name), **options)


READERS = [read_duckdb, read_pandas, read_polars, read_pyarrow]


def check(table, spec, but=()):
    """Every column but these has its declared type and values."""
    names = [name for name in spec.schema.names if name not in but]
    assert set(names) <= set(table.column_names)
    declared = table.select(names)
    for field in declared.schema:
        assert kind(field.type) == kind(spec.schema.field(field.name).type), field.name
    got = spec.from_rows(declared.to_pylist()).select(names)
    assert got.equals(spec.from_rows(rows(spec)).select(names))


def kind(type_):
    """The type, however wide a library's texts and lists are, and whatever UTC is called."""
    written = str(type_).replace("large_", "").replace("string_view", "string")
    written = written.replace("child 0, ", "").replace("Etc/UTC", "UTC")
    return written.replace("list<l: ", "list<element: ").replace("list<item: ", "list<element: ")


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("spec", PLAIN, ids=lambda spec: spec.name)
def test_a_plain_read_is_right_though_one_venue_is_empty(root, spec, read):
    table = read(root, spec)
    check(table, spec)
    strangers = set(table.column_names) - set(spec.schema.names)
    assert strangers <= {layout.HIVE_KEY}


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("spec", HIDDEN, ids=lambda spec: spec.name)
def test_a_column_named_as_the_hive_key_hides_itself_and_nothing_else(root, spec, read):
    check(read(root, spec), spec, but=[layout.HIVE_KEY])


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("spec", HIDDEN, ids=lambda spec: spec.name)
def test_a_column_named_as_the_hive_key_is_read_with_hive_off(root, spec, read):
    table = read(root, spec, hive=False)
    check(table, spec, but=[layout.HIVE_KEY])
    place = table.schema.get_field_index(layout.HIVE_KEY)
    plain = table.set_column(place, layout.HIVE_KEY, table[layout.HIVE_KEY].cast(pa.string()))
    check(plain, spec)


def test_readers_that_add_the_hive_column_give_it_the_folder_name(root):
    spec = PLAIN[1]
    for read in (read_duckdb, read_pandas, read_pyarrow):
        added = read(root, spec)[layout.HIVE_KEY].to_pylist()
        assert set(added) == {"lantern.example-LANTERN-2025-Conference"}, read.__name__
    assert layout.HIVE_KEY not in read_polars(root, spec).column_names
