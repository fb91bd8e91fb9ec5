"""What the last runs asked, as far as the next one will ask the same: read from their pages."""

from dataclasses import dataclass
from datetime import UTC, datetime

from connectors import semantic_scholar
from flows.request_kinds import Kind, kind_of
from flows.run import LISTED, Job
from flows.steps import ASK_AGAIN_AFTER
from warehouse import layout
from warehouse.raw import RunPages, StoredPage, run_ids


@dataclass(frozen=True, slots=True)
class LastListing:
    """Requests of the last run that listed the venue.

    Attributes:
        pages: Pages of submissions, in the way in which the next run will list them.
        changes: Requests for submissions that had changed.
        records: Pages of the venue's records at Semantic Scholar, the last time they were listed.
    """

    pages: int = 0
    changes: int = 0
    records: int = 0


def last_listing(job: Job, *, settled: bool) -> LastListing:
    """What the venue's last listing took.

    Args:
        job: The venue's.
        settled: Whether the next run lists ids and times alone, 1,000 a request as well.
    """
    raw = layout.raw(job.warehouse)
    runs = [RunPages(raw, job.venue_id, run_id) for run_id in run_ids(raw, job.venue_id)]
    pages, changes, records = 0, 0, 0
    for run in reversed(runs):
        if not pages and run.find("precited", LISTED):
            kinds = [_kind(page) for page in run.read("openreview")]
            pages, changes = kinds.count(Kind.SUBMISSIONS), kinds.count(Kind.CHANGES)
        if not records:
            records = [_kind(page) for page in run.read("semantic_scholar")].count(Kind.RECORDS)
        if pages and records:
            break
    return LastListing(pages, changes if settled else 0, records)


def matched_lately(job: Job, title: str, now: datetime) -> bool:
    """Whether a run of the last four weeks has asked for this one title."""
    request = semantic_scholar.match_request(title)
    raw = layout.raw(job.warehouse)
    recent = (r for r in run_ids(raw, job.venue_id) if now - _began(r) < ASK_AGAIN_AFTER)
    return any(
        RunPages(raw, job.venue_id, run_id).find(request.source, request.endpoint, request.params)
        for run_id in recent
    )


def _kind(page: StoredPage) -> Kind:
    return kind_of(page.endpoint, page.params)


def _began(run_id: str) -> datetime:
    return datetime.strptime(run_id, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
