"""Many venues at once: a flow that maps them over a task runner, each the ordinary run of a venue.

Which task runner is for :mod:`flows.runners` to choose: ``backfill.with_options(task_runner=...)``.
"""

import logging
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture, as_completed, wait
from threadpoolctl import threadpool_limits

from flows.backfill_limits import DaskLimits, Limits, limits_of
from flows.backfill_mark import mark
from flows.backfill_venue import End, Ended, Terms, Wanted, run_venue
from flows.escaping import markdown
from flows.failures import Failed
from flows.place import working_copy
from flows.stages import current_stages

logger = logging.getLogger(__name__)

LET_END = 30
"""Seconds for venues under way to note where they stopped, before their workers are ended."""

ENDS: Mapping[End, str] = {
    "done": "finished",
    "before": "finished before",
    "undecided": "without decisions yet",
    "no venue": "no venues",
    "stopped": "stopped",
    "failed": "failed",
}

work = task(name="venue", task_run_name="{venue_id}", cache_policy=NO_CACHE)(run_venue)


class Unfinished(Failed):
    """Some venues failed or were stopped; the others are finished. ``ended`` has all of them."""

    def __init__(self, message: str, ended: Sequence[Ended] = ()) -> None:
        super().__init__(message)
        self.ended = ended


@flow(name="backfill", persist_result=False)
def backfill(  # noqa: PLR0913, PLR0917 - what people fill in to run it
    venues: Sequence[str],
    warehouse: str | None = None,
    wanted: Wanted | None = None,
    influential: Sequence[str] = (),
    max_requests: int | None = None,
    max_minutes: float | None = None,
    listed: bool = False,
) -> list[Ended]:
    """Run many venues, each to whatever end it comes to; one that fails stops no other.

    The same backfill, given again within a week, goes on with what it did not finish.

    Args:
        venues: OpenReview venue ids.
        warehouse: A folder, or ``s3://bucket/prefix``; None for that of the settings.
        wanted: What is to be done for each of them; None for a full run.
        influential: Venues of which is asked, besides, which citing works are influential.
        max_requests: Most requests to send for all of them together.
        max_minutes: For how long to send requests.
        listed: Whether OpenReview named them: then an id that is no venue is no failure.

    Returns:
        How each of them ended, in their order.

    Raises:
        Unfinished: Some failed or were stopped.
    """
    started = time.time()
    venues, wanted = list(dict.fromkeys(venues)), wanted or Wanted()
    known = mark(working_copy(warehouse), venues, wanted, datetime.now(UTC))
    since = known.began if known.goes_on else None
    until = None if max_minutes is None else started + 60 * max_minutes
    terms = Terms(warehouse, since, until, listed)
    special = replace(wanted, influential=True)
    ended = {name: _no_venue(name) for name in venues if name in known.no_venues}
    left = {
        name: special if name in influential else wanted for name in venues if name not in ended
    }
    for end in _map(left, terms, max_requests):
        ended[end.venue_id] = end
        if end.end == "no venue":
            known = known.without(end.venue_id)
    in_order = [ended[name] for name in venues]
    _show(in_order)
    if any(not end.is_finished for end in in_order):
        raise Unfinished(summary(in_order), in_order)
    known.forget()
    return in_order


def summary(ended: Sequence[Ended]) -> str:
    """How many ended how, in one sentence."""
    counts = Counter(end.end for end in ended)
    told = ", ".join(f"{counts[end]:,} {words}" for end, words in ENDS.items() if counts[end])
    more = " Run the same command again, it goes on from there." if _is_left(counts) else ""
    venues = "one venue" if len(ended) == 1 else f"{len(ended):,} venues"
    return f"Of {venues} {told}.{more}"


def _is_left(counts: Counter[End]) -> bool:
    return bool(counts["stopped"] + counts["failed"])


def _map(venues: Mapping[str, Wanted], terms: Terms, max_requests: int | None) -> Iterator[Ended]:
    """Each venue as it ends, whichever is first."""
    context = FlowRunContext.get()
    limits = limits_of(context and context.task_runner, _name(context), max_requests)
    with _one_thread_each(limits), current_stages().stage("Venues", len(venues)) as advance:
        asked: dict[PrefectFuture[Ended], str] = {}
        # From the first one on: those that are under way must hear of it while others are begun.
        with _stopping(limits, asked):
            for name, wanted in venues.items():
                asked[work.submit(name, wanted, terms, limits)] = name
            for future in as_completed(list(asked)):
                end = _end(future, asked[future])
                logger.info("%s: %s (%d requests)", end.venue_id, end.words, end.requests)
                advance()
                yield end


@contextmanager
def _one_thread_each(limits: Limits) -> Iterator[None]:
    """Let libraries compute in one thread while venues are worked at in ours.

    Each run sees to that for itself, and puts back what it found: the first to end would set the
    others free, whose numbers then add up in another order.
    """
    if isinstance(limits, DaskLimits):
        yield
        return
    # What it does not know yet it can't hold back.
    import_module("warehouse.explore.related.relating")
    with threadpool_limits(limits=1):
        yield


def _name(context: Any) -> str:
    run = context and context.flow_run
    return f"backfill-{run.id if run else time.time_ns()}"


@contextmanager
def _stopping(limits: Limits, futures: Mapping[PrefectFuture[Ended], str]) -> Iterator[None]:
    """Whoever stops this, by Ctrl-C or SIGTERM, stops all of the venues in an orderly way."""
    try:
        with _interrupts_heard(limits):
            yield
    except BaseException:
        limits.stop()
        wait(list(futures), timeout=LET_END)
        raise


@contextmanager
def _interrupts_heard(limits: Limits) -> Iterator[None]:
    """Let Ctrl-C stop the venues also where it falls into code that goes on regardless."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def heard(number: int, frame: Any) -> None:
        limits.stop()
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(future: PrefectFuture[Ended], venue_id: str) -> Ended:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - Dask has many ways to lose a worker
        logger.warning("lost venue=%s error=%s", venue_id, type(error).__name__)
        words = f"its worker was lost ({type(error).__name__}): what it brought is kept"
        return Ended(venue_id, "failed", words)


def _no_venue(venue_id: str) -> Ended:
    return Ended(venue_id, "no venue", "no venue, as was found before")


def _show(ended: Sequence[Ended]) -> None:
    """Keep the table on Prefect's own pages; without them the run goes on."""
    rows = [
        {"venue": markdown(e.venue_id), "outcome": markdown(e.words), "requests": str(e.requests)}
        for e in ended
    ]
    try:
        create_table_artifact(key="backfill", table=rows, description=summary(ended))
    except Exception as error:  # noqa: BLE001 - whatever ails the API, the tables are right
        logger.warning("no artifact kept problem=%s", type(error).__name__)
