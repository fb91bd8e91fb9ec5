"""The data dictionary, made from the declarations of the tables."""

from warehouse.explore.views import VIEWS
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
| Python | `warehouse.open('<warehouse>').pandas('papers')`, or with a SELECT as its argument |

DuckDB, pandas and pyarrow add a column `venue`, the name of the folder. It is not part of the
tables; `venue_id` is.

A missing value is null, never 0, "" or -1. Timestamps (`_at`) are UTC to the microsecond, dates
(`_on`) are UTC days. Text is as its source wrote it but for outer white space; e-mail addresses
are replaced by `[removed]`. pandas turns a whole number that may be null into a float unless it
is asked for Arrow types, as above.
"""


HOW_TO_JOIN = """\
## How to join

`paper_id` joins everything about a paper, `venue_id` everything about a venue. Four traps: `papers`
holds rejected and withdrawn submissions too; `flags` and `citation_counts` have many rows a paper,
one for each day; a paper without a row in `citation_counts` was never counted, which is not 0; and
one work can be several papers, which share `links.s2_paper_id`.
"""

JOINS = (
    (
        "The queue of a venue with titles",
        """\
SELECT f.rank, p.title, f.citations_low, f.citations_high, round(f.percentile) AS percentile
FROM flags f JOIN papers p USING (paper_id)
WHERE f.venue_id = 'ICLR.cc/2022/Conference' AND f.cited = 'yes'
ORDER BY f.rank LIMIT 10""",
    ),
    (
        "The growth of each count since the ledger began",
        """\
SELECT paper_id, min(observed_at) AS since, max(observed_at) AS until,
       arg_max(citation_count, observed_at) - arg_min(citation_count, observed_at) AS gained
FROM citation_counts GROUP BY paper_id ORDER BY gained DESC""",
    ),
    (
        "Citations by a day of your own, undated works apart",
        """\
SELECT paper_id,
       count(*) FILTER (WHERE date_precision = 'day' AND published_on <= '2022-04-25') AS dated,
       count(*) FILTER (WHERE date_precision = 'none') AS undated
FROM citations GROUP BY paper_id""",
    ),
    (
        "Accepted papers of which nothing is known, and why",
        """\
SELECT p.title, l.status, l.reasons
FROM papers p JOIN links l USING (paper_id)
WHERE p.state = 'accepted' AND l.status <> 'linked'""",
    ),
    (
        "One work at two venues",
        """\
SELECT l.s2_paper_id, list(p.venue_id) AS venues, any_value(p.title) AS title
FROM links l JOIN papers p USING (paper_id)
WHERE l.s2_paper_id IS NOT NULL GROUP BY l.s2_paper_id HAVING count(*) > 1""",
    ),
)
"""Questions that show the joins, each with its SQL."""

VIEWS_ARE = """\
## Views

Joins that most questions begin with, in `precited sql` and `warehouse.open` under these names.
"""


def dictionary() -> str:
    """Every table, view and column with its meaning, as Markdown, without a newline at its end."""
    tables = [f"{table.markdown()}\n" for table in TABLES]
    views = [f"{view.markdown()}\n" for view in VIEWS]
    joins = [f"{question}:\n\n```sql\n{sql}\n```\n" for question, sql in JOINS]
    parts = [HOW_TO_READ, *tables, VIEWS_ARE, *views, HOW_TO_JOIN, *joins]
    return "\n".join(parts).rstrip("\n")
