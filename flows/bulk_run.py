"""Runs that read a release: what they are, of which release, and what they can build upon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.run import PUBLISHED, RESUME_WITHIN, STARTED, Job, Run
from warehouse import layout
from warehouse.citations.dataset_citing import looked_for
from warehouse.evidence import Evidence
from warehouse.normalise.datasets import CITATIONS, FILES
from warehouse.raw import RunPages, StoredPage, run_ids

BULK = "run/bulk"
"""The record in a run's folder of the release that it reads, and of the run that it builds upon."""


@dataclass(frozen=True, slots=True)
class BulkJob(Job):
    """What is to be done for one venue out of a release.

    Attributes:
        release: The release's day.
        whole: Read all of it, though the difference to an earlier one would do.
    """

    release: str = ""
    whole: bool = False

    @property
    def flow(self) -> str:
        """The name of the work in the ``runs`` table."""
        return "bulk"


def unfinished_release(root: Path, venue_ids: Sequence[str], now: datetime) -> str | None:
    """The release that an interrupted run of one of these venues was reading, a week ago at most.

    A run that goes on goes on with its release, though there be a newer one by now.
    """
    raw = layout.raw(root)
    for venue_id in venue_ids:
        for run_id in reversed(run_ids(raw, venue_id)):
            records = _records(RunPages(raw, venue_id, run_id))
            started = records.get(STARTED)
            if started is None or started.json()["flow"] != "bulk":
                continue
            if PUBLISHED not in records and now - started.fetched_at <= RESUME_WITHIN:
                return str(started.json()["release"])
            break
    return None


def _records(pages: RunPages) -> dict[str, StoredPage]:
    return {record.endpoint: record for record in pages.read("precited", "run/")}


def bases(runs: Sequence[Run], release: str) -> dict[str, Evidence] | None:
    """For each venue the run that read the newest earlier release, if all read the same one.

    None where one of them has none: then the whole release is read.
    """
    found = {run.job.venue_id: _base(run, release) for run in runs}
    whole = {venue: base for venue, base in found.items() if base is not None}
    days = {release_of(base) for base in whole.values()}
    return whole if len(whole) == len(found) and len(days) == 1 else None


def release_of(run: Evidence) -> str:
    """The release that a run has read."""
    return str(run.notes[BULK].json()["release"])


def ids_read(run: Evidence) -> set[int]:
    """The corpus ids whose citing works were looked for in the run's release."""
    named = [page for page in run.semantic_scholar if page.endpoint == CITATIONS + FILES]
    return {id_ for page in named for id_ in looked_for(page)}


def _base(run: Run, release: str) -> Evidence | None:
    read = [e for e in run.before if BULK in e.notes and PUBLISHED in e.notes and ids_read(e)]
    earlier = [evidence for evidence in read if release_of(evidence) < release]
    return max(earlier, key=release_of, default=None)
