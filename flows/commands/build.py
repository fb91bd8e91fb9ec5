"""``precited build``: all tables again, offline."""

from typing import Annotated

import typer

from flows.commands.options import Venues, Warehouse, warehouse_root

EXAMPLES = "Example: [bold]precited build[/] after an upgrade, to have new columns filled."

Processes = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Venues built at once; each takes up to 2 GB (default: as many as cores).",
        show_default=False,
    ),
]
Anew = Annotated[bool, typer.Option("--anew", help="Build also where nothing has changed.")]


def build(
    venues: Venues = None,
    processes: Processes = None,
    anew: Anew = False,
    warehouse: Warehouse = None,
) -> None:
    """Rebuild tables from the pages that runs have kept and from human decisions; no network."""
    from flows.builders import rebuild_each
    from warehouse import layout
    from warehouse.raw import venue_ids

    root = warehouse_root(warehouse, pages=not venues)
    asked = list(dict.fromkeys(venues or venue_ids(layout.raw(root))))
    failed = []
    for built in rebuild_each(root, asked, processes, anew=anew):
        if built.failure is None:
            changed = f"{len(built.files)} file(s) changed" if built.files else "as it was"
            typer.echo(f"{built.venue_id}: {changed}")
        else:
            failed.append(built)
            typer.echo(f"{built.venue_id}: {built.failure}", err=True)
    for built in failed:
        raise built.error or typer.Exit(1)
