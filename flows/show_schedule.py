"""The schedule in a terminal, in the words of people."""

from collections.abc import Sequence
from datetime import date, datetime

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.deployments import Deployment
from flows.rhythms import FIRST_WEEK, Rhythm
from flows.schedule import Next, next_runs
from flows.watch_list import DAYS


def show_schedule(listed: Sequence[Deployment], now: datetime, console: Console) -> None:
    """What runs when, the next run first."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in ("venue", "run", "when (UTC)", "next (UTC)"):
        table.add_column(name, overflow="fold")
    for run in next_runs(listed, now):
        table.add_row(*map(escape, _cells(run, now)), style=None if run.at else "dim")
    console.print(table)
    kinds = {rhythm.name: rhythm.what for d in listed for rhythm in d.rhythms}
    for name, what in kinds.items():
        console.print(f"{name}: {what}", style="dim", markup=False, highlight=False)
    if undated := [d.venue_id for d in listed if d.active and "daily" not in _names(d)]:
        console.print(
            f"No days are known of {', '.join(undated)}: a first run may bring them, or starts_on.",
            style="dim",
            markup=False,
            highlight=False,
        )


def _names(deployment: Deployment) -> set[str]:
    return {rhythm.name for rhythm in deployment.rhythms}


def _cells(run: Next, now: datetime) -> tuple[str, ...]:
    return run.deployment.venue_id, run.rhythm.name, when(run.rhythm), _next_words(run, now)


def when(rhythm: Rhythm) -> str:
    """When a rhythm is done, e.g. ``Mondays 03:29``."""
    at = f"{rhythm.at:%H:%M}"
    if rhythm.first_on and rhythm.last_on:
        return f"{at}, {_day(rhythm.first_on)} to {_day(rhythm.last_on)}"
    weekdays = " and ".join(DAYS[day] for day in rhythm.weekdays)
    return f"first {weekdays} {at}" if rhythm.month_days == FIRST_WEEK else f"{weekdays}s {at}"


def _next_words(run: Next, now: datetime) -> str:
    if not run.deployment.active:
        return "off"
    if run.at is None:
        return "over"
    days = (run.at.date() - now.date()).days
    away = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    return f"{run.at:%a} {_day(run.at)} {run.at:%H:%M}, {away}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
