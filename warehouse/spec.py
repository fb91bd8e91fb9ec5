"""A table declared once: its Arrow schema, its checks and its page in the dictionary.

PyArrow by itself drops unknown keys, fills absent ones and lets nulls into non-nullable columns
(``Table.validate`` passes them), so a schema alone is no contract. A :class:`TableSpec` is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.errors import WarehouseError


class BadTable(WarehouseError):
    """Rows that break their table's declaration; the message lists what and where."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds and what it may hold.

    Attributes:
        name: As analysts see it.
        type: Arrow type.
        doc: One sentence; it travels in the Parquet field metadata.
        nullable: Whether a value may be missing (null, never 0, "" or -1).
        allowed: The closed set of values, if there is one.
        minimum: Smallest value allowed.
        maximum: Largest value allowed.
    """

    name: str
    type: pa.DataType
    doc: str
    nullable: bool = True
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    def required(self) -> "Column":
        """The same column where a value must be there."""
        return replace(self, nullable=False)

    @property
    def field(self) -> pa.Field:
        """The Arrow field, with the description in its metadata."""
        return pa.field(self.name, self.type, self.nullable, {"description": self.doc})

    def problems(self, values: pa.ChunkedArray) -> list[str]:
        """What is wrong with these values, as sentences; empty when nothing is."""
        return [
            f"{self.name}: {count} value(s) {fault}"
            for fault, count in self._faults(values)
            if count
        ]

    def _faults(self, values: pa.ChunkedArray) -> Iterable[tuple[str, int]]:
        if not self.nullable:
            yield "missing where one is required", values.null_count
        if pa.types.is_string(self.type):
            yield 'empty ("" instead of null)', _count(pc.equal(values, ""))
        if pa.types.is_list(self.type) and pa.types.is_string(self.type.value_type):
            yield 'with an empty text ("") inside', _count(pc.equal(pc.list_flatten(values), ""))
        if pa.types.is_floating(self.type):
            yield "not a finite number", _count(pc.invert(pc.is_finite(values)))
        if self.allowed:
            known = pc.is_in(values, value_set=pa.array([*self.allowed], self.type))
            unknown = pc.and_(pc.invert(known), values.is_valid())
            yield f"not one of {', '.join(self.allowed)}", _count(unknown)
        if self.minimum is not None:
            yield f"below {self.minimum:g}", _count(pc.less(values, self.minimum))
        if self.maximum is not None:
            yield f"above {self.maximum:g}", _count(pc.greater(values, self.maximum))


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its grain, key and columns, and how far it may shrink between publications.

    Attributes:
        name: Folder name under ``tables/``.
        doc: What the table is for.
        grain: What one row is.
        key: Columns that identify a row; the file is sorted by them.
        columns: In order.
        shrink_limit: Share of rows a new version may lose before publishing stops.
        warnings: Traps for analysts, printed in the dictionary.
    """

    name: str
    doc: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    shrink_limit: float = 0.1
    warnings: tuple[str, ...] = field(default=())

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, descriptions in the field metadata."""
        return pa.schema(
            [column.field for column in self.columns],
            metadata={"table": self.name, "grain": self.grain, "key": ",".join(self.key)},
        )

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        return next(c for c in self.columns if c.name == name)

    def empty(self) -> pa.Table:
        """A table with the right columns and no rows."""
        return self.schema.empty_table()

    def from_rows(self, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
        """Rows as a checked table, sorted by key.

        Raises:
            BadTable: A row names an unknown column, or :meth:`conform` finds fault.
        """
        rows = list(rows)
        names = {column.name for column in self.columns}
        if strangers := {name for row in rows for name in row} - names:
            raise BadTable(f"{self.name}: no such column: {', '.join(sorted(strangers))}")
        for name in self._whole_numbers():
            # PyArrow would cut 1.5 down to 1 without a word.
            if any(isinstance(row.get(name), float) for row in rows):
                raise BadTable(f"{self.name}: {name}: a value is no whole number")
        try:
            table = pa.Table.from_pylist(rows, schema=self.schema)
        except (pa.ArrowException, UnicodeEncodeError, OverflowError) as error:
            raise BadTable(f"{self.name}: a value does not fit its column: {error}") from error
        return self.conform(table)

    def _whole_numbers(self) -> list[str]:
        return [column.name for column in self.columns if pa.types.is_integer(column.type)]

    def conform(self, table: pa.Table) -> pa.Table:
        """The table with our column order, types and metadata, sorted by key and checked.

        Raises:
            BadTable: Columns are missing or left over, types do not fit, or a rule is broken.
        """
        names = {column.name for column in self.columns}
        if faults := names ^ set(table.column_names):
            raise BadTable(f"{self.name}: columns that do not match: {', '.join(sorted(faults))}")
        try:
            shaped = table.select(self.schema.names).cast(self.schema)
        except (pa.ArrowException, ValueError) as error:
            # A null in a column that must not have one comes as a plain ValueError.
            raise BadTable(f"{self.name}: a value does not fit its column: {error}") from error
        shaped = shaped.sort_by([(name, "ascending") for name in self.key]).combine_chunks()
        shaped = shaped.replace_schema_metadata(self.schema.metadata)
        if problems := self.problems(shaped):
            raise BadTable(f"{self.name}: " + "; ".join(problems))
        return shaped

    def problems(self, table: pa.Table) -> list[str]:
        """Every broken rule, as sentences; empty when the table is sound."""
        found = [text for c in self.columns for text in c.problems(table.column(c.name))]
        repeated = table.num_rows - _distinct(table, self.key)
        if repeated:
            found.append(f"key ({', '.join(self.key)}): {repeated} row(s) repeat another's")
        return found

    def markdown(self) -> str:
        """The table's page in the data dictionary."""
        lines = [f"## {self.name}", "", f"{self.doc} One row per {self.grain}.", ""]
        lines += [f"Key: {', '.join(f'`{name}`' for name in self.key)}.", ""]
        lines += [line for warning in self.warnings for line in (f"> {warning}", "")]
        lines += ["| column | type | may be null | meaning |", "|---|---|---|---|"]
        return "\n".join([*lines, *(_dictionary_row(column) for column in self.columns)])


def _dictionary_row(column: Column) -> str:
    nullable = "yes" if column.nullable else "no"
    allowed = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
    return f"| {column.name} | {column.type} | {nullable} | {column.doc}{allowed} |"


def _count(mask: pa.ChunkedArray) -> int:
    return int(pc.sum(mask).as_py() or 0)


def _distinct(table: pa.Table, key: tuple[str, ...]) -> int:
    return int(table.select(key).group_by(list(key)).aggregate([]).num_rows)
