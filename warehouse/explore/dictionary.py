"""The data dictionary, made from the declarations of the tables."""

from warehouse.tables import TABLES

HOW_TO_READ = """\
# The tables

Made from the declarations in `warehouse/tables` by `precited tables --markdown`; do not edit.

Each table lies in `<warehouse>/tables/<table>/venue=<venue>/data.parquet`, one file a venue,
replaced as a whole: a reader sees the old file or the new one. `<venue>` is the venue id with `-`
for `/`. Files are sorted by key.

| reader | all venues of a table |
|---|---|
| DuckDB | `SELECT * FROM read_parquet('<warehouse>/tables/papers/**/*.parquet')` |
| pandas | `pd.read_parquet('<warehouse>/tables/papers', dtype_backend='pyarrow')` |
| polars | `pl.read_parquet('<warehouse>/tables/papers/**/*.parquet')` |
| pyarrow | `pq.read_table('<warehouse>/tables/papers')` |
| precited | `precited sql "SELECT * FROM papers"` |

DuckDB, pandas and pyarrow add a column `venue`, the name of the folder. It is not part of the
tables; `venue_id` is.

A missing value is null, never 0, "" or -1. Timestamps (`_at`) are UTC to the microsecond, dates
(`_on`) are UTC days. Text is as its source wrote it but for outer white space; e-mail addresses
are replaced by `[removed]`. pandas turns a whole number that may be null into a float unless it
is asked for Arrow types, as above.
"""


def dictionary() -> str:
    """Every table and column with its meaning, as Markdown, without a newline at its end."""
    return "\n".join([HOW_TO_READ, *(f"{table.markdown()}\n" for table in TABLES)]).rstrip("\n")
