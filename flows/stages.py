"""What a person sees while a run works: a bar in a terminal, plain lines elsewhere, timings."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

logger = logging.getLogger(__name__)

Advance = Callable[..., None]


@dataclass(frozen=True, slots=True)
class StageTiming:
    """What one stage took: seconds on the clock and seconds of computing."""

    title: str
    seconds: float
    cpu_seconds: float


class Stages:
    """The stages of a run, shown as they pass and kept as timings."""

    def __init__(self, console: Console | None = None) -> None:
        """Show on a console with a terminal behind it; write log lines otherwise."""
        self._console = console if console is not None and console.is_terminal else None
        self.timings: list[StageTiming] = []
        self.ended: Callable[[StageTiming], None] = _nothing
        """Called at the end of each stage, for whoever else follows the run."""

    @contextmanager
    def stage(self, title: str, total: int | None = None) -> Iterator[Advance]:
        """A stage that is under way; call the value given with how much of ``total`` is done."""
        wall, cpu = time.perf_counter(), time.process_time()
        with self._bar(title, total) as advance:
            yield advance
        timing = StageTiming(title, time.perf_counter() - wall, time.process_time() - cpu)
        self.timings.append(timing)
        self._say(timing)
        self.ended(timing)

    @contextmanager
    def _bar(self, title: str, total: int | None) -> Iterator[Advance]:
        if self._console is None:
            yield _nothing
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
        counted = (MofNCompleteColumn(),) if total is not None else ()
        with Progress(*columns, *counted, console=self._console, transient=True) as progress:
            task = progress.add_task(title, total=total)
            yield lambda steps=1: progress.advance(task, steps)

    def _say(self, timing: StageTiming) -> None:
        if self._console is None:
            logger.info("%s: %.1f s", timing.title, timing.seconds)
        else:
            self._console.print(f"[green]✓[/] {timing.title} [dim]{timing.seconds:.1f} s[/]")


def timing_table(timings: Sequence[StageTiming]) -> Table:
    """Timings as a table, with a sum."""
    table = Table("stage", "seconds", "CPU seconds", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for t in timings:
        table.add_row(t.title, f"{t.seconds:.1f}", f"{t.cpu_seconds:.1f}")
    seconds = sum(t.seconds for t in timings)
    cpu = sum(t.cpu_seconds for t in timings)
    table.add_row("all", f"{seconds:.1f}", f"{cpu:.1f}", style="bold")
    return table


_shown: ContextVar[Console | None] = ContextVar("console", default=None)


@contextmanager
def shown_on(console: Console) -> Iterator[None]:
    """Within this, runs show their stages on the console.

    A console can't be a flow's parameter: Prefect writes parameters into its database.
    """
    token = _shown.set(console)
    try:
        yield
    finally:
        _shown.reset(token)


def current_stages() -> Stages:
    """New stages, on the console that :func:`shown_on` names, else in the log."""
    return Stages(_shown.get())


def _nothing(*_: object) -> None:
    """Where nobody watches, progress goes nowhere."""
