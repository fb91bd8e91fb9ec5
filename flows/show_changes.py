"""What the last run of a venue changed, in a terminal."""

from rich.console import Console
from rich.markup import escape

from flows.escaping import plain
from warehouse.changes import KINDS, Change, Record, count_kinds

SHOWN = 10


def show_changes(run_id: str, record: Record, console: Console) -> None:
    """How much of each kind is new, then the most important."""
    counts = count_kinds(record.changes)
    told = "; ".join(f"{KINDS[kind]}: {number:,}" for kind, number in counts.items())
    console.print(f"[bold]changes[/] of run {run_id}: {told or 'none'}", highlight=False)
    for change in record.changes[:SHOWN]:
        console.print(f"  {_line(change)}", highlight=False)
    more = len(record.changes) - SHOWN
    if more > 0:
        console.print(f"  and {more:,} more: --format json has them all", highlight=False)


def _line(change: Change) -> str:
    text = escape(plain(change.text))
    if change.paper_id is None:
        return text
    return f"{escape(plain(change.title or change.paper_id))}: [dim]{text}[/]"
