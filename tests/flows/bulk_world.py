"""A bulk run without Prefect."""

from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial

from flows import bulk_steps, steps
from flows.bulk_clients import connect_datasets
from flows.bulk_reading import Reading, Spread, one_by_one
from flows.bulk_run import BulkJob
from flows.clients import connect
from flows.outcome import Outcome, outcome
from flows.run import begin
from flows.settings import Settings
from flows.stages import Stages
from tests.flows.world import PassingTime


def bulk(jobs: list[BulkJob], settings: Settings, spread: Spread = one_by_one) -> list[Outcome]:
    """What the flow does, its steps as plain functions."""
    timing = PassingTime().timing()
    runs = [
        begin(job, connect(settings, timing=timing), Stages(), datetime.now(UTC)) for job in jobs
    ]
    reading = Reading(
        release=jobs[0].release,
        datasets=connect_datasets(settings, runs[0].clients.log, timing),
        connect=partial(connect_datasets, settings, None, timing),
        spread=spread,
        stages=Stages(),
        now=partial(datetime.now, UTC),
    )
    with ExitStack() as noted:
        for run in runs:
            noted.enter_context(steps.stopping_noted(run))
            bulk_steps.list_where_new(run)
        bulk_steps.read_release(reading, runs)
        built = [steps.relate_papers(run, steps.build_tables(run)) for run in runs]
        files = [steps.publish_tables(run, tables) for run, tables in zip(runs, built, strict=True)]
    return [
        outcome(run, tables, changed)
        for run, tables, changed in zip(runs, built, files, strict=True)
    ]
