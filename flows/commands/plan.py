"""``precited plan``: what would a run cost?"""

from typing import Annotated

import typer

from flows.commands.options import Warehouse, warehouse_root

EXAMPLES = "Example: [bold]precited plan ICLR.cc/2022/Conference[/] takes two or three requests."


def plan(
    venues: Annotated[list[str], typer.Argument(metavar="VENUE...", help="OpenReview venue ids.")],
    warehouse: Warehouse = None,
) -> None:
    """Say how many requests and minutes a run would take, asking as little as possible."""
    from datetime import UTC, datetime

    from flows.plan import plan_venue
    from flows.settings import load_settings
    from flows.show import show_plan, terminal

    settings, now = load_settings(), datetime.now(UTC)
    for venue in venues:
        planned = plan_venue(warehouse_root(warehouse), venue.strip("/"), settings, now)
        show_plan(planned, terminal())
