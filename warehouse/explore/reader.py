"""A warehouse opened for reading: tables, views and queries, as Arrow or as pandas."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from warehouse import layout
from warehouse.errors import BadQuery, NoSuchWarehouse
from warehouse.explore import sql
from warehouse.explore.views import VIEWS
from warehouse.remote import Address, make, place_of, working_copy_of
from warehouse.store import known_venues, read_table
from warehouse.tables import BY_NAME

COPIES = Path("~/.cache/precited/s3")
"""Where warehouses on S3 are kept equal to folders, unless told."""

VIEW_NAMES = tuple(view.name for view in VIEWS)


@dataclass(frozen=True, slots=True)
class Reader:
    """What is published in a warehouse now; each question sees the newest publication.

    Attributes:
        root: Where the warehouse lies, or the folder that is kept equal to one on S3.
    """

    root: Path

    @property
    def venues(self) -> list[str]:
        """Ids of the venues whose tables are published."""
        _refresh(self.root)
        return known_venues(self.root)

    @property
    def names(self) -> list[str]:
        """Names of all tables and views."""
        return [*BY_NAME, *VIEW_NAMES]

    def arrow(self, what: str, venue_id: str | None = None, **values: Any) -> pa.Table:
        """A table, a view, or the answer to a query, in Arrow's own types.

        Args:
            what: The name of a table or view, or one SELECT over them, in which ``$name`` stands
                for a value.
            venue_id: Only this venue's rows; for tables and views alone.
            values: What each ``$name`` of a query stands for.

        Raises:
            BadQuery: There is no such name, or DuckDB cannot answer the query; says why.
        """
        _refresh(self.root)
        if what in BY_NAME:
            return read_table(self.root, what, venue_id)
        if what in VIEW_NAMES:
            return self._view(what, venue_id)
        if venue_id is not None or not any(letter.isspace() for letter in what):
            raise BadQuery(f"{what!r} is no table or view; there are {', '.join(self.names)}.")
        return sql.answer(self.root, what, values)

    def pandas(self, what: str, venue_id: str | None = None, **values: Any) -> pd.DataFrame:
        """The same as a data frame whose columns keep Arrow's types.

        A count with gaps stays a whole number, a date a date, and a missing value ``pd.NA``.
        """
        rows = self.arrow(what, venue_id, **values)
        frame: pd.DataFrame = rows.to_pandas(types_mapper=pd.ArrowDtype)
        return frame

    def connect(self) -> duckdb.DuckDBPyConnection:
        """DuckDB over the tables and views, read-only; close it, or use it in a ``with``.

        Of a warehouse on S3 it sees what was published when it was made.
        """
        _refresh(self.root)
        return sql.connect(self.root)

    def _view(self, name: str, venue_id: str | None) -> pa.Table:
        rows = sql.answer(self.root, f"SELECT * FROM {name}")  # noqa: S608 - one of our names
        if venue_id is None:
            return rows
        if "venue_id" not in rows.column_names:
            raise BadQuery(f"{name} is a view over all venues; it cannot be cut to one.")
        return rows.filter(pc.equal(rows["venue_id"], venue_id))


def opened(path: str | Path, copies: Path | None = None) -> Reader:
    """The warehouse in a folder or on S3.

    Raises:
        NoSuchWarehouse: There is none.
        S3Refused: S3 does not let us.
        S3Unreachable: S3 does not answer.
    """
    address = Address.of(path)
    root = Path(path)
    if address is not None:
        root = make(place_of(address, copies or COPIES.expanduser()), address).root
        _refresh(root)
    if not layout.tables(root).is_dir():
        raise NoSuchWarehouse(str(address or root))
    return Reader(root)


def _refresh(root: Path) -> None:
    """Fetch what was published since, where the warehouse lies on S3: one request, if nothing."""
    if copy := working_copy_of(root):
        copy.pull(layout.tables(root))
