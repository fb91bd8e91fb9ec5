"""The main flow: one venue, from requests to published tables."""

import logging
from datetime import UTC, date, datetime
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import alerts, artifacts, steps
from flows.clients import connect
from flows.outcome import Outcome, outcome
from flows.place import working_copy
from flows.run import Job, begin
from flows.settings import load_settings
from flows.stages import current_stages
from warehouse import store

# Nothing is cached by Prefect: a run's own folder knows what was asked, and a result kept in
# Prefect's storage would outlive the pages it came from.
list_submissions = task(name="list-submissions", cache_policy=NO_CACHE)(steps.list_submissions)
search_records = task(name="search-records", cache_policy=NO_CACHE)(steps.search_records)
match_titles = task(name="match-titles", cache_policy=NO_CACHE)(steps.match_titles)
count_citations = task(name="count-citations", cache_policy=NO_CACHE)(steps.count_citations)
collect_citing_works = task(name="collect-citing-works", cache_policy=NO_CACHE)(
    steps.collect_citing_works
)
build_tables = task(name="build-tables", cache_policy=NO_CACHE)(steps.build_tables)
relate_papers = task(name="relate-papers", cache_policy=NO_CACHE)(steps.relate_papers)
publish_tables = task(name="publish-tables", cache_policy=NO_CACHE)(steps.publish_tables)


@flow(name="track", flow_run_name="{venue_id}", persist_result=False)
def track(
    venue_id: str,
    warehouse: Path | None = None,
    as_of: date | None = None,
    counts_only: bool = False,
    citers: bool = True,
    influential: bool = False,
    max_requests: int | None = None,
    all_citers: bool = False,
    max_minutes: float | None = None,
    wait_minutes: float = 0,
    vectors: bool = False,
) -> Outcome:
    """Pull, link, count, flag and publish one venue.

    Args:
        venue_id: OpenReview venue id, e.g. ``ICLR.cc/2022/Conference``.
        warehouse: Root folder, or ``s3://bucket/prefix``; None for the one of the settings.
        as_of: The day the flags speak of; None for the day of the counts.
        counts_only: Only refresh the counts of papers that are linked already.
        citers: Also ask for the citing works, as far as they are not on file.
        influential: Also ask which of them are influential, and their intents: many requests.
        max_requests: Most requests to send; a run that stops there goes on next time.
        all_citers: Ask for all citing works again, on file or not.
        max_minutes: For how long to send requests; a run that stops there goes on next time.
        vectors: Also ask for SPECTER2 vectors, by which papers are then related.
        wait_minutes: How long to wait where another run of this venue is under way.
    """
    # Where no command line lets them through: they go to the server with the run.
    logging.getLogger("flows").setLevel(logging.INFO)
    settings = load_settings()
    job = Job(
        venue_id,
        working_copy(warehouse, settings),
        as_of,
        counts_only,
        citers,
        influential,
        max_requests,
        all_citers,
        max_minutes,
        vectors,
    )
    who = f"a run of {venue_id}"
    with (
        alerts.failure_told(job, settings),
        store.venue_lock(job.warehouse, venue_id, who, wait=wait_minutes * 60),
    ):
        with store.writer_lock(job.warehouse, who, wait=store.PUBLISH_WAIT):
            store.finish_publish(job.warehouse)
        clients = connect(settings, max_requests, max_minutes=max_minutes)
        artifacts.show_plan(job, settings)
        run = begin(job, clients, current_stages(), datetime.now(UTC))
        artifacts.show_progress(run.stages, job)
        with steps.stopping_noted(run):
            if not counts_only:
                list_submissions(run)
                search_records(run)
                match_titles(run)
            count_citations(run)
            if citers and not counts_only:
                collect_citing_works(run)
            tables = relate_papers(run, build_tables(run))
            files = publish_tables(run, tables)
    ended = outcome(run, tables, files)
    artifacts.show_results(run, ended)
    return alerts.tell(run, ended, alerts.destinations(settings))
