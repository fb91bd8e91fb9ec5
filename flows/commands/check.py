"""``precited check``: is the data right?"""

import typer

from flows.commands.options import Venues, Warehouse, warehouse_root

EXAMPLES = (
    "Example: [bold]precited check && make-the-newsletter[/]: exit code 1 when a check fails."
)


def check(venues: Venues = None, warehouse: Warehouse = None) -> None:
    """Check the tables against each other and say what was found."""
    from datetime import UTC, datetime

    from flows.show import show_checks, terminal
    from warehouse.quality import checks, worst
    from warehouse.store import known_venues, read_venue

    root = warehouse_root(warehouse)
    failed = False
    for venue in venues or known_venues(root):
        found = checks(read_venue(root, venue), datetime.now(UTC).date())
        show_checks(venue, found, terminal())
        failed |= worst(found) == "fail"
    if failed:
        raise typer.Exit(1)
