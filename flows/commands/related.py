"""``precited related``: what is like this paper?"""

from typing import Annotated

import typer

from flows.commands.options import Warehouse, warehouse_root

EXAMPLES = (
    "Example: [bold]precited related fILj7WpI-g[/], the id of the paper or the address of its page."
)


def related(
    paper: Annotated[str, typer.Argument(metavar="PAPER", help="OpenReview id or address.")],
    warehouse: Warehouse = None,
    format: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",  # noqa: A002
) -> None:
    """Show the papers of the same venue that are most like one, nearest first."""
    from flows.show import terminal
    from flows.show_search import shown_related
    from flows.venue_map import related_papers

    if format not in {"table", "csv", "json"}:
        raise typer.BadParameter("choose table, csv or json", param_hint="--format")
    own, near = related_papers(warehouse_root(warehouse), paper)
    shown_related(own, near, format, terminal())
