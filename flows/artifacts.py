"""What Prefect's own pages show of a run: plan, progress, checks, the queue and what is new.

A run without Prefect's API goes on without them, and so does one whose API fails: they show what
the warehouse holds, and hold nothing that it does not.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.context import FlowRunContext

from flows.changed import record_of
from flows.escaping import markdown, markdown_link
from flows.outcome import Outcome
from flows.plan import Plan, plan_run
from flows.queue import Row, queue
from flows.run import Job, Run
from flows.settings import Settings
from flows.stages import Stages, StageTiming
from warehouse.changes import KINDS, Change, count_kinds
from warehouse.quality import Check, report
from warehouse.store import read_table

logger = logging.getLogger(__name__)

FLAGGED = 50
LISTED = 200
"""Rows of the queue and changes that are shown: a table of 100 rows takes the server 0.1 s."""

STAGES = (8, 4)
"""How many a run has, and a refresh of counts."""

LAST_STAGE = "Publishing"


def key(what: str, venue_id: str) -> str:
    """The name under which an artifact's versions stand: Prefect takes a-z, 0-9 and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", f"{what}-{venue_id}".lower()).strip("-")


def show_plan(job: Job, settings: Settings) -> None:
    """What the run is about to cost, where its tables tell that without asking anybody."""
    _keep(lambda: _plan(job, settings))


def _plan(job: Job, settings: Settings) -> None:
    if read_table(job.warehouse, "papers", job.venue_id).num_rows:
        create_markdown_artifact(
            key=key("plan", job.venue_id),
            markdown=plan_text(plan_run(job, settings)),
            description="Before the run",
        )


def show_progress(stages: Stages, job: Job) -> None:
    """Keep a bar for the run, moved at the end of each of its stages."""
    made = _keep(
        lambda: create_progress_artifact(0.0, key=key("progress", job.venue_id), description="")
    )
    if made is not None:
        stages.ended = lambda timing: _advance(made, stages, timing, job)


def show_results(run: Run, outcome: Outcome) -> None:
    """The checks, the top of the queue and what is new."""
    venue_id, record = outcome.venue_id, record_of(run.pages)
    if record is not None:
        _markdown("quality", venue_id, quality_text(record.checks), "Checks of the tables")
    rows = flagged_rows(run.job.warehouse, venue_id)
    if rows:
        _table("flagged", venue_id, rows, f"Top of the queue on {outcome.as_of}")
    if outcome.changes:
        _markdown("changes", venue_id, changes_text(outcome.changes), "What is new")
        _table("changes-table", venue_id, change_rows(outcome.changes), "What is new")


def plan_text(plan: Plan) -> str:
    """A plan as a Markdown table."""
    lines = [
        f"| {markdown(part.what)} | {'about ' if part.is_estimate else ''}{part.left:,} "
        f"| {part.minutes:.1f} |"
        for part in plan.parts
    ]
    total = f"| **all** | **{plan.left:,}** | **{plan.minutes:.1f}** |"
    head = ["| | requests | minutes |", "|---|---:|---:|"]
    return "\n".join([f"From {markdown(plan.basis)}.", "", *head, *lines, total])


def quality_text(checks: Sequence[Check]) -> str:
    """The checks as a Markdown table, the worst first."""
    return report([replace(check, message=markdown(check.message)) for check in checks])


def changes_text(changes: Sequence[Change]) -> str:
    """What is new, as Markdown: how many of each kind, then the most important."""
    counts = [f"- {KINDS[kind]}: {number:,}" for kind, number in count_kinds(changes).items()]
    listed = [f"1. {_told(change)}" for change in changes[:FLAGGED]]
    more = len(changes) - len(listed)
    return "\n".join([*counts, "", *listed, *([f"\nand {more:,} more"] if more > 0 else [])])


def change_rows(changes: Sequence[Change]) -> list[dict[str, str]]:
    """What is new, as rows; their cells are Markdown."""
    return [
        {
            "what": KINDS[change.kind],
            "paper": markdown_link(change.title or change.paper_id or "", change.url),
            "change": markdown(change.text),
        }
        for change in changes[:LISTED]
    ]


def flagged_rows(root: Path, venue_id: str) -> list[dict[str, str]]:
    """The top of a venue's queue, as rows; their cells are Markdown."""
    return [_flagged(row) for row in queue(root, venue_id)[:FLAGGED] if row["rank"] is not None]


def _flagged(row: Row) -> dict[str, str]:
    percentile = "" if row["percentile"] is None else f"{row['percentile']:.0f} %"
    return {
        "rank": str(row["rank"]),
        "cited": f"{row['cited']}, {row['citations_low']}",
        "ahead of": percentile,
        "tier": markdown(row["tier"] or ""),
        "paper": markdown_link(row["title"] or row["paper_id"], row["forum_url"]),
        "why": markdown("; ".join(row["reasons"])),
    }


def _told(change: Change) -> str:
    if change.paper_id is None:
        return markdown(change.text)
    title = markdown_link(change.title or change.paper_id, change.url)
    return f"{title}: {markdown(change.text)}"


def _advance(made: Any, stages: Stages, timing: StageTiming, job: Job) -> None:
    usual = STAGES[1 if job.counts_only else 0]
    is_over = timing.title == LAST_STAGE
    done = 100.0 if is_over else min(100.0 * len(stages.timings) / usual, 95.0)
    _keep(
        lambda: update_progress_artifact(
            made, done, description=f"{timing.title}: {timing.seconds:.1f} s"
        )
    )


def _markdown(what: str, venue_id: str, text: str, description: str) -> None:
    _keep(
        lambda: create_markdown_artifact(
            key=key(what, venue_id), markdown=text, description=description
        )
    )


def _table(what: str, venue_id: str, rows: list[dict[str, str]], description: str) -> None:
    _keep(
        lambda: create_table_artifact(key=key(what, venue_id), table=rows, description=description)
    )


def _keep(make: Callable[[], Any]) -> Any:
    """What Prefect made of it; None where there is no run of Prefect's, or it could not be made."""
    if FlowRunContext.get() is None:
        return None
    try:
        return make()
    except Exception as error:  # noqa: BLE001 - whatever ails the API, the run's tables are right
        logger.warning("no artifact kept problem=%s", type(error).__name__)
        return None
