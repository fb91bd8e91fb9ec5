"""``precited run``: the main job."""

from typing import Annotated

import typer

from flows.commands.options import AsOf, Warehouse

EXAMPLES = (
    "Examples: [bold]precited run ICLR.cc/2022/Conference[/] the first time, and every week; "
    "[bold]precited run --counts-only ICLR.cc/2022/Conference[/] for new counts alone, "
    "3 requests for 1,095 papers."
)

LONGEST_WAIT = 24 * 60
"""Minutes for which ``--wait`` waits: no run of a venue takes a day."""


def run(
    venues: Annotated[list[str], typer.Argument(metavar="VENUE...", help="OpenReview venue ids.")],
    warehouse: Warehouse = None,
    as_of: AsOf = None,
    counts_only: Annotated[
        bool, typer.Option("--counts-only", help="Only refresh the counts of linked papers.")
    ] = False,
    no_citers: Annotated[
        bool,
        typer.Option(
            "--no-citers", help="Do not ask for the citing works, only how many they are."
        ),
    ] = False,
    influential: Annotated[
        bool,
        typer.Option(
            "--influential", help="Also ask which citing works are influential: many requests."
        ),
    ] = False,
    all_citers: Annotated[
        bool,
        typer.Option(
            "--all-citers",
            help="Read all citing works again, as once a month: finds those indexed late.",
        ),
    ] = False,
    vectors: Annotated[
        bool,
        typer.Option(
            "--vectors",
            help="Also ask for Semantic Scholar's SPECTER2 vectors, once a paper and in the "
            "requests for counts, and relate papers by them.",
        ),
    ] = False,
    max_requests: Annotated[
        int | None,
        typer.Option(
            "--max-requests",
            min=2,
            help="Stop after so many requests, a login among them; the next run goes on from "
            "there.",
        ),
    ] = None,
    max_minutes: Annotated[
        float | None,
        typer.Option(
            "--max-minutes",
            min=0.01,
            help="Stop asking after so many minutes; the next run goes on from there.",
        ),
    ] = None,
    wait: Annotated[
        bool,
        typer.Option(
            "--wait/--no-wait", help="Wait where another run of the venue is under way, or say so."
        ),
    ] = False,
    timings: Annotated[bool, typer.Option("--timings", help="Show what each stage took.")] = False,
) -> None:
    """Pull, link, count, flag and publish venues.

    A run that was stopped, in whatever way, goes on where it was: nothing is asked twice.
    """
    from flows.commands.tracking import track_all

    day = as_of.date() if as_of else None
    outcomes = track_all(
        [venue.strip("/") for venue in venues],
        warehouse=warehouse,
        as_of=day,
        counts_only=counts_only,
        citers=not no_citers,
        influential=influential,
        max_requests=max_requests,
        all_citers=all_citers,
        max_minutes=max_minutes,
        wait_minutes=LONGEST_WAIT if wait else 0,
        vectors=vectors,
        timings=timings,
    )
    if not all(outcomes):
        raise typer.Exit(1)
