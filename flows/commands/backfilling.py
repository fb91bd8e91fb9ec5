"""Running many venues at once from a terminal: which they are, and how they ended."""

import logging
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from rich import box
from rich.console import Console
from rich.logging import RichHandler
from rich.markup import escape
from rich.table import Table

from connectors.transport.redaction import RedactingFilter, Redactor
from flows.clients import secrets
from flows.commands.many import Many
from flows.failures import Failed
from flows.place import working_copy
from flows.prefect_api import prefect_api
from flows.registry import find_venues
from flows.runners import Runner, task_runner
from flows.settings import load_settings, prepare_prefect
from flows.shared_pace import ensure_limits
from flows.show import terminal
from flows.stages import shown_on
from flows.watch_list import read_watch_list
from warehouse.remote import Address

if TYPE_CHECKING:
    from flows.backfill_venue import Ended

STOPPED = "Stopped: what came is kept, and the same command goes on from here."


@dataclass(frozen=True, slots=True)
class Chosen:
    """The venues of a backfill.

    Attributes:
        venues: Their ids.
        influential: Those of which is also asked which citing works are influential.
        listed: Whether they stand on OpenReview's list.
    """

    venues: Sequence[str]
    influential: Sequence[str] = ()
    listed: bool = False


def run_many(
    many: Many,
    names: Sequence[str],
    warehouse: Path | None,
    wanted: dict[str, Any],
    **limits: float | None,
) -> bool:
    """Run all venues that are meant and show how each ended; whether every one is finished.

    Args:
        many: Which, and who works on them.
        names: The venues, or words of their ids where all of OpenReview's list are meant.
        warehouse: A folder or an address; None for that of the settings.
        wanted: The parameters of :class:`flows.backfill_venue.Wanted`.
        limits: ``max_requests`` and ``max_minutes`` for all of them together.
    """
    root = warehouse or load_settings().warehouse
    chosen = _choose(many, names, root)
    many.confirm(len(chosen.venues))
    ended = _backfill(chosen, _text(root), many, wanted, limits)
    _show(ended, terminal())
    return all(end.is_finished for end in ended)


def _text(root: Path) -> str:
    """A warehouse as a worker finds it, which may have begun in another folder."""
    return str(Address.of(root) or root.resolve())


def _choose(many: Many, names: Sequence[str], root: Path) -> Chosen:
    if many.everything:
        return on_openreview(working_copy(root), " ".join(names), many.year)
    return on_watch_list(many.watch_list) if many.watch_list else Chosen(names)


def on_openreview(root: Path, words: str, year: int | None) -> Chosen:
    """All venues on OpenReview's list with these words, in this year.

    Raises:
        Missing: There is none; says which ids come near.
    """
    found = find_venues(root, words, year, children=False, today=datetime.now(UTC).date())
    return Chosen([name.id for name in found], listed=True)


def on_watch_list(file: Path) -> Chosen:
    """The active venues of a watch list.

    Raises:
        BadWatchList: The file can't be used.
        Failed: All of its venues rest.
    """
    active = [venue for venue in read_watch_list(file) if venue.active]
    if not active:
        raise Failed(f"All venues of {file} rest (active = false), so there is nothing to run.")
    influential = [venue.venue_id for venue in active if venue.influential]
    return Chosen([venue.venue_id for venue in active], influential)


def _backfill(
    chosen: Chosen,
    warehouse: str,
    many: Many,
    wanted: dict[str, Any],
    limits: dict[str, float | None],
) -> "Sequence[Ended]":
    errors = terminal(stderr=True)
    _log(errors)
    prepare_prefect(os.environ, quiet=True)
    errors.print("Starting Prefect, which takes about half a minute ...", style="dim")
    with _told_when_stopped(errors), prefect_api() as (_, is_ours), shown_on(errors):
        from flows.backfill import Unfinished, backfill
        from flows.backfill_venue import Wanted

        flow: Any = backfill.with_options(task_runner=_runner(many, is_ours=is_ours))
        given = (chosen.venues, warehouse, Wanted(**wanted), chosen.influential)
        try:
            ended: Sequence[Ended] = flow(*given, **limits, listed=chosen.listed)
        except Unfinished as unfinished:
            return unfinished.ended
    return ended


def _runner(many: Many, *, is_ours: bool) -> Any:
    if many.address and is_ours and not _is_here(many.address):
        raise Failed(
            "Workers on other machines cannot reach a Prefect server that is started here: start "
            "one for all of them, and set PREFECT_API_URL to its address."
        )
    runner = task_runner(many.runner or Runner.threads, many.workers, many.address)
    if many.address and not is_ours:
        # Workers on other machines share the pace through the server alone.
        ensure_limits()
    return runner


def _is_here(address: str) -> bool:
    return urlsplit(address).hostname in {"127.0.0.1", "localhost", "::1"}


@contextmanager
def _told_when_stopped(console: Console) -> Iterator[None]:
    """Let SIGTERM stop this as Ctrl-C does, and end with a sentence and not a traceback.

    Raises:
        Failed: It was stopped.
    """
    before = signal.signal(signal.SIGTERM, _interrupted)
    try:
        yield
    except KeyboardInterrupt as stop:
        console.print()
        raise Failed(STOPPED) from stop
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _log(console: Console) -> None:
    """Lines above the bar in a terminal, plain ones elsewhere, and no secret in either."""
    lines: logging.Handler = (
        RichHandler(console=console, show_time=False, show_level=False, show_path=False)
        if console.is_terminal
        else logging.StreamHandler()
    )
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", handlers=[lines])
    logging.getLogger("flows").setLevel(logging.INFO)
    redact = RedactingFilter(Redactor.of(secrets(load_settings())))
    for handler in logging.getLogger().handlers:
        handler.addFilter(redact)


def _show(ended: "Sequence[Ended]", console: Console) -> None:
    """A line a venue, and what it comes to."""
    from flows.backfill import summary

    table = Table("venue", "outcome", "requests", box=box.SIMPLE_HEAD, pad_edge=False)
    table.columns[2].justify = "right"
    for end in ended:
        style = None if end.is_finished else "yellow"
        table.add_row(escape(end.venue_id), escape(end.words), f"{end.requests:,}", style=style)
    console.print(table)
    sent = sum(end.requests for end in ended)
    console.print(f"{summary(ended)} Requests: {sent:,}.", markup=False, highlight=False)
