"""``precited plan``: what would a run cost?"""

from typing import Annotated

import typer

from flows.commands.options import AsOf, Warehouse, warehouse_root

EXAMPLES = (
    "Examples: [bold]precited plan ICLR.cc/2022/Conference[/] before the first run asks the "
    "questions with which that run begins, and keeps the answers for it; afterwards, as with "
    "[bold]precited plan --counts-only ICLR.cc/2022/Conference[/], nobody is asked."
)


def plan(
    venues: Annotated[list[str], typer.Argument(metavar="VENUE...", help="OpenReview venue ids.")],
    warehouse: Warehouse = None,
    as_of: AsOf = None,
    counts_only: Annotated[
        bool, typer.Option("--counts-only", help="Plan a run that only refreshes counts.")
    ] = False,
    no_citers: Annotated[
        bool, typer.Option("--no-citers", help="Plan a run that does not ask for citing works.")
    ] = False,
    influential: Annotated[
        bool, typer.Option("--influential", help="Plan a run that asks which are influential.")
    ] = False,
    all_citers: Annotated[
        bool, typer.Option("--all-citers", help="Plan a run that reads all citing works again.")
    ] = False,
) -> None:
    """Say how many requests and minutes a run with the same options will take.

    The plan and the run together ask nothing that the run alone would not have asked.
    """
    from flows.plan import plan_run
    from flows.run import Job
    from flows.settings import load_settings
    from flows.show import show_plan, terminal

    settings, root = load_settings(), warehouse_root(warehouse, pages=True).resolve()
    day = as_of.date() if as_of else None
    for venue in venues:
        job = Job(
            venue.strip("/"),
            root,
            day,
            counts_only,
            not no_citers,
            influential,
            all_citers=all_citers,
        )
        show_plan(plan_run(job, settings), terminal())
