"""Where the papers stand: what each curator says of them now, and how far they agree."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Literal

from warehouse.curation.decision import Decision, Verdict, not_undone

VERDICTS: tuple[Verdict, ...] = ("shortlist", "maybe", "skip")
"""The strongest first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one curator says of one paper now.

    Attributes:
        verdict: Their last verdict that holds; None when they only wrote texts.
        note: Each text as last written; None when there is none, or it was cleared.
        why: The same.
        key_insights: The same.
        decided_at: When they last said something that holds.
    """

    verdict: Verdict | None
    note: str | None
    why: str | None
    key_insights: str | None
    decided_at: datetime


Standings = Mapping[str, Mapping[str, Standing]]
"""By paper and curator."""


def standing(decisions: Iterable[Decision], venue_id: str) -> dict[str, dict[str, Standing]]:
    """What each curator says of each paper of a venue, after all entries and undos.

    A verdict replaces the one before it and leaves the texts; a text replaces the one before it and
    leaves the verdict. In a text null changes nothing and "" clears it. An undo brings back
    what stood before the entry it takes back.

    Args:
        decisions: The log, oldest first; entries of other venues are passed over.
        venue_id: OpenReview venue id.

    Returns:
        By paper id and curator; without papers and curators of whom nothing holds.
    """
    found: dict[str, dict[str, Standing]] = {}
    for entry in not_undone(d for d in decisions if d.venue_id == venue_id):
        said = found.setdefault(entry.paper_id, {})
        said[entry.curator] = _after(said.get(entry.curator), entry)
    return {paper: kept for paper, said in found.items() if (kept := _speaking(said))}


def _speaking(said: Mapping[str, Standing]) -> dict[str, Standing]:
    """Without curators who took back or cleared all they said."""
    return {
        curator: s for curator, s in said.items() if s.verdict or s.note or s.why or s.key_insights
    }


def _after(before: Standing | None, entry: Decision) -> Standing:
    verdict = before.verdict if before else None
    if entry.verdict is not None and entry.verdict != "undo":
        verdict = entry.verdict
    return Standing(
        verdict,
        _text(before.note if before else None, entry.note),
        _text(before.why if before else None, entry.why),
        _text(before.key_insights if before else None, entry.key_insights),
        entry.decided_at,
    )


def _text(before: str | None, said: str | None) -> str | None:
    return before if said is None else said or None


@dataclass(frozen=True, slots=True)
class Pair:
    """How far two curators agree.

    Attributes:
        curators: The two, in order of their names.
        papers: Papers on which both have a verdict (n).
        same: Those on which it is the same one.
        kappa: Cohen's kappa over the three verdicts, 1 for full agreement and 0 for that of chance;
            None when it is undefined: no paper in common, or both always gave one and the same
            verdict.
    """

    curators: tuple[str, str]
    papers: int
    same: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far curators agree.

    Attributes:
        papers: By paper: single (one verdict), agreed, or split; without papers of no verdict.
        pairs: Every two curators who gave verdicts.
    """

    papers: Mapping[str, Literal["agreed", "split", "single"]]
    pairs: tuple[Pair, ...]


def agreement(standings: Standings) -> Agreement:
    """How far the curators of a venue agree, paper by paper and two by two."""
    given = {paper: _verdicts(said) for paper, said in standings.items()}
    curators = sorted({curator for said in given.values() for curator in said})
    papers = {paper: _kind(list(said.values())) for paper, said in given.items() if said}
    return Agreement(papers, tuple(_pair(given, *two) for two in combinations(curators, 2)))


def _verdicts(said: Mapping[str, Standing]) -> dict[str, Verdict]:
    return {curator: s.verdict for curator, s in said.items() if s.verdict is not None}


def _kind(verdicts: list[Verdict]) -> Literal["agreed", "split", "single"]:
    if len(verdicts) == 1:
        return "single"
    return "agreed" if len(set(verdicts)) == 1 else "split"


def _pair(given: Mapping[str, Mapping[str, Verdict]], first: str, second: str) -> Pair:
    both = [(s[first], s[second]) for s in given.values() if first in s and second in s]
    same = sum(one == other for one, other in both)
    return Pair((first, second), len(both), same, _kappa(both, same))


def _kappa(both: list[tuple[Verdict, Verdict]], same: int) -> float | None:
    """(observed - expected) / (1 - expected), in whole numbers as long as it goes."""
    ones, others = (Counter(pair[i] for pair in both) for i in (0, 1))
    by_chance = sum(ones[verdict] * others[verdict] for verdict in VERDICTS)
    every = len(both) ** 2
    return (same * len(both) - by_chance) / (every - by_chance) if every != by_chance else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the queue has been worked through; the three verdicts add up to ``seen``.

    Attributes:
        papers: In the queue.
        seen: With a verdict; a text alone does not take a paper out of the queue.
        shortlisted: Among them.
        maybe: Among them.
        skipped: Among them.
    """

    papers: int
    seen: int
    shortlisted: int
    maybe: int
    skipped: int


def progress(standings: Standings, papers: Collection[str], curator: str | None = None) -> Progress:
    """How far one curator has come, or all together.

    Args:
        standings: What :func:`standing` says.
        papers: The ids in the queue; verdicts on others do not count.
        curator: Whose progress; None for all, where a paper counts by its strongest verdict.
    """
    queue = set(papers)
    given = Counter(
        verdict
        for paper, said in standings.items()
        if paper in queue and (verdict := _strongest(said, curator))
    )
    shortlisted, maybe, skipped = (given[verdict] for verdict in VERDICTS)
    return Progress(len(queue), given.total(), shortlisted, maybe, skipped)


def _strongest(said: Mapping[str, Standing], curator: str | None) -> Verdict | None:
    verdicts = {v for name, v in _verdicts(said).items() if curator in (None, name)}
    return next((verdict for verdict in VERDICTS if verdict in verdicts), None)
