"""``precited build``: all tables again, offline."""

import typer

from flows.commands.options import Venues, Warehouse, warehouse_root

EXAMPLES = "Example: [bold]precited build[/] after an upgrade, to have new columns filled."


def build(venues: Venues = None, warehouse: Warehouse = None) -> None:
    """Rebuild tables from the pages that runs have kept and from human decisions; no network."""
    from flows.build import pulled_venues, rebuild

    root = warehouse_root(warehouse)
    for venue in venues or pulled_venues(root):
        files = rebuild(root, venue)
        typer.echo(f"{venue}: {len(files)} file(s) changed" if files else f"{venue}: as it was")
