"""``precited bulk``: a whole warehouse out of a release of Semantic Scholar's Datasets API."""

from typing import Annotated

import typer

from flows.commands.options import AsOf, Venues, Warehouse
from flows.runners import Runner, is_address

EXAMPLES = (
    "Examples: [bold]precited bulk[/] for every venue of the warehouse, out of the newest release; "
    "[bold]precited bulk --release 2022-04-26 ICLR.cc/2022/Conference[/] for the counts of that "
    "week; [bold]precited bulk --no-citers[/] for links and counts alone, a sixth of the download. "
    "Takes a key: SEMANTIC_SCHOLAR_API_KEY."
)


def bulk(
    venues: Venues = None,
    warehouse: Warehouse = None,
    release: Annotated[
        str, typer.Option("--release", metavar="DATE", help="The day of the release to read.")
    ] = "latest",
    as_of: AsOf = None,
    no_citers: Annotated[
        bool, typer.Option("--no-citers", help="Read links and counts, but not who cites.")
    ] = False,
    whole: Annotated[
        bool,
        typer.Option(
            "--whole", help="Read the whole release, though an earlier one is on file already."
        ),
    ] = False,
    runner: Annotated[
        Runner, typer.Option("--runner", help="Read files in threads, or on workers of Dask.")
    ] = Runner.threads,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="How many files are read at once.")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="URL", help="A Dask scheduler that is running already."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Only list the releases.")] = False,
) -> None:
    """Link, count and cite by files instead of requests: for many venues, or much cited papers.

    A release is read file by file, and a file is never read twice: a run that was stopped goes on
    where it was, and a later release is read as the difference to the one before.
    """
    from flows.commands.bulking import list_releases, read_release

    if address is not None and (runner is not Runner.dask or not is_address(address)):
        raise typer.BadParameter("--address is for --runner dask, and like tcp://127.0.0.1:8786.")
    if listed:
        list_releases()
        return
    read_release(
        list(venues or ()),
        warehouse=warehouse,
        release=release,
        as_of=as_of.date() if as_of else None,
        citers=not no_citers,
        whole=whole,
        runner=(runner, workers, address),
    )
