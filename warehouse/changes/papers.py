"""Papers that became accepted or ceased to be."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.changes.change import Change
from warehouse.citations.relations import Ask

_ACCEPTED = """
SELECT paper_id, now.title, now.forum_url, was.state AS was, now.tier
FROM papers_after AS now LEFT JOIN papers_before AS was USING (paper_id)
WHERE now.state = 'accepted' AND was.state IS DISTINCT FROM 'accepted'
ORDER BY now.number NULLS LAST, paper_id
"""

_WITHDRAWN = """
SELECT paper_id, coalesce(now.title, was.title) AS title, was.forum_url, now.state
FROM papers_before AS was LEFT JOIN papers_after AS now USING (paper_id)
WHERE was.state = 'accepted' AND now.state IS DISTINCT FROM 'accepted'
ORDER BY was.number NULLS LAST, paper_id
"""

_NOW = {
    None: "was accepted and is not listed any more",
    "withdrawn": "was accepted and is withdrawn now",
    "desk_rejected": "was accepted and is desk-rejected now",
    "rejected": "was accepted and is rejected now",
}


def opening(before: Mapping[str, pa.Table], after: Mapping[str, pa.Table]) -> Change | None:
    """The one thing to say where no paper was accepted before; None where some were."""
    was_listed, is_decided = before["papers"].num_rows > 0, _accepted(after["papers"]) > 0
    if _accepted(before["papers"]) or (was_listed and not is_decided):
        return None
    if was_listed:
        return Change("decided", f"the venue has decided: {_state(after)}")
    if not is_decided:
        submissions = after["papers"].num_rows
        text = f"the first run of this venue: {submissions:,} submissions, no decisions yet"
        return Change("first_run", text)
    return Change("first_run", f"the first run of this venue: {_state(after)}")


def _state(tables: Mapping[str, pa.Table]) -> str:
    accepted = _accepted(tables["papers"])
    linked = _count(tables["links"], "status", "linked")
    cited = _count(tables["flags"], "cited", "yes")
    return f"{accepted:,} accepted papers, {linked:,} of them linked, {cited:,} cited already"


def accepted(ask: Ask) -> tuple[Change, ...]:
    """Papers that are accepted and were not."""
    return tuple(_accept(row) for row in ask(_ACCEPTED, {}).to_pylist())


def withdrawn(ask: Ask) -> tuple[Change, ...]:
    """Papers that were accepted and are not, or are gone."""
    return tuple(_withdraw(row) for row in ask(_WITHDRAWN, {}).to_pylist())


def _accept(row: dict[str, Any]) -> Change:
    tier = f" as {row['tier']}" if row["tier"] else ""
    was = f" ({row['was'].replace('_', ' ')} before)" if row["was"] else ""
    paper = (row["paper_id"], row["title"], row["forum_url"])
    return Change("accepted", f"accepted{tier}{was}", *paper, row["was"], "accepted")


def _withdraw(row: dict[str, Any]) -> Change:
    state = row["state"]
    text = _NOW.get(state, "was accepted and is not any more")
    paper = (row["paper_id"], row["title"], row["forum_url"])
    return Change("withdrawn", text, *paper, "accepted", state)


def _accepted(papers: pa.Table) -> int:
    return _count(papers, "state", "accepted")


def _count(table: pa.Table, column: str, value: str) -> int:
    return int(pc.sum(pc.equal(table[column], value)).as_py() or 0)
