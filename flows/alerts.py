"""Telling people of runs that nobody watches: once a run, and only when there is something.

Where a message goes is a setting. Whether it arrived is kept among the run's own pages, so that
the next run also says what this one could not, be it for a webhook that was down or for a
process that was killed between publishing and telling.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from connectors import webhook
from connectors.errors import BudgetSpent, TimeSpent
from connectors.transport.redaction import Redactor
from flows.changed import record_of
from flows.clients import secret, secrets
from flows.failures import OURS, explain
from flows.messages import Message, failure, news
from flows.outcome import Outcome
from flows.run import STOPPED, Job, Run
from flows.settings import Settings
from warehouse import layout
from warehouse.changes import Change
from warehouse.raw import RunPages, run_ids

logger = logging.getLogger(__name__)

TOLD = "run/told"

LOOK_BACK = 8
"""Earlier runs whose news may still be told: two months of weekly runs."""

ASKED_FOR = (BudgetSpent, TimeSpent)
"""Stops that are no failures: somebody set that limit, and the next run goes on."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where messages go.

    Attributes:
        name: The setting that names it.
        send: Sends one, or raises.
    """

    name: str
    send: Callable[[Message], None]


def destinations(settings: Settings) -> list[Destination]:
    """Those that are set: a Prefect notification block, a webhook, both or none."""
    found: list[Destination] = []
    if slug := settings.alert_block:
        found.append(Destination("PRECITED_ALERT_BLOCK", lambda message: _notify(slug, message)))
    if url := secret(settings.alert_webhook):
        found.append(
            Destination(
                "PRECITED_ALERT_WEBHOOK", lambda message: webhook.post(url, message.payload)
            )
        )
    return found


def tell(run: Run, outcome: Outcome, places: Sequence[Destination]) -> Outcome:
    """Tell what the run changed, and what earlier runs could not tell.

    Returns:
        The outcome, with the alerts that did not arrive. A message that is lost fails no run.
    """
    failed: dict[str, str] = {}
    for place in places:
        message = news(outcome.venue_id, [*outcome.changes, *_untold(run, place.name)])
        if message is not None and (problem := _problem(place, message)):
            failed[place.name] = problem
    run.note(TOLD, {"failed": sorted(failed)}, run.clock())
    return replace(outcome, untold=[f"{name}: {problem}" for name, problem in failed.items()])


@contextmanager
def failure_told(job: Job, settings: Settings) -> Iterator[None]:
    """Tell of the failure of a run, if it fails, and only the first time that it fails so."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, ASKED_FOR) and not _is_known(job, error):
            redact = Redactor.of(secrets(settings))
            message = failure(job.venue_id, redact(explain(error)))
            for place in destinations(settings):
                _problem(place, message)
        raise


def _problem(place: Destination, message: Message) -> str:
    """Send a message; why it could not be sent, or "" when it was."""
    try:
        place.send(message)
    except Exception as error:  # noqa: BLE001 - blocks are other people's, a lost message fails no run
        # The text of a library's error shows the address that it could not reach.
        problem = _named(error)
    else:
        return ""
    logger.warning("alert not delivered to=%s problem=%s", place.name, problem)
    return problem


def _notify(slug: str, message: Message) -> None:
    from prefect.blocks import notifications  # noqa: F401, PLC0415 - registers Prefect's own blocks
    from prefect.blocks.core import Block  # noqa: PLC0415 - a run without one needs no Prefect

    block: Any = Block.load(slug)
    block.notify(body=message.text, subject=message.subject)


def _untold(run: Run, place: str) -> list[Change]:
    """What earlier runs changed and this place was not told, the latest first."""
    raw, venue_id = layout.raw(run.job.warehouse), run.job.venue_id
    before = (run_id for run_id in reversed(run_ids(raw, venue_id)) if run_id < run.pages.run_id)
    found: list[Change] = []
    for run_id in islice(before, LOOK_BACK):
        pages = RunPages(raw, venue_id, run_id)
        record, told = record_of(pages), pages.find("precited", TOLD)
        if told is not None and place not in told.json()["failed"]:
            break
        found += record.changes if record else ()
    return found


def _is_known(job: Job, error: Exception) -> bool:
    """Whether the same failure has stopped the same run before, but for its numbers."""
    stops = _stops(layout.raw(job.warehouse), job.venue_id)
    alike = [stop for stop in stops if _without_numbers(stop) == _without_numbers(_named(error))]
    # The last stop is the one that is told of, where the run got so far as to note it.
    return len(alike) > 1


def _stops(raw: Path, venue_id: str) -> list[str]:
    runs = run_ids(raw, venue_id)
    if not runs:
        return []
    pages = RunPages(raw, venue_id, runs[-1]).read("precited", STOPPED)
    return [str(page.json().get("message")) for page in pages]


def _named(error: Exception) -> str:
    return str(error) if isinstance(error, OURS) else type(error).__name__


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "", text)
