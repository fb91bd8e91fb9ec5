"""How a run ended, as a person wants to know it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from connectors.transport.terms import RequestLog
from flows.changed import record_of
from flows.run import Run
from flows.stages import StageTiming
from warehouse.changes import Change


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found and what it cost.

    Attributes:
        venue_id: OpenReview venue id.
        run_id: Name of the run.
        facts: Counts as ``run/finished`` keeps them: papers, linked, flagged, requests.
        states: Papers by what became of them.
        links: Accepted papers by link status.
        cited: Accepted papers by three-state flag.
        maybe_cited: Papers that are not surely cited by then, but may be: undated citing works.
        as_of: The day the flags speak of.
        files: Table files that changed.
        timings: What each stage took.
        failures: Single questions without an answer.
        changes: What is new since the tables before, the most important first.
        untold: Alerts that did not reach whom they were for, in words.
    """

    venue_id: str
    run_id: str
    facts: Mapping[str, Any]
    states: Mapping[str, int]
    links: Mapping[str, int]
    cited: Mapping[str, int]
    maybe_cited: int
    as_of: date | None
    files: Sequence[Path]
    timings: Sequence[StageTiming] = field(default=())
    failures: Sequence[str] = field(default=())
    changes: Sequence[Change] = field(default=())
    untold: Sequence[str] = field(default=())


def outcome(run: Run, tables: Mapping[str, pa.Table], files: Sequence[Path]) -> Outcome:
    """How this run ended."""
    return Outcome(
        run.job.venue_id,
        run.pages.run_id,
        cost(run.clients.log) | found(tables),
        tally(tables["papers"], "state"),
        tally(tables["links"], "status"),
        tally(tables["flags"], "cited"),
        _maybe_cited(tables["flags"]),
        pc.max(tables["flags"]["as_of"]).as_py(),
        files,
        run.stages.timings,
        run.failures,
        _changes(run),
    )


def _changes(run: Run) -> Sequence[Change]:
    record = record_of(run.pages)
    return record.changes if record else ()


def _maybe_cited(flags: pa.Table) -> int:
    undated = pc.and_(pc.equal(flags["citations_low"], 0), pc.greater(flags["citations_high"], 0))
    return int(pc.sum(undated).as_py() or 0)


def found(tables: Mapping[str, pa.Table]) -> dict[str, int]:
    """Papers accepted, linked and already cited."""
    return {
        "papers": tables["flags"].num_rows,
        "linked": tally(tables["links"], "status")["linked"],
        "flagged": tally(tables["flags"], "cited")["yes"],
    }


def cost(log: RequestLog) -> dict[str, int]:
    """Requests sent by service, and how many of them were repeats."""
    sent = log.requests()
    return {
        "openreview_requests": sent["openreview"],
        "semantic_scholar_requests": sent["semantic_scholar"],
        "retries": sum(log.retries().values()),
    }


def tally(table: pa.Table, column: str) -> Counter[str]:
    """How often each value stands in a column."""
    return Counter(table[column].to_pylist())
