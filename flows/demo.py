"""The whole pipeline on a made-up venue: nothing leaves this machine."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from connectors.standin import made_up
from connectors.standin.made_up.venues import LANTERN
from connectors.standin.server import environment, serve
from flows.commands.tracking import track_all
from flows.failures import Failed
from flows.issue import Draft, draft, written
from flows.queue import Row, queue
from flows.show import terminal
from warehouse.curation.decision_log import Entry, decide
from warehouse.explore.charts import already_cited, save

MARKER = ".precited-demo"
QUERY = "SELECT cited, count(*) FROM flags GROUP BY cited"


def run_demo(out: Path, command: str) -> None:
    """Serve the made-up corpus, run its main venue into ``out/warehouse`` and say what to do next.

    Args:
        out: A folder for what the demo makes; emptied first.
        command: How precited was called, for what to try next.

    Raises:
        Failed: ``out`` holds something that no demo made.
    """
    console = terminal()
    warehouse = _fresh(out) / "warehouse"
    console.print(
        "A made-up conference is served from this machine in place of OpenReview and Semantic "
        "Scholar;\nits papers, people and citations are invented."
    )
    with serve([made_up.corpus()]) as standin:
        # The flow reads its settings from the environment, as every run does.
        os.environ.update(environment(standin.urls))
        os.environ.pop("SEMANTIC_SCHOLAR_API_KEY", None)
        track_all([LANTERN.id], warehouse=warehouse, timings=True)
    issue = _issue(warehouse)
    made = [out / name for name in ("chart.html", "chart.png", "issue.html", "issue.md")]
    _write(issue, *made)
    console.print(f"Chart:  {made[0]}\nIssue:  {made[2]}", highlight=False, soft_wrap=True)
    console.print(_next_steps(warehouse, command), highlight=False, soft_wrap=True)


PICKED = 3
CURATOR = "demo"
WHY = "Made up for the demonstration: nobody has read this paper, nor could they."
INSIGHTS = (
    "A curator's words on what the paper found stand here. It was picked by a program for its "
    "place in the queue alone: {reason}.\n\n"
    "- Choose papers yourself on the board: precited board.\n"
    "- Write the same for each, and refer to other works as here[[{paper_id}]]."
)


def _issue(warehouse: Path) -> Draft:
    """An issue of a few papers, decided by nobody and labelled so."""
    rows = [row for row in queue(warehouse, LANTERN.id) if row["cited"] == "yes"][:PICKED]
    for row in rows:
        decide(warehouse, _decision(row), datetime.now(UTC))
    title = f"{LANTERN.short}: an issue made up by the demo"
    return draft(warehouse, LANTERN.id, curator=CURATOR, title=title)


def _decision(row: Row) -> Entry:
    reason = next(iter(row["reasons"]), "no reason")
    return Entry(
        paper_id=row["paper_id"],
        venue_id=LANTERN.id,
        curator=CURATOR,
        verdict="shortlist",
        why=WHY,
        key_insights=INSIGHTS.format(reason=reason, paper_id=row["paper_id"]),
    )


def _write(issue: Draft, chart: Path, picture: Path, page: Path, text: Path) -> None:
    drawn = already_cited(issue.tables, issue.compiled.issue.as_of)
    save(drawn, chart)
    save(drawn, picture)
    written(issue, "html", page)
    written(issue, "md", text)


def _fresh(out: Path) -> Path:
    marker = out / MARKER
    if out.exists() and any(out.iterdir()):
        if not marker.exists():
            msg = f"{out} holds something that no demo made: name another folder with --out."
            raise Failed(msg)
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    marker.touch()
    return out


def _next_steps(warehouse: Path, command: str) -> str:
    here = Path.cwd()
    shown = warehouse.relative_to(here) if warehouse.is_relative_to(here) else warehouse
    where = f"--warehouse {shown}"
    return (
        "\nLook further:\n"
        f"  {command} flags {LANTERN.id} {where}\n"
        f'  {command} sql "{QUERY}" {where}\n'
        f"  {command} board {where}\n"
        f"  {command} issue {LANTERN.id} --check {where}\n"
        f"  {command} check {where}"
    )
