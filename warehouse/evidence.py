"""What one run brought, as tables: the step from its folder of pages to :mod:`assemble`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import pyarrow as pa

from warehouse.citations.citing_works import Citing, citing_works, together
from warehouse.citations.dataset_citing import dataset_citing
from warehouse.normalise.datasets import CITING, PAPERS, as_released
from warehouse.normalise.s2_answers import batch_answers
from warehouse.normalise.s2_records import s2_records
from warehouse.normalise.s2_vectors import s2_vectors
from warehouse.normalise.submissions import Submissions, normalise_submissions, without
from warehouse.normalise.venues import venue_row
from warehouse.raw import RunPages, StoredPage


@dataclass(frozen=True)
class Listing:
    """A venue listed to its end, normalised when first looked at.

    Half a listing never becomes one of these, so it never stands for the venue.

    Attributes:
        venue_id: OpenReview venue id.
        own_pages: Pages of this run: all notes, or those that changed since ``base``.
        listed_at: When the listing was complete.
        base: The listing that this one brings up to date; None when it is whole itself.
        gone: Notes of ``base`` that OpenReview does not list any more.
    """

    venue_id: str
    own_pages: list[StoredPage]
    listed_at: datetime
    base: "Listing | None" = None
    gone: frozenset[str] = frozenset()

    @cached_property
    def pages(self) -> list[StoredPage]:
        """Every page that tells of the venue's notes, oldest first; brief lists left out."""
        earlier = self.base.pages if self.base else []
        return [*earlier, *(page for page in self.own_pages if "select" not in page.params)]

    @cached_property
    def venue(self) -> dict[str, Any]:
        """The venue's row, without counts."""
        return venue_row(self.venue_id, self.pages)

    @cached_property
    def submissions(self) -> Submissions:
        """Papers, authorships, reviews and rejects."""
        if self.base is not None and self.gone == self.base.gone and not self._has_notes:
            return self.base.submissions
        return without(normalise_submissions(self.venue_id, self.pages), self.gone)

    @property
    def _has_notes(self) -> bool:
        return any(
            p.endpoint.endswith("/notes") and "select" not in p.params for p in self.own_pages
        )


@dataclass(frozen=True)
class Evidence:
    """A run's pages, normalised when first looked at.

    Attributes:
        run_id: Name of the run.
        notes: The run's own records by endpoint (``run/started`` and so on), the last of each.
        listing: What it listed on OpenReview; None when it did not, or not to the end.
        semantic_scholar: Pages of Semantic Scholar.
    """

    run_id: str
    notes: Mapping[str, StoredPage]
    listing: Listing | None
    semantic_scholar: list[StoredPage]

    @property
    def started_at(self) -> datetime:
        """When the run began."""
        return self.notes["run/started"].fetched_at

    @property
    def as_of(self) -> date | None:
        """The day that was asked for, if one was."""
        named = self.notes["run/started"].json()["as_of"]
        return date.fromisoformat(named) if named else None

    @cached_property
    def records(self) -> pa.Table:
        """Semantic Scholar records of its searches and batches."""
        return s2_records(page for page in self.semantic_scholar if not _is_of_citing(page))

    @cached_property
    def matched_ids(self) -> frozenset[str]:
        """Records that a single title was answered with, by ``paper/search/match``."""
        return self._found_at("paper/search/match")

    @cached_property
    def listed_ids(self) -> frozenset[str]:
        """Records that its listings and searches for many titles brought."""
        return self._found_at("paper/search/bulk")

    def _found_at(self, endpoint: str) -> frozenset[str]:
        pages = (page for page in self.semantic_scholar if page.endpoint == endpoint)
        return frozenset(s2_records(pages)["s2_paper_id"].to_pylist())

    @cached_property
    def answers(self) -> pa.Table:
        """What each counted id was answered with."""
        told = (p for p in self.semantic_scholar if p.endpoint in {"paper/batch", PAPERS})
        return batch_answers(page for page in told if not _is_of_citing(page))

    @cached_property
    def vectors(self) -> pa.Table:
        """SPECTER2 vectors that it asked for, as ``S2_VECTORS``."""
        return s2_vectors(self.semantic_scholar)

    @property
    def citing(self) -> Citing:
        """The citing works that it saw, and how far it got with each list.

        Read anew each time: a year of weekly runs would not fit in memory at once.
        """
        told = self.semantic_scholar
        return together([citing_works(told), dataset_citing(told)])


def _is_of_citing(page: StoredPage) -> bool:
    """Whether a page was asked for citing works; its counts were asked for before, apart."""
    is_list = page.endpoint.endswith(("/citations", CITING))
    return is_list or "citations." in page.params.get("fields", "")


def read_evidence(
    pages: RunPages, before: Sequence[Evidence] = (), listing: Listing | None = None
) -> Evidence | None:
    """What a run brought; None when it died before it wrote anything of its own.

    Args:
        pages: The run's folder.
        before: Earlier runs, one of which its listing may bring up to date.
        listing: What it listed, if that was read before: reading it again would be waste.
    """
    notes = {note.endpoint: note for note in pages.read("precited", "run/")}
    if "run/started" not in notes:
        return None
    if listing is None and "run/listed" in notes:
        listing = _listing(pages, notes["run/listed"], before)
    whole = notes["run/bulk"].json().get("base") if "run/bulk" in notes else None
    earlier = next((run.semantic_scholar for run in before if run.run_id == whole), [])
    told = as_released(pages.read("semantic_scholar"), earlier)
    return Evidence(pages.run_id, notes, listing, told)


def _listing(pages: RunPages, listed: StoredPage, before: Sequence[Evidence]) -> Listing:
    facts = listed.json()
    base = next((run.listing for run in before if run.run_id == facts.get("base")), None)
    gone = frozenset(facts.get("gone", ()))
    return Listing(pages.venue_id, pages.read("openreview"), listed.fetched_at, base, gone)
