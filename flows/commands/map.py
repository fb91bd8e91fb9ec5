"""``precited map``: all papers of a venue on one page."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import Venue, Warehouse, warehouse_root

EXAMPLES = (
    "Examples: [bold]precited map ICLR.cc/2022/Conference --out map.html[/] for a page that works "
    "by itself; [bold]--out map.json[/] for VOSviewer."
)


def map(  # noqa: A001 - the command's name
    venue: Venue,
    out: Annotated[Path, typer.Option("--out", help="map.html, or map.json for VOSviewer.")],
    warehouse: Warehouse = None,
) -> None:
    """Draw the map of a venue: near means alike, colours as you like, a search box."""
    from flows.show import terminal
    from flows.venue_map import write_map

    count = write_map(warehouse_root(warehouse), venue.strip("/"), out)
    terminal().print(f"{count:,} papers on {out}", markup=False, highlight=False)
