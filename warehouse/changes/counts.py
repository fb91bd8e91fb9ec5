"""Counts that fell as no reader makes them fall, and days on which the index moved."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.changes.change import Change
from warehouse.citations.anomalies import falls, reindex_days, steps
from warehouse.citations.relations import query


@dataclass(frozen=True, slots=True)
class Reindexed:
    """A change of the index.

    Attributes:
        note: The one thing that is said of it.
        moved: Papers whose counts moved with it, by paper_id.
    """

    note: Change
    moved: pa.Table


def new_steps(before: pa.Table, after: pa.Table) -> pa.Table:
    """Steps of the ledger that end in an observation made since."""
    newest = pc.max(before["observed_at"])
    found = steps(after)
    return found.filter(pc.greater(found["observed_after"], newest)) if newest.is_valid else found


def reindexed(steps: pa.Table) -> Reindexed | None:
    """The change of the index that these steps show, if they do."""
    days = reindex_days(steps).to_pylist()
    if not days:
        return None
    moved = steps.filter(pc.not_equal(steps["count_before"], steps["count_after"]))
    listed = "; ".join(
        f"on {day['observed_on']}, of {day['papers']:,} papers {day['jumped']:,} jumped and "
        f"{day['fell']:,} fell at once"
        for day in days
    )
    text = (
        f"Semantic Scholar changed its index: {listed}. That is no news of these papers, and "
        f"nothing is said here of the {moved.num_rows:,} whose counts moved with it"
    )
    return Reindexed(Change("reindexed", text), moved.select(["paper_id"]))


_COLLAPSED = """
SELECT paper_id, title, forum_url, count_before, count_after, is_same_record
FROM falls JOIN papers USING (paper_id) WHERE kind IN ('collapse', 'suspect')
ORDER BY count_before - count_after DESC, paper_id
"""


def collapsed(steps: pa.Table, papers: pa.Table) -> tuple[Change, ...]:
    """Counts that fell further than the small corrections of any index."""
    rows = query(_COLLAPSED, {"falls": falls(steps), "papers": papers}).to_pylist()
    return tuple(_collapse(row) for row in rows)


def _collapse(row: dict[str, Any]) -> Change:
    before, after = row["count_before"], row["count_after"]
    text = f"citation count fell from {before:,} to {after:,}"
    if not row["is_same_record"]:
        text += ", counted at another record than before"
    paper = (row["paper_id"], row["title"], row["forum_url"])
    return Change("collapsed", text, *paper, before, after)
