"""Arrow tables asked in SQL, by a DuckDB connection that lives no longer than its questions."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import duckdb
import pyarrow as pa

Ask = Callable[[str, Mapping[str, Any]], pa.Table]
"""Answers one SQL statement, ``$name`` in it standing for a parameter."""


@contextmanager
def opened(tables: Mapping[str, pa.Table]) -> Iterator[Ask]:
    """Several questions to the same tables, under their names and with every moment in UTC.

    A connection takes 11 ms to open, which dozens of small questions would feel.
    """
    with duckdb.connect() as connection:
        settle(connection)
        for name, table in tables.items():
            connection.register(name, table)
        yield lambda sql, parameters: connection.execute(sql, dict(parameters)).to_arrow_table()


def query(
    sql: str, tables: Mapping[str, pa.Table], parameters: Mapping[str, Any] | None = None
) -> pa.Table:
    """What DuckDB answers to one question; see :func:`opened`.

    Args:
        sql: One statement; ``$name`` stands for a parameter.
        tables: Arrow tables by the name the statement uses.
        parameters: Values by name.
    """
    with opened(tables) as ask:
        return ask(sql, parameters or {})


def settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Every moment in UTC, and no progress bar in whatever is printed."""
    # The machine's own zone would move counts taken near midnight to another day.
    connection.execute("SET TimeZone = 'UTC'")
    # In Jupyter without ipywidgets there is no bar, and DuckDB 1.5.5 calls its refusal an error.
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar = false")
