"""Papers that are cited now, or that have risen among those of their age."""

from collections.abc import Sequence
from typing import Any

from warehouse.changes.change import Change
from warehouse.citations.relations import Ask

_SAME_PAPER = """
FROM flags_after AS now JOIN flags_before AS was USING (paper_id)
JOIN papers_after AS papers USING (paper_id)
ANTI JOIN moved USING (paper_id)
WHERE now.cited = 'yes' AND now.as_of >= was.as_of
"""

_CITED = f"""
SELECT paper_id, title, forum_url, was.cited AS was, now.citations_low AS citations,
    now.percentile, now.as_of {_SAME_PAPER} AND was.cited != 'yes'
ORDER BY now.rank NULLS LAST, paper_id
"""

_RISEN = f"""
SELECT paper_id, title, forum_url, was.percentile AS was, now.percentile AS percentile,
    list_max(list_filter($thresholds, t -> was.percentile < t AND now.percentile >= t)) AS passed
{_SAME_PAPER} AND was.cited = 'yes' AND now.citations_low > was.citations_low
    AND passed IS NOT NULL
ORDER BY passed DESC, now.percentile DESC, paper_id
"""


def newly_cited(ask: Ask) -> tuple[Change, ...]:
    """Papers that were not known to be cited and are, best rank first."""
    return tuple(_cited(row) for row in ask(_CITED, {}).to_pylist())


def risen(ask: Ask, thresholds: Sequence[float]) -> tuple[Change, ...]:
    """Papers that gained citations and passed a percentile by it, the highest first.

    Those that others made room for, without a citation more, have not risen.
    """
    rows = ask(_RISEN, {"thresholds": list(thresholds)}).to_pylist()
    return tuple(_risen(row) for row in rows)


def _cited(row: dict[str, Any]) -> Change:
    text = f"cited now, {_times(row['citations'])} by {row['as_of']}"
    if row["percentile"] is not None:
        text += f", ahead of {row['percentile']:.0f} % of its age"
    return Change("newly_cited", text, *_paper(row), row["was"], "yes")


def _risen(row: dict[str, Any]) -> Change:
    text = f"ahead of {row['passed']:g} % of its age now ({row['was']:.1f} % before)"
    return Change("risen", text, *_paper(row), row["was"], row["percentile"])


def _paper(row: dict[str, Any]) -> tuple[str, str | None, str]:
    return row["paper_id"], row["title"], row["forum_url"]


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")
