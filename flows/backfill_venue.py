"""One venue of a backfill, where it is worked at: in a thread, or in another process of Dask.

Nothing that befalls it reaches the others: however it goes, it comes to an end that can be told.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from connectors.errors import BudgetSpent, Missing, TimeSpent
from connectors.openreview import ContainsVenues
from connectors.transport.pacing import Timing
from connectors.transport.redaction import RedactingFilter, Redactor
from flows.backfill_limits import Limits, SharedBudget
from flows.backfill_mark import finished_since
from flows.clients import Common, secrets, sharing
from flows.failures import OURS, explain
from flows.outcome import Outcome
from flows.place import working_copy
from flows.run import Job
from flows.settings import Settings, load_settings
from flows.steps import NoSuchVenue
from flows.track import track
from warehouse import store

logger = logging.getLogger(__name__)

End = Literal["done", "before", "undecided", "no venue", "stopped", "failed"]

UNDECIDED = "no decisions yet"
UNFINISHED: tuple[End, ...] = ("stopped", "failed")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done for each venue; see :func:`flows.track.track` for each of them."""

    as_of: date | None = None
    counts_only: bool = False
    citers: bool = True
    influential: bool = False
    all_citers: bool = False
    vectors: bool = False
    wait_minutes: float = 0

    def job(self, venue_id: str, root: Path) -> Job:
        """The same as a job for one venue."""
        given = asdict(self)
        del given["wait_minutes"]
        return Job(venue_id, root, **given)


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms all venues are worked at.

    Attributes:
        warehouse: A folder or an address, as text; None for that of the worker's settings.
        since: When the backfill began, where it goes on with an earlier one; None for a new one.
        until: Until when requests may be sent, in seconds since 1970; None for no end.
        listed: Whether OpenReview named the venues, and no person.
    """

    warehouse: str | None = None
    since: datetime | None = None
    until: float | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """How one venue ended.

    Attributes:
        venue_id: OpenReview venue id.
        end: done, or finished before; no decisions yet, or no venue at all, neither of which is
            a failure; stopped by a limit or by hand; or failed.
        words: The same for people.
        requests: How many were sent for it now, logins among them.
    """

    venue_id: str
    end: End
    words: str
    requests: int = 0

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to do for it."""
        return self.end not in UNFINISHED


def run_venue(venue_id: str, wanted: Wanted, terms: Terms, limits: Limits) -> Ended:
    """Run one venue to whatever end it comes to; its failure ends no other."""
    settings = load_settings()
    _redact_logs(settings)
    budget = SharedBudget(shared=limits)
    try:
        with sharing(Common(budget, Timing(sleep=limits.sleep))):
            end, words = _run(venue_id, wanted, terms, limits)
    except Exception as error:
        if not isinstance(error, OURS):
            logger.exception("unexpected venue=%s", venue_id)
        end, words = _failed(error, listed=terms.listed)
    return Ended(venue_id, end, Redactor.of(secrets(settings))(words), budget.spent)


def _run(venue_id: str, wanted: Wanted, terms: Terms, limits: Limits) -> tuple[End, str]:
    minutes = None if terms.until is None else (terms.until - time.time()) / 60
    if limits.is_stopped() or limits.is_spent() or (minutes is not None and minutes <= 0):
        return "stopped", "not begun: the next run begins it"
    if terms.since is not None and (found := _before(venue_id, wanted, terms, terms.since)):
        return "before", found
    warehouse = None if terms.warehouse is None else Path(terms.warehouse)
    return _told(track(venue_id, warehouse, max_minutes=minutes, **asdict(wanted)))


def _before(venue_id: str, wanted: Wanted, terms: Terms, since: datetime) -> str | None:
    """What an earlier process of this backfill found, where it finished the venue."""
    root = working_copy(terms.warehouse)
    who = f"a backfill that looks at {venue_id}"
    with store.venue_lock(root, venue_id, who, wait=wanted.wait_minutes * 60):
        facts = finished_since(wanted.job(venue_id, root), since)
    return None if facts is None else f"finished before: {_counted(facts)}"


def _told(outcome: Outcome) -> tuple[End, str]:
    if not outcome.facts["papers"]:
        return "undecided", f"{UNDECIDED}: {sum(outcome.states.values()):,} submissions kept"
    lost = f"; {len(outcome.failures):,} not answered" if outcome.failures else ""
    return "done", _counted(outcome.facts) + lost


def _counted(facts: Mapping[str, Any]) -> str:
    if not facts["papers"]:
        return UNDECIDED
    return (
        f"{facts['papers']:,} accepted papers, {facts['linked']:,} linked, "
        f"{facts['flagged']:,} already cited"
    )


def _failed(error: Exception, *, listed: bool) -> tuple[End, str]:
    if isinstance(error, BudgetSpent | TimeSpent):
        return "stopped", "stopped on the way: the next run goes on from there"
    # OpenReview's list has groups that only contain venues, and some that nobody may see.
    if listed and isinstance(error, ContainsVenues):
        return "no venue", "no venue itself, it only contains some"
    if listed and isinstance(error, Missing | NoSuchVenue):
        return "no venue", "OpenReview shows no venue of this id"
    return "failed", explain(error)


def _redact_logs(settings: Settings) -> None:
    """Let no secret into the log of this process; a worker of Dask has only what Prefect made."""
    # A line a stage for many venues at once, none of which it names, tells nobody anything.
    logging.getLogger("flows.stages").setLevel(logging.WARNING)
    redact = RedactingFilter(Redactor.of(secrets(settings)))
    for handler in logging.getLogger().handlers:
        if not any(isinstance(known, RedactingFilter) for known in handler.filters):
            handler.addFilter(redact)
