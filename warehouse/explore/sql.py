"""SQL over the published tables, and nothing but the tables.

DuckDB can be told to read only below a folder, but then it also writes there (1.5.5: ``COPY TO``
replaces a published file). So it gets no access to files at all: each table is a dataset that we
read for it.
"""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse import layout
from warehouse.errors import BadQuery
from warehouse.explore.live import LiveDataset
from warehouse.explore.views import VIEWS
from warehouse.tables import TABLES

LOCKED = (
    "SET TimeZone = 'UTC'",
    "SET temp_directory = ''",
    "SET allow_persistent_secrets = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
ANSWERED = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


def connect(root: Path) -> duckdb.DuckDBPyConnection:
    """A connection in memory with all tables and views, empty where nothing is published.

    Each query sees what is published when it runs. Nothing on disk can be read but the tables,
    nothing can be written or attached, and none of it can be switched back on.
    """
    connection = duckdb.connect(config={"python_enable_replacements": False})
    for spec in TABLES:
        live = LiveDataset(spec.schema, partial(layout.table_files, root, spec.name))
        # A view of the database, not of the connection: its cursors have it too.
        connection.from_arrow(live).create_view(spec.name)
    for view in VIEWS:
        connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")
    for setting in LOCKED:
        connection.execute(setting)
    return connection


def answer(root: Path, query: str, values: Mapping[str, Any] | None = None) -> pa.Table:
    """The rows that one query gives.

    Args:
        root: The warehouse.
        query: One SELECT; ``$name`` stands for a value.
        values: By name.

    Raises:
        BadQuery: The query is no single SELECT, or DuckDB cannot answer it; says why.
    """
    with connect(root) as connection:
        try:
            _refuse_all_but_one_select(connection.extract_statements(query), query)
            return connection.execute(query, dict(values or {})).to_arrow_table()
        except duckdb.Error as error:
            raise BadQuery(str(error).strip()) from error


def _refuse_all_but_one_select(statements: list[duckdb.Statement], query: str) -> None:
    if [statement.type for statement in statements] not in [[kind] for kind in ANSWERED]:
        raise BadQuery("One SELECT is answered at a time, and nothing else; see `precited tables`.")
    # The one function of 1.5.5 that has effects outside a locked connection's memory.
    if re.search(r"\benable_logging\b", query, re.I):
        raise BadQuery("Logging cannot be switched on from a query.")
