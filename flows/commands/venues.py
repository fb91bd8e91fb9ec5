"""``precited venues``: what is on OpenReview?"""

from enum import StrEnum
from typing import Annotated

import typer

from flows.commands.options import Warehouse

EXAMPLES = (
    "Examples: [bold]precited venues ICLR --year 2022[/]; "
    "[bold]precited venues 'colmweb.org/*'[/]; "
    "[bold]precited venues ICLR.cc/2022/Conference --children[/] for its workshops and tracks."
)


class Format(StrEnum):
    """How to print the list."""

    text = "text"
    json = "json"


def venues(
    pattern: Annotated[
        str, typer.Argument(metavar="[PATTERN]", help="Words of the id, or a pattern with *.")
    ] = "",
    year: Annotated[int | None, typer.Option("--year", help="The year in the id.")] = None,
    children: Annotated[
        bool, typer.Option("--children", help="Workshops and tracks of the conferences found.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask OpenReview even if today's list is at hand.")
    ] = False,
    warehouse: Warehouse = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.text,
) -> None:
    """List venues on OpenReview. The list is kept for a day in the warehouse."""
    from datetime import UTC, datetime

    from flows.place import working_copy
    from flows.queue import as_json
    from flows.registry import find_venues

    root, today = working_copy(warehouse), datetime.now(UTC).date()
    found = find_venues(root, pattern, year, children=children, today=today, refresh=refresh)
    if form is Format.json:
        typer.echo(as_json([{"venue_id": v.id, "kind": v.kind, "year": v.year} for v in found]))
        return
    width = max(len(venue.id) for venue in found)
    for venue in found:
        typer.echo(f"{venue.id:<{width}}  {venue.kind}")
