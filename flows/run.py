"""One run of one venue: its folder of pages, its clients, and what it has cost so far."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from connectors.page import Page, Request
from flows.asked import Asked, brought_before
from flows.clients import Clients
from flows.costs import paid
from flows.keeping import keeping
from flows.stages import Stages
from warehouse import layout
from warehouse.assemble import Linked, replay
from warehouse.curation.link_log import overrides_of, read_link_log
from warehouse.evidence import Evidence, Listing, read_evidence
from warehouse.raw import RunPages, StoredPage, run_ids

RESUME_WITHIN = timedelta(days=7)
"""A run that stopped is continued for a week; older pages would mix two states of the venue."""

STARTED, LISTED, STOPPED = "run/started", "run/listed", "run/stopped"
FINISHED, PUBLISHED = "run/finished", "run/published"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done for one venue.

    Attributes:
        venue_id: OpenReview venue id.
        warehouse: Root folder of the warehouse.
        as_of: The day the flags speak of; None for the day of the run's own counts.
        counts_only: Only ask for new counts of linked papers.
        citers: Also ask for the citing works, as far as they are not on file.
        influential: Also ask which of them are influential, and their intents.
        max_requests: Most requests to send; None for as many as it takes.
        all_citers: Ask for all citing works again, on file or not.
        max_minutes: For how long to send requests; None for as long as it takes.
        vectors: Also ask for SPECTER2 vectors, with the counts of papers that have none on file.
    """

    venue_id: str
    warehouse: Path
    as_of: date | None = None
    counts_only: bool = False
    citers: bool = True
    influential: bool = False
    max_requests: int | None = None
    all_citers: bool = False
    max_minutes: float | None = None
    vectors: bool = False

    @property
    def flow(self) -> str:
        """The name of the work in the ``runs`` table."""
        return "counts" if self.counts_only else "track"


@dataclass
class Run:
    """A job under way. Every answer is kept before it is used, so nothing is asked twice.

    Attributes:
        job: What is to be done.
        pages: The run's folder.
        clients: Where requests go that have no page yet.
        stages: Where progress is shown.
        failures: Single questions that got no answer; the rest of the run went on.
        clock: Tells the time, in UTC.
        paid_before: What the pages have cost that earlier processes of this run left.
        answered_at: When the newest page was answered that was fetched here, from wherever.
    """

    job: Job
    pages: RunPages
    clients: Clients
    stages: Stages = field(default_factory=Stages)
    failures: list[str] = field(default_factory=list)
    clock: Callable[[], datetime] = field(default=partial(datetime.now, UTC))
    paid_before: Mapping[str, int] = field(default_factory=dict)
    answered_at: datetime | None = None

    def fetch(self, request: Request) -> Page:
        """The page for a request: from the run's folder, else from the service."""
        page = keeping(self.pages, self.clients.fetch, log=self.clients.log)(request)
        self.answered_at = max(page.fetched_at, self.answered_at or page.fetched_at)
        return page

    def note(self, endpoint: str, facts: Mapping[str, Any], now: datetime) -> None:
        """Keep one of the run's own records; one that is there stays as it is."""
        params = {"attempt": facts["attempt"]} if "attempt" in facts else {}
        if self.pages.find("precited", endpoint, params) is None:
            self.pages.keep(
                source="precited",
                endpoint=endpoint,
                params=params,
                body=None,
                fetched_at=now,
                status=200,
                payload=msgspec.json.encode(dict(facts)),
            )

    @cached_property
    def overrides(self) -> pa.Table:
        """What people have decided about the venue's links."""
        return read_overrides(self.job)

    @property
    def started_at(self) -> datetime:
        """When the run began, maybe in an earlier process."""
        started = self.pages.find("precited", STARTED)
        return started.fetched_at if started else self._read(None).started_at

    @cached_property
    def _others(self) -> list[Evidence]:
        return [e for e in read_history(self.job) if e.run_id != self.pages.run_id]

    @cached_property
    def before(self) -> list[Evidence]:
        """What the venue's earlier runs brought, oldest first."""
        return [e for e in self._others if e.run_id < self.pages.run_id]

    @cached_property
    def after(self) -> list[Evidence]:
        """What runs of another kind brought since this one began and was interrupted."""
        return [e for e in self._others if e.run_id > self.pages.run_id]

    @cached_property
    def linked_before(self) -> Linked:
        """Links after the venue's earlier runs."""
        return replay(self.before, self.overrides)

    def linked(self, before: Asked | None = None) -> Linked:
        """Links after all that this run and earlier ones have found up to now.

        Args:
            before: Leave out what this stage and later ones brought in a process that was killed.
        """
        now = self._read(self.listing)
        own = now if before is None else brought_before(now, before)
        return replay([own], self.overrides, self.linked_before)

    def linked_by(self, history: list[Evidence]) -> Linked:
        """Links after all runs of :meth:`history`."""
        return replay(history[len(self.before) :], self.overrides, self.linked_before)

    @cached_property
    def listing(self) -> Listing | None:
        """What this run listed; look only after the listing is done."""
        return self._read(None).listing

    def history(self) -> list[Evidence]:
        """What all of the venue's runs brought up to now, oldest first."""
        return [*self.before, self._read(self.listing), *self.after]

    def with_new_notes(self, history: list[Evidence]) -> list[Evidence]:
        """The same runs, with what this one has noted of itself since they were read."""
        notes = {note.endpoint: note for note in self.pages.read("precited", "run/")}
        own = self.pages.run_id
        return [replace(e, notes=notes) if e.run_id == own else e for e in history]

    def _read(self, listing: Listing | None) -> Evidence:
        evidence = read_evidence(self.pages, self.before, listing)
        if evidence is None:
            msg = f"run {self.pages.run_id} has no record of its start"
            raise LookupError(msg)
        return evidence


def read_history(job: Job) -> list[Evidence]:
    """What all runs of the job's venue brought, oldest first."""
    raw = layout.raw(job.warehouse)
    history: list[Evidence] = []
    for run_id in run_ids(raw, job.venue_id):
        evidence = read_evidence(RunPages(raw, job.venue_id, run_id), history)
        if evidence is not None:
            history.append(evidence)
    return history


def read_overrides(job: Job) -> pa.Table:
    """What people have decided about the links of the job's venue."""
    return overrides_of(read_link_log(job.warehouse), job.venue_id)


def open_pages(job: Job, now: datetime) -> RunPages:
    """The folder of the job's newest run if it did not get to its end, else a new one.

    Tables may show half a run, published by whoever rebuilt them since, or all of one that was
    killed while publishing: only its own record says that it came to its end.
    """
    raw = layout.raw(job.warehouse)
    for run_id in reversed(run_ids(raw, job.venue_id)):
        pages = RunPages(raw, job.venue_id, run_id)
        records = {record.endpoint: record for record in pages.read("precited", "run/")}
        if STARTED in records and records[STARTED].json()["flow"] == job.flow:
            if PUBLISHED not in records and _can_continue(records, job, now):
                return pages
            break
    return RunPages(raw, job.venue_id, f"{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}")


def begin(job: Job, clients: Clients, stages: Stages, now: datetime) -> Run:
    """The job's run: a new one, or the unfinished one that it continues.

    The caller holds the venue's lock.
    """
    pages = open_pages(job, now)
    run = Run(job, pages, clients, stages, paid_before=paid(pages))
    run.note(STARTED, start_record(job), now)
    return run


def start_record(job: Job) -> dict[str, Any]:
    """What ``run/started`` says: enough to tell whether a later command is the same work."""
    record = asdict(job)
    del record["warehouse"], record["max_requests"], record["max_minutes"]
    for later in ("all_citers", "vectors"):
        if not record[later]:
            # Unfinished runs from before there was a choice are this work too.
            del record[later]
    return record | {"as_of": job.as_of.isoformat() if job.as_of else None, "flow": job.flow}


def _can_continue(records: Mapping[str, StoredPage], job: Job, now: datetime) -> bool:
    started = records[STARTED]
    is_over = STOPPED in records and records[STOPPED].json()["is_over"]
    is_recent = now - started.fetched_at <= RESUME_WITHIN
    return is_recent and not is_over and bool(started.json() == start_record(job))
