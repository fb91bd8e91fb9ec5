"""The ``runs`` table, from what each run wrote down of itself."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from warehouse.evidence import Evidence
from warehouse.tables import RUNS

COUNTED = ("openreview_requests", "semantic_scholar_requests", "retries")
FOUND = ("papers", "linked", "flagged")


def run_rows(venue_id: str, runs: Sequence[Evidence]) -> pa.Table:
    """One row per run. A run that was killed before it could say so counts as running."""
    return RUNS.from_rows([_row(venue_id, run) for run in runs])


def _row(venue_id: str, run: Evidence) -> dict[str, Any]:
    finished, stopped = run.notes.get("run/finished"), run.notes.get("run/stopped")
    # Tables that were built and then refused are not the end of a run.
    is_finished = finished is not None and not (stopped and stopped.json()["is_over"])
    ended = finished if is_finished else stopped
    facts: dict[str, Any] = ended.json() if ended else {}
    return {
        "run_id": run.run_id,
        "flow": run.notes["run/started"].json()["flow"],
        "venue_id": venue_id,
        "started_at": run.started_at,
        "finished_at": ended.fetched_at if ended else None,
        "status": "finished" if is_finished else "failed" if ended else "running",
        **{name: facts.get(name) for name in (*COUNTED, *FOUND, "message")},
    }
