"""What was decided about a venue's papers, as the page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import msgspec

from warehouse.curation.decision_log import Decision, not_undone
from warehouse.curation.standing import agreement, progress, standing

Json = dict[str, Any]


def news(
    decisions: Sequence[Decision], venue_id: str, papers: Sequence[str], curator: str, after: int
) -> Json:
    """What changed since the page last asked, and how far the curators are.

    Args:
        decisions: The whole log.
        venue_id: The venue that the page shows.
        papers: The ids in its queue.
        curator: Who looks at it.
        after: How many entries of the log the page has seen; more than there are, as when the log
            was replaced, means that it has seen none.
    """
    is_new = after > len(decisions)
    mine = [d for d in decisions if d.venue_id == venue_id]
    changed = {d.paper_id for d in decisions[0 if is_new else after :] if d.venue_id == venue_id}
    standings = standing(mine, venue_id)
    agreed = agreement(standings)
    return {
        "seen": len(decisions),
        "is_new": is_new or after == 0,
        "papers": _papers(mine, standings, agreed.papers, changed),
        "curators": sorted({d.curator for d in mine}),
        "pairs": [asdict(pair) for pair in agreed.pairs if curator in pair.curators],
        "progress": asdict(progress(standings, papers, curator)),
        "together": asdict(progress(standings, papers)),
    }


def _papers(mine: Sequence[Decision], standings: Any, agreed: Any, changed: set[str]) -> Json:
    held = {d.decision_id for d in not_undone(mine)}
    history: dict[str, list[Json]] = {paper: [] for paper in changed}
    for decision in mine:
        if decision.paper_id in changed:
            history[decision.paper_id].append(_entry(decision, decision.decision_id in held))
    return {
        paper: {
            "standings": {name: asdict(s) for name, s in standings.get(paper, {}).items()},
            "agreement": agreed.get(paper),
            "history": history[paper],
        }
        for paper in sorted(changed)
    }


def _entry(decision: Decision, is_held: bool) -> Json:
    said = msgspec.structs.asdict(decision)
    names = ("decision_id", "curator", "verdict", "decided_at", "undoes")
    texts = [name for name in ("note", "why", "key_insights") if said[name] is not None]
    return {name: said[name] for name in names} | {"texts": texts, "is_held": is_held}


def same_again(decisions: Iterable[Decision], asked: Any) -> Decision | None:
    """The entry that a repeated request already made, so that it is not made twice.

    A server that was killed between writing and answering has written. An undo is the same when it
    takes the same entry back; anything else when it is the curator's last word on that paper, so
    that saying it again would change nothing.
    """
    about = (asked.venue_id, asked.paper_id, asked.curator)
    spoken = [d for d in decisions if (d.venue_id, d.paper_id, d.curator) == about]
    if asked.verdict == "undo":
        return next((d for d in spoken if d.verdict == "undo" and d.undoes == asked.undoes), None)
    return spoken[-1] if spoken and _says(spoken[-1]) == _says(asked) else None


def _says(entry: Any) -> tuple[str | None, ...]:
    return (entry.verdict, entry.note, entry.why, entry.key_insights)
