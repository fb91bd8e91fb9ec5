"""Tables and closing lines for a terminal."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.outcome import Outcome
from flows.place import shown
from flows.plan import Part, Plan
from flows.queue import Row, queue
from flows.stages import timing_table
from warehouse.quality import Check

DAYS_PER_MONTH = 365.25 / 12

SHOWN = 10
EXPLAINED = 2
"""Papers shown after a run; ``precited flags`` shows more."""


def terminal(*, stderr: bool = False) -> Console:
    """A console that is wide enough for titles where no terminal says how wide it is."""
    console = Console(stderr=stderr)
    return console if console.is_terminal else Console(stderr=stderr, width=120)


def show_outcome(outcome: Outcome, root: Path, console: Console, *, timings: bool) -> None:
    """What a run found, where it lies and what it cost."""
    facts = outcome.facts
    console.print()
    console.print(f"[bold]{escape(outcome.venue_id)}[/] {_papers(outcome)}", highlight=False)
    if facts["papers"]:
        console.print(_links(outcome), highlight=False)
        rows = queue(root, outcome.venue_id)[:SHOWN]
        show_flags(rows, console)
        show_reasons(rows[:EXPLAINED], console)
        console.print(_cited(outcome), highlight=False)
    else:
        console.print("No decisions yet: the submissions are kept, and there is nothing to flag.")
    console.print(
        f"Requests: {facts['openreview_requests']:,} to OpenReview, "
        f"{facts['semantic_scholar_requests']:,} to Semantic Scholar, "
        f"{facts['retries']:,} of them repeats.",
        highlight=False,
    )
    for failure in outcome.failures:
        console.print(f"Not answered: {failure}", style="yellow", markup=False)
    for problem in outcome.untold:
        console.print(f"Not told: {problem}", style="yellow", markup=False)
    console.print(f"Tables: {shown(root)}/tables", markup=False, highlight=False, soft_wrap=True)
    if timings:
        console.print(timing_table(outcome.timings))


def _papers(outcome: Outcome) -> str:
    accepted = outcome.states.get("accepted", 0)
    others = sum(outcome.states.values()) - accepted
    return f"{accepted:,} accepted papers, {others:,} other submissions"


def _links(outcome: Outcome) -> str:
    links = outcome.links
    return (
        f"{links.get('linked', 0):,} linked to Semantic Scholar, "
        f"{links.get('review', 0):,} awaiting a person's look, "
        f"{links.get('absent', 0):,} without a record there"
    )


def _cited(outcome: Outcome) -> str:
    yes = outcome.cited.get("yes", 0)
    surely = f"{yes:,}" if not outcome.maybe_cited else f"between {yes:,} and {_most(outcome):,}"
    return (
        f"On {outcome.as_of}, {surely} of {outcome.facts['papers']:,} accepted papers were already "
        f"cited, {outcome.cited.get('no', 0):,} were not; of {_unknown(outcome):,} nothing is known"
    )


def _most(outcome: Outcome) -> int:
    return outcome.cited.get("yes", 0) + outcome.maybe_cited


def _unknown(outcome: Outcome) -> int:
    return outcome.cited.get("unknown", 0) - outcome.maybe_cited


def show_flags(rows: Sequence[Row], console: Console) -> None:
    """The queue as a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", expand=True)
    for name in ("rank", "cited", "months", "a month", "ahead of"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("tier", no_wrap=True)
    table.add_column("title", no_wrap=True, ratio=1)
    for row in rows:
        table.add_row(*_cells(row))
    console.print(table)


def show_reasons(rows: Sequence[Row], console: Console) -> None:
    """Why these papers stand where they stand."""
    for row in rows:
        title = escape(row["title"] or row["paper_id"])
        reasons = escape("; ".join(row["reasons"]))
        console.print(f"[bold]{_rank(row)}[/] {title}: [dim]{reasons}[/]", highlight=False)
    if rows:
        console.print()


def _cells(row: Row) -> tuple[str, ...]:
    return (
        _rank(row),
        _span(row["citations_low"], row["citations_high"]),
        "-" if row["age_days"] is None else f"{row['age_days'] / DAYS_PER_MONTH:.1f}",
        "-" if row["rate_per_month"] is None else f"{row['rate_per_month']:.2f}",
        "-" if row["percentile"] is None else f"{row['percentile']:.0f} %",
        row["tier"] or "-",
        escape(row["title"] or row["paper_id"]),
    )


def _rank(row: Row) -> str:
    if row["rank"] is None:
        return "-"
    return _span(row["rank_low"], row["rank_high"])


def _span(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "?"
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"


SIGNS = {"pass": "[green]✓[/]", "warn": "[yellow]![/]", "fail": "[red]✗[/]"}


def show_checks(venue_id: str, checks: Sequence[Check], console: Console) -> None:
    """What the checks of a venue found, a line each."""
    table = Table(box=None, pad_edge=False, show_header=False, title_justify="left")
    for check in checks:
        table.add_row(SIGNS[check.status], escape(check.name), escape(check.message))
    console.print(f"[bold]{escape(venue_id)}[/]", highlight=False)
    console.print(table)


def show_plan(plan: Plan, console: Console) -> None:
    """What a run will cost."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for name in ("requests", "answered", "to send", "minutes"):
        table.add_column(name, justify="right")
    for part in plan.parts:
        table.add_row(part.what, *_planned(part))
    table.add_row(
        "all",
        *(f"{n:,}" for n in (plan.requests, plan.kept, plan.left)),
        f"{plan.minutes:.1f}",
        style="bold",
    )
    console.print(
        f"[bold]{escape(plan.venue_id)}[/]: a run will send {plan.left:,} requests and take about "
        f"{plan.minutes:.1f} minutes",
        highlight=False,
    )
    console.print(table)
    console.print(f"From {plan.basis}. In doubt: {plan.doubt}.", highlight=False)


def _planned(part: Part) -> tuple[str, ...]:
    said = f"{part.requests:,}"
    if part.is_estimate:
        said = f"about {said} ({part.low:,}-{part.high:,})"
    return said, f"{part.kept:,}", f"{part.left:,}", f"{part.minutes:.1f}"


def show_relation(rows: pa.Table, console: Console) -> None:
    """The answer to a query as a table."""
    table = Table(*rows.column_names, box=box.SIMPLE_HEAD, pad_edge=False)
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            table.columns[rows.column_names.index(name)].justify = "right"
    for row in rows.to_pylist():
        table.add_row(*("" if value is None else escape(str(value)) for value in row.values()))
    console.print(table)
