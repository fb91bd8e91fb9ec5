"""Doubtful links in a terminal: the paper, its candidates, and what can be said of each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from warehouse.curation.link_log import LinkDecision
from warehouse.store import read_table

SHOWN_AUTHORS = 6


def show_doubtful(venue_id: str, rows: Sequence[dict[str, Any]], console: Console) -> None:
    """Each doubtful link with its candidates, best first."""
    if not rows:
        console.print(f"{venue_id} has no doubtful link.", markup=False, highlight=False)
        return
    for row in rows:
        _show(row, console)
    console.print(
        f"{len(rows)} in all. Decide with: precited links accept|reject|pin PAPER S2ID",
        highlight=False,
        markup=False,
    )


def _show(row: dict[str, Any], console: Console) -> None:
    title = escape(row["title"] or row["paper_id"])
    console.print(f"[bold]{title}[/]  [dim]{row['status']}[/]", highlight=False)
    console.print(f"  {_people(row['authors'])}", markup=False, highlight=False)
    console.print(f"  {row['forum_url']}", markup=False, highlight=False, soft_wrap=True)
    for reason in row["reasons"]:
        console.print(f"  {reason}", markup=False, highlight=False, style="dim")
    for candidate in row["candidates"]:
        _show_candidate(candidate, console)
    console.print()


def _show_candidate(candidate: dict[str, Any], console: Console) -> None:
    score = f"{candidate['score']:.2f}"
    console.print(
        f"  [cyan]{score}[/] {escape(candidate['title'] or '(no title)')}", highlight=False
    )
    where = candidate["s2_venue"] or "no venue"
    cited = "?" if candidate["citation_count"] is None else f"{candidate['citation_count']:,}"
    console.print(
        f"       {_people(candidate['authors'])}; {candidate['year'] or 'no year'}, {where}; "
        f"cited {cited}; CorpusId:{candidate['s2_corpus_id']}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    reasons = "; ".join(candidate["reasons"])
    console.print(f"       {reasons}", markup=False, highlight=False, style="dim", soft_wrap=True)


def _people(names: Sequence[str] | None) -> str:
    if not names:
        return "authors unknown"
    more = f" and {len(names) - SHOWN_AUTHORS} more" if len(names) > SHOWN_AUTHORS else ""
    return ", ".join(names[:SHOWN_AUTHORS]) + more


def show_decision(decision: LinkDecision, root: Path, console: Console) -> None:
    """What was decided and how the link stands now."""
    links = read_table(root, "links", decision.venue_id).to_pylist()
    now = next(row for row in links if row["paper_id"] == decision.paper_id)
    record = f" to {now['s2_paper_id']}" if now["s2_paper_id"] else ""
    console.print(
        f"{decision.override_id}: {decision.verdict} {decision.paper_id} by {decision.curator}; "
        f"the paper is now {now['status']}{record}.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    if now["status"] == "linked":
        console.print(
            f"Its count comes with the next run: precited run --counts-only {decision.venue_id}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    console.print(f"Take it back with: precited links undo {decision.override_id}", markup=False)
