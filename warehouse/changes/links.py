"""Links that were made, lost, moved or put before a person."""

from typing import Any

from warehouse.changes.change import Change, Kind
from warehouse.citations.relations import Ask

_CHANGED = """
SELECT paper_id, title, forum_url, was.status AS was, now.status AS now, now.method,
    was.s2_corpus_id AS record_before, now.s2_corpus_id AS record_after,
    CASE
        WHEN now.status = 'review' AND was.status != 'review' THEN 'to_review'
        WHEN now.status = 'linked' AND was.status != 'linked' THEN 'newly_linked'
        WHEN now.status = 'absent' AND was.status = 'linked' THEN 'link_lost'
        WHEN now.status = 'linked' AND record_before != record_after THEN 'link_moved'
    END AS kind
FROM links_after AS now JOIN links_before AS was USING (paper_id)
JOIN papers_after USING (paper_id)
WHERE kind IS NOT NULL
ORDER BY list_position(['link_lost', 'to_review', 'link_moved', 'newly_linked'], kind), paper_id
"""


def changed(ask: Ask) -> tuple[Change, ...]:
    """Links of papers that were accepted before, the most worrying first."""
    return tuple(_change(row) for row in ask(_CHANGED, {}).to_pylist())


def _change(row: dict[str, Any]) -> Change:
    kind: Kind = row["kind"]
    paper = (row["paper_id"], row["title"], row["forum_url"])
    if kind == "link_moved":
        before, after = row["record_before"], row["record_after"]
        text = f"link moved from CorpusId:{before} to CorpusId:{after}"
        return Change(kind, text, *paper, before, after)
    return Change(kind, _text(kind, row), *paper, row["was"], row["now"])


def _text(kind: Kind, row: dict[str, Any]) -> str:
    if kind == "to_review":
        was = "was linked and " if row["was"] == "linked" else ""
        return f"{was}awaits a person's look"
    if kind == "link_lost":
        return "was linked and has no record any more"
    return f"linked now, by {row['method']}" if row["method"] else "linked now"
