"""``precited run``: the main job."""

from pathlib import Path
from typing import Annotated, Any

import typer

from flows.commands.many import MANY, Many
from flows.commands.options import AsOf, Warehouse
from flows.runners import Runner

EXAMPLES = (
    "Examples: [bold]precited run ICLR.cc/2022/Conference[/] the first time, and every week; "
    "[bold]precited run --counts-only ICLR.cc/2022/Conference[/] for new counts alone, "
    "3 requests for 1,095 papers. Many at once: [bold]precited run --all --year 2022[/], "
    "[bold]precited run --all --year 2022 ICLR workshop[/], [bold]precited run --watch-list "
    "watch.toml --counts-only[/], [bold]precited run A B C --runner dask[/]."
)

LONGEST_WAIT = 24 * 60
"""Minutes for which ``--wait`` waits: no run of a venue takes a day."""


def run(
    venues: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VENUE]...", help="OpenReview venue ids; with --all words that ids must have."
        ),
    ] = None,
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
    everything: Annotated[
        bool, typer.Option("--all", help="Run all venues on OpenReview's list, many at once.")
    ] = False,
    year: Annotated[int | None, typer.Option("--year", help="With --all: the year.")] = None,
    watch_list: Annotated[
        Path | None,
        typer.Option("--watch-list", help="Run all active venues of this file, many at once."),
    ] = None,
    runner: Annotated[
        Runner | None,
        typer.Option(
            "--runner",
            help="Who works on many venues at once: threads, which is usual with --all and "
            "--watch-list, or the processes of Dask.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="How many threads, or processes of Dask."),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="tcp://HOST:PORT",
            help="A Dask scheduler that runs already, for --runner dask.",
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help=f"Do not ask before more than {MANY} venues.")
    ] = False,
) -> None:
    """Pull, link, count, flag and publish venues.

    A run that was stopped, in whatever way, goes on where it was: nothing is asked twice.
    Venues that are named run one after another; with --all, --watch-list or --runner many run at
    once, at one pace for all, and one that fails stops no other.
    """
    names = [venue.strip("/") for venue in venues or []]
    many = Many(everything, year, watch_list, runner, workers, address, yes)
    many.check(names, timings=timings)
    wanted: dict[str, Any] = {
        "as_of": as_of.date() if as_of else None,
        "counts_only": counts_only,
        "citers": not no_citers,
        "influential": influential,
        "all_citers": all_citers,
        "vectors": vectors,
        "wait_minutes": LONGEST_WAIT if wait else 0,
    }
    limits: dict[str, Any] = {"max_requests": max_requests, "max_minutes": max_minutes}
    if many.is_meant:
        from flows.commands.backfilling import run_many

        finished = run_many(many, names, warehouse, wanted, **limits)
    else:
        from flows.commands.tracking import track_all

        ended = track_all(names, warehouse=warehouse, timings=timings, **wanted, **limits)
        finished = all(ended)
    if not finished:
        raise typer.Exit(1)
