"""Arguments and options that several commands have."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

Warehouse = Annotated[
    Path | None,
    typer.Option(
        "--warehouse",
        envvar="PRECITED_WAREHOUSE",
        help="Folder of the warehouse, or s3://bucket/prefix (default: ./warehouse-data).",
        show_default=False,
    ),
]
Venue = Annotated[
    str, typer.Argument(metavar="VENUE", help="OpenReview venue id, e.g. ICLR.cc/2022/Conference.")
]
Venues = Annotated[
    list[str] | None,
    typer.Argument(metavar="[VENUE]...", help="Venues; all of the warehouse when none is given."),
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d"], help="The day to speak of."),
]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--today", metavar="DATE", formats=["%Y-%m-%d"], help="Show the world as it was that day."
    ),
]


def warehouse_root(given: Path | None, *, pages: bool = False) -> Path:
    """The folder of the warehouse that is meant, the option's or the settings', to be read.

    Args:
        given: The option's value.
        pages: Whether the pages of runs are read, too.
    """
    from flows.place import readable

    return readable(given, pages=pages)
