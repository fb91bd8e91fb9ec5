"""The made-up venues by name, and a run of one without Prefect."""

import time
from datetime import UTC, datetime

from connectors.standin.made_up import venues
from connectors.transport.pacing import Timing
from flows import steps
from flows.clients import connect
from flows.outcome import Outcome, outcome
from flows.run import Job, begin
from flows.settings import Settings
from flows.stages import Stages

LANTERN = venues.LANTERN.id
QUILL = venues.QUILL.id
THIMBLE = venues.THIMBLE.id
UNDECIDED = venues.SMALL_LIGHTS.id


class PassingTime:
    """A clock that sleeping moves on at once."""

    def __init__(self) -> None:
        self.at = time.time()

    def sleep(self, seconds: float) -> None:
        self.at += seconds

    def timing(self) -> Timing:
        return Timing(lambda: self.at, self.sleep, lambda: 0.5)


def track(job: Job, settings: Settings) -> Outcome:
    """What the flow does, its steps as plain functions."""
    timing = PassingTime().timing()
    clients = connect(settings, job.max_requests, timing, max_minutes=job.max_minutes)
    run = begin(job, clients, Stages(), datetime.now(UTC))
    with steps.stopping_noted(run):
        if not job.counts_only:
            steps.list_submissions(run)
            steps.search_records(run)
            steps.match_titles(run)
        steps.count_citations(run)
        if job.citers and not job.counts_only:
            steps.collect_citing_works(run)
        tables = steps.relate_papers(run, steps.build_tables(run))
        files = steps.publish_tables(run, tables)
    return outcome(run, tables, files)
