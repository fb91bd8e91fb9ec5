"""Listing a venue again: only what changed since the last time is fetched."""

from typing import Any

import pyarrow as pa

from connectors import openreview
from connectors.openreview.changes import times_of
from connectors.page import Page, Request
from flows.run import Run
from warehouse.evidence import Evidence
from warehouse.raw import StoredPage

# Where a decision stands in a reply, the submission's own time of change does not tell of it.
IN_A_REPLY = {"decision_note", "meta_review"}


def settled_listing(runs: list[Evidence]) -> Evidence | None:
    """The newest run whose listing can be brought up to date; None when a whole one is due.

    That is so once a venue has decided, if its decisions stand in the submissions themselves.
    """
    listed = next((run for run in reversed(runs) if run.listing is not None), None)
    if listed is None or listed.listing is None:
        return None
    return listed if is_settled(listed.listing.submissions.papers) else None


def is_settled(papers: pa.Table) -> bool:
    """Whether a venue has decided, and its decisions stand in the submissions themselves."""
    states = set(papers["state"].to_pylist())
    sources = set(papers["decision_source"].to_pylist())
    return "accepted" in states and not sources & IN_A_REPLY


def relist(run: Run, group: Page, base: Evidence) -> dict[str, Any]:
    """Fetch what changed since ``base``; gives what ``run/listed`` is to say of it."""
    known = _known_times(base)
    listed = list(openreview.relist(run.fetch, run.job.venue_id, group))
    changes = openreview.what_changed(known, openreview.listed_notes(listed))
    fetched = list(openreview.changed(run.fetch, listed, changes.all)) if changes else []
    came = {note["id"] for note in openreview.listed_notes(fetched)}
    gone = (_gone(base) | changes.gone) - came
    return {"base": base.run_id, "gone": sorted(gone), "changed": len(changes.all)}


def _known_times(base: Evidence) -> dict[str, int]:
    """When each note that is known and still listed last changed."""
    pages = base.listing.pages if base.listing else []
    notes = openreview.listed_notes(
        _as_page(page) for page in pages if page.endpoint.endswith("/notes")
    )
    return {id_: time for id_, time in times_of(notes).items() if id_ not in _gone(base)}


def _gone(base: Evidence) -> frozenset[str]:
    return base.listing.gone if base.listing else frozenset()


def _as_page(stored: StoredPage) -> Page:
    request = Request("openreview", stored.endpoint, stored.params, stored.body)
    return Page(request, stored.fetched_at, stored.status, stored.payload)
