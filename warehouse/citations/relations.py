"""Arrow tables asked in SQL, by a DuckDB connection that lives for one question."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa


def query(
    sql: str, tables: Mapping[str, pa.Table], parameters: Mapping[str, Any] | None = None
) -> pa.Table:
    """What DuckDB answers, the tables standing under their names and every moment in UTC.

    Args:
        sql: One statement; ``$name`` stands for a parameter.
        tables: Arrow tables by the name the statement uses.
        parameters: Values by name.
    """
    with duckdb.connect() as connection:
        # The machine's own zone would move counts taken near midnight to another day.
        connection.execute("SET TimeZone = 'UTC'")
        for name, table in tables.items():
            connection.register(name, table)
        return connection.execute(sql, dict(parameters or {})).to_arrow_table()
