"""The bulk flow: several venues out of one release, its files mapped over a task runner.

Which task runner is for :mod:`flows.runners` to choose: ``bulk.with_options(task_runner=...)``.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.utilities.annotations import quote

from connectors.errors import Missing
from connectors.semantic_scholar_bulk import Datasets, Link, Read
from flows import alerts, bulk_steps, steps
from flows.build import pulled_venues
from flows.bulk_clients import connect_datasets, connect_here
from flows.bulk_reading import Reading, Sifting
from flows.bulk_run import BulkJob, unfinished_release
from flows.clients import connect
from flows.failures import Failed
from flows.outcome import Outcome, outcome
from flows.place import readable, working_copy
from flows.run import Run, begin
from flows.settings import Settings, load_settings
from flows.stages import current_stages
from warehouse import store
from warehouse.bulk.kept import Kept

LATEST = "latest"

list_where_new = task(name="list-submissions", cache_policy=NO_CACHE)(bulk_steps.list_where_new)
build_tables = task(name="build-tables", cache_policy=NO_CACHE)(steps.build_tables)
relate_papers = task(name="relate-papers", cache_policy=NO_CACHE)(steps.relate_papers)
publish_tables = task(name="publish-tables", cache_policy=NO_CACHE)(steps.publish_tables)


@task(name="read-file", task_run_name="{link}", cache_policy=NO_CACHE, persist_result=False)
def read_one(sifting: Sifting, link: Link) -> Read[Kept]:
    """What one file holds; its retries are the transport's."""
    return sifting(link)


def over_tasks(sifting: Sifting, links: Sequence[Link]) -> Iterator[tuple[Link, Read[Kept]]]:
    """The files as tasks of the flow's runner, each given as soon as it is read."""
    # Quoted: Prefect would look through what is wanted for futures, file after file.
    futures = {read_one.submit(cast(Sifting, quote(sifting)), link): link for link in links}
    for future in as_completed(list(futures)):
        yield futures[future], future.result()


@flow(name="bulk", persist_result=False)
def bulk(  # noqa: PLR0913, PLR0917 - as many as there is to choose, each shown by Prefect
    venue_ids: Sequence[str] = (),
    warehouse: str | None = None,
    release: str = LATEST,
    as_of: date | None = None,
    citers: bool = True,
    whole: bool = False,
    wait_minutes: float = 0,
) -> list[Outcome]:
    """Link and count venues, and fill their citations, out of a release of the Datasets API.

    Args:
        venue_ids: OpenReview venue ids; none for all of the warehouse.
        warehouse: Root folder, or ``s3://bucket/prefix``; None for the one of the settings.
        release: Its day; ``latest`` for the newest, or for the one that an interrupted run reads.
        as_of: The day the flags speak of; None for the usual one.
        citers: Also read who cites the papers, which is five times as much.
        whole: Read the whole release, though the difference to an earlier one would do.
        wait_minutes: How long to wait where another run of one of the venues is under way.
    """
    logging.getLogger("flows").setLevel(logging.INFO)
    settings = load_settings()
    root = working_copy(warehouse, settings) if venue_ids else readable(warehouse, pages=True)
    venues = sorted(dict.fromkeys(venue_ids)) or pulled_venues(readable(warehouse, pages=True))
    if not venues:
        raise Failed("The warehouse has no venue yet: name one, or `precited run` one first.")
    with ExitStack() as held:
        for venue in venues:
            who = f"a bulk run of {venue}"
            held.enter_context(store.venue_lock(root, venue, who, wait=wait_minutes * 60))
        with store.writer_lock(root, "a bulk run", wait=store.PUBLISH_WAIT):
            store.finish_publish(root)
        # Only now: what other machines left of a venue is fetched by whoever locks it.
        day = choose_release(connect_datasets(settings), root, venues, release)
        jobs = [BulkJob(v, root, as_of, citers=citers, release=day, whole=whole) for v in venues]
        return _run(jobs, settings)


def choose_release(datasets: Datasets, root: Path, venues: Sequence[str], asked: str) -> str:
    """The day of the release that is meant.

    Raises:
        Missing: There is no such release; says which are.
    """
    if asked == LATEST and (left := unfinished_release(root, venues, datetime.now(UTC))):
        return left
    days = datasets.releases()
    if asked == LATEST:
        return days[-1]
    if asked not in days:
        near = min(days, key=lambda day: abs(_days_apart(day, asked)))
        raise Missing(
            f"there is no release of {asked}: the one nearest to it is of {near}; "
            "`precited bulk --list` names them all"
        )
    return asked


def _days_apart(one: str, other: str) -> int:
    return (date.fromisoformat(one) - date.fromisoformat(other)).days


def _run(jobs: Sequence[BulkJob], settings: Settings) -> list[Outcome]:
    stages = current_stages()
    runs: list[Run] = [begin(job, connect(settings), stages, datetime.now(UTC)) for job in jobs]
    reading = Reading(
        release=jobs[0].release,
        # What all venues share stands with the first of them.
        datasets=connect_datasets(settings, runs[0].clients.log),
        connect=connect_here,
        spread=over_tasks,
        stages=stages,
        now=partial(datetime.now, UTC),
    )
    with ExitStack() as noted:
        for run in runs:
            noted.enter_context(steps.stopping_noted(run))
            list_where_new(run)
        bulk_steps.read_release(reading, runs)
        return [_publish(run, settings) for run in runs]


def _publish(run: Run, settings: Settings) -> Outcome:
    tables = relate_papers(run, build_tables(run))
    ended = outcome(run, tables, publish_tables(run, tables))
    return alerts.tell(run, ended, alerts.destinations(settings))
