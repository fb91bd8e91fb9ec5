"""``precited flags``: the ranked queue."""

from enum import StrEnum
from typing import Annotated

import typer

from flows.commands.options import AsOf, Venue, Warehouse, warehouse_root

EXAMPLES = (
    "Examples: [bold]precited flags ICLR.cc/2022/Conference --limit 20[/]; "
    "[bold]... --format csv > queue.csv[/] for a spreadsheet, with every column."
)


class Format(StrEnum):
    """How to print the queue."""

    table = "table"
    csv = "csv"
    json = "json"


def flags(
    venue: Venue,
    warehouse: Warehouse = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(min=1, help="Papers to show.")] = 20,
    form: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.table,
) -> None:
    """Show which papers are already cited, best rank first."""
    from flows.queue import as_json, queue
    from flows.show import show_flags, terminal
    from warehouse.spreadsheet import as_csv

    rows = queue(warehouse_root(warehouse), venue, as_of.date() if as_of else None)[:limit]
    if form is Format.csv:
        typer.echo(as_csv(rows), nl=False)
    elif form is Format.json:
        typer.echo(as_json(rows))
    else:
        show_flags(rows, terminal())
