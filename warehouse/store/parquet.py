"""Tables as Parquet bytes: the same rows give the same bytes."""

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.layout import HIVE_KEY
from warehouse.spec import TableSpec

# DuckDB scans in vectors of 2,048 rows and hands out row groups to threads; this is its own size.
ROW_GROUP = 122_880


def encode(spec: TableSpec, table: pa.Table) -> bytes:
    """A conforming table as the bytes of its file.

    Built in memory: a Parquet writer that meets an exception still closes the file with a valid
    footer, so that half a table would look whole.
    """
    order = [(name, "ascending") for name in spec.key]
    sink = pa.BufferOutputStream()
    pq.write_table(
        _readable_with_hive(table),
        sink,
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        row_group_size=ROW_GROUP,
        sorting_columns=pq.SortingColumn.from_ordering(table.schema, order),
    )
    return bytes(sink.getvalue())


def _readable_with_hive(table: pa.Table) -> pa.Table:
    """The table with a column of the Hive key's name typed as readers type that key.

    pandas and pyarrow make a dictionary of the folders' names and refuse a file that has plain
    text under the same name; typed alike, a plain read gives the folder's name for it.
    """
    place = table.schema.get_field_index(HIVE_KEY)
    if place < 0:
        return table
    field = table.schema.field(place).with_type(pa.dictionary(pa.int32(), pa.string()))
    return table.set_column(place, field, table.column(place).cast(field.type))
