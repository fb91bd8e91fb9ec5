"""Running the track flow from a terminal, venue after venue."""

import logging
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from connectors.transport.redaction import RedactingFilter, Redactor
from flows.clients import secrets
from flows.failures import OURS, explain
from flows.outcome import Outcome
from flows.place import working_copy
from flows.settings import load_settings, prepare_prefect
from flows.show import show_outcome, terminal
from flows.stages import shown_on


def track_all(
    venues: Sequence[str],
    *,
    warehouse: Path | None,
    as_of: date | None = None,
    counts_only: bool = False,
    citers: bool = True,
    influential: bool = False,
    max_requests: int | None = None,
    all_citers: bool = False,
    max_minutes: float | None = None,
    wait_minutes: float = 0,
    vectors: bool = False,
    timings: bool = False,
) -> list[Outcome | None]:
    """Run the flow for each venue and show how it ended; None stands for one that failed.

    Raises:
        Exception: The only venue failed.
    """
    errors = terminal(stderr=True)
    settings = load_settings()
    root = working_copy(warehouse, settings).resolve()
    track = _flow(errors, Redactor.of(secrets(settings)))
    outcomes: list[Outcome | None] = []
    for venue in venues:
        try:
            with shown_on(errors):
                outcome = track(
                    venue,
                    root,
                    as_of,
                    counts_only,
                    citers,
                    influential,
                    max_requests,
                    all_citers,
                    max_minutes,
                    wait_minutes,
                    vectors,
                )
        except OURS as error:
            if len(venues) == 1:
                raise
            errors.print(f"{venue}: {explain(error)}", markup=False, highlight=False)
            outcomes.append(None)
        else:
            show_outcome(outcome, root, terminal(), timings=timings)
            outcomes.append(outcome)
    return outcomes


def _flow(console: Console, redact: Redactor) -> Any:
    """The track flow, imported with Prefect prepared for a terminal."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("flows").setLevel(logging.INFO)
    for handler in logging.getLogger().handlers:
        handler.addFilter(RedactingFilter(redact))
    prepare_prefect(os.environ, quiet=True)
    console.print("Starting Prefect, which takes about half a minute ...", style="dim")
    from flows.track import track

    return track
