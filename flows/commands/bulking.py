"""Running the bulk flow from a terminal."""

import logging
import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typer

from connectors.errors import NotAuthorised
from connectors.semantic_scholar_bulk.client import KEY_NEEDED
from connectors.transport.redaction import RedactingFilter, Redactor
from flows.bulk_clients import connect_datasets
from flows.clients import secrets
from flows.failures import Failed
from flows.place import working_copy
from flows.runners import Runner, task_runner
from flows.settings import Settings, load_settings, prepare_prefect
from flows.show import show_outcome, terminal
from flows.stages import shown_on

SHOWN = 2
"""Venues whose flags are shown in full after a run; of more a line each is enough."""


def list_releases() -> None:
    """Print the day of every release, oldest first."""
    for day in connect_datasets(load_settings()).releases():
        typer.echo(day)


def read_release(
    venues: Sequence[str],
    *,
    warehouse: Path | None,
    release: str,
    as_of: date | None,
    citers: bool,
    whole: bool,
    runner: tuple[Runner, int | None, str | None],
) -> None:
    """Run the flow and show how it ended.

    Raises:
        NotAuthorised: There is no key.
        Failed: ``release`` is no day.
    """
    settings = load_settings()
    _check(settings, release)
    console = terminal(stderr=True)
    root = warehouse or settings.warehouse
    prepare_prefect(os.environ, quiet=True)
    _log(Redactor.of(secrets(settings)))
    console.print("Starting Prefect, which takes about half a minute ...", style="dim")
    with shown_on(console):
        from flows.bulk import bulk

        flow: Any = bulk.with_options(task_runner=task_runner(*runner))
        ended = flow(venues, str(root), release, as_of, citers, whole)
    for outcome in ended[:SHOWN]:
        show_outcome(outcome, working_copy(root), terminal(), timings=False)
    for outcome in ended[SHOWN:]:
        facts = outcome.facts
        told = f"{facts['linked']} of {facts['papers']} linked, {facts['flagged']} cited"
        typer.echo(f"{outcome.venue_id}: {told}")


def _check(settings: Settings, release: str) -> None:
    """What can be said before anything is started."""
    if settings.semantic_scholar_api_key is None:
        raise NotAuthorised(KEY_NEEDED)
    if release != "latest" and not re.fullmatch(r"\d{4}-\d\d-\d\d", release):
        raise Failed(f"--release {release}: a release is named by its day, like 2022-04-26.")


def _log(redact: Redactor) -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("flows").setLevel(logging.INFO)
    for handler in logging.getLogger().handlers:
        handler.addFilter(RedactingFilter(redact))
