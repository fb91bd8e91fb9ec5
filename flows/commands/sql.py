"""``precited sql``: DuckDB over the tables."""

from typing import Annotated

import typer

from flows.commands.options import Warehouse, warehouse_root

EXAMPLES = (
    'Example: [bold]precited sql "SELECT tier, count(*) FROM papers GROUP BY tier"[/]. '
    "Tables: see [bold]precited tables[/]."
)


def sql(
    query: Annotated[str, typer.Argument(metavar='"SELECT ..."', help="One read-only query.")],
    warehouse: Warehouse = None,
) -> None:
    """Ask the tables in SQL; nothing can be changed this way."""
    from flows.show import show_relation, terminal
    from warehouse.explore.sql import answer

    show_relation(answer(warehouse_root(warehouse), query), terminal())
