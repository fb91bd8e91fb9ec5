"""``precited check``: is the data right, and what did the last run change?"""

from enum import StrEnum
from typing import Annotated, Any

import typer

from flows.commands.options import Venues, Warehouse, warehouse_root

EXAMPLES = (
    "Examples: [bold]precited check && make-the-newsletter[/]: exit code 1 when a check fails; "
    "[bold]precited check --format json[/] for a script, with every change of the last run."
)


class Format(StrEnum):
    """How to print what was found."""

    text = "text"
    json = "json"


def check(
    venues: Venues = None,
    warehouse: Warehouse = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.text,
) -> None:
    """Check the tables against each other, and say what the last run changed."""
    from datetime import UTC, datetime

    from flows.changed import records
    from flows.queue import as_json, must_know
    from flows.show import show_checks, terminal
    from flows.show_changes import show_changes
    from warehouse.quality import checks, worst
    from warehouse.store import known_venues, read_venue

    root = warehouse_root(warehouse, pages=True)
    failed, found = False, list[dict[str, Any]]()
    for venue in venues or known_venues(root):
        must_know(root, venue)
        checked = checks(read_venue(root, venue), datetime.now(UTC).date())
        failed |= worst(checked) == "fail"
        run_id, record = next(records(root, venue), (None, None))
        if form is Format.json:
            changes = {"run_id": run_id, "changes": record.changes if record else None}
            found.append({"venue_id": venue, "checks": checked, **changes})
            continue
        show_checks(venue, checked, terminal())
        if run_id is not None and record is not None:
            show_changes(run_id, record, terminal())
    if form is Format.json:
        typer.echo(as_json(found))
    if failed:
        raise typer.Exit(1)
