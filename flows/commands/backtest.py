"""``precited backtest``: how far can a flag be trusted?"""

from typing import Annotated

import typer

from flows.commands.options import Venue, Warehouse, warehouse_root

EXAMPLES = (
    "Example: [bold]precited backtest ICLR.cc/2022/Conference --early 365 --late 1095[/]: does the "
    "first year tell the third?"
)


def backtest(
    venue: Venue,
    warehouse: Warehouse = None,
    early: Annotated[int, typer.Option(min=1, help="Days of the early window.")] = 365,
    late: Annotated[int, typer.Option(min=2, help="Days of the late window.")] = 1095,
) -> None:
    """Compare early citations of a venue's papers with what came later.

    Windows start on each paper's first public day. Published figures stand beside ours.
    """
    from flows.backtesting import backtest_venue

    typer.echo(backtest_venue(warehouse_root(warehouse), venue, early, late).report(), nl=False)
