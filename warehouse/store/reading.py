"""Reading published tables back; needs no lock."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import layout
from warehouse.errors import CorruptTable
from warehouse.spec import TableSpec
from warehouse.tables import BY_NAME


def read_table(root: Path, name: str, venue_id: str | None = None) -> pa.Table:
    """A published table of one venue, or of all; without rows where nothing is published.

    Raises:
        CorruptTable: A file is damaged, or lacks a column that must be there.
        KeyError: No table has that name.
    """
    spec = BY_NAME[name]
    if venue_id is None:
        files = layout.table_files(root, name)
    else:
        files = [layout.table_file(root, name, venue_id)]
    tables = [_read(spec, file) for file in files if file.exists()]
    return pa.concat_tables(tables) if tables else spec.empty()


def read_venue(root: Path, venue_id: str) -> dict[str, pa.Table]:
    """Every table of a venue, by name; without rows where nothing is published.

    Raises:
        CorruptTable: As :func:`read_table`.
    """
    return {name: read_table(root, name, venue_id) for name in BY_NAME}


def known_venues(root: Path) -> list[str]:
    """The ids of the venues whose tables are published, in order."""
    return sorted(set(read_table(root, "venues")["venue_id"].to_pylist()))


def _read(spec: TableSpec, file: Path) -> pa.Table:
    try:
        # ParquetFile, because read_table would add the folder's Hive column.
        table = pq.ParquetFile(file).read()
        return _with_new_columns(spec, table).select(spec.schema.names).cast(spec.schema)
    except (pa.ArrowException, KeyError) as error:
        msg = f"{file} cannot be read as {spec.name}; delete it and run `precited build`."
        raise CorruptTable(msg) from error


def _with_new_columns(spec: TableSpec, table: pa.Table) -> pa.Table:
    """The table with nulls in columns that were declared after it was written."""
    for column in spec.columns:
        if column.nullable and column.name not in table.column_names:
            table = table.append_column(column.field, pa.nulls(table.num_rows, column.type))
    return table
