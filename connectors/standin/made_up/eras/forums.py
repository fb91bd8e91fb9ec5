"""The submissions of the small venues as notes, with what is true of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from connectors.standin.made_up.dice import dice
from connectors.standin.made_up.eras import v1, v2
from connectors.standin.made_up.eras.fates import Fate, fate
from connectors.standin.made_up.eras.venues import ERA_VENUES
from connectors.standin.made_up.eras.wording import outcome
from connectors.standin.made_up.submissions import Submission, submissions
from connectors.standin.made_up.titles import TitleMaker
from connectors.standin.made_up.venues import Venue
from connectors.standin.made_up.works import Community

Json = dict[str, Any]

_AGAIN = ("Tallow.example/2017/conference", "Tallow.example/2017/workshop", 2)
"""Turned down at the first and accepted at the second: two notes of one paper, so many times."""


@dataclass(frozen=True, slots=True)
class Forums:
    """All notes of the small venues, and the fate of each forum that can be read."""

    notes_v1: list[Json] = field(default_factory=list)
    notes_v2: list[Json] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)


def forums(titles: TitleMaker, everybody: Community) -> Forums:
    """The notes of every small venue; the same whenever the titles and people are."""
    made = Forums()
    programme = {v.id: submissions(dice(f"era {v.id}"), v, titles, everybody) for v in ERA_VENUES}
    earlier = _second_chances(programme)
    for venue in ERA_VENUES:
        _write(made, venue, programme[venue.id], earlier)
    return made


def _second_chances(programme: dict[str, list[Submission]]) -> dict[str, Submission]:
    """The earlier submission of the same work, by the forum of the later one."""
    first, second, count = _AGAIN
    rejected = [paper for paper in programme[first] if paper.state == "rejected"]
    accepted = [paper for paper in programme[second] if paper.state == "accepted"]
    pairs = zip(rejected[:count], accepted[:count], strict=True)
    return {after.forum: before for before, after in pairs}


def _write(
    made: Forums, venue: Venue, papers: list[Submission], earlier: dict[str, Submission]
) -> None:
    rng = dice(f"era notes {venue.id}")
    turns: Counter[str] = Counter()
    notes = made.notes_v1 if venue.api == 1 else made.notes_v2
    write = v1.forum if venue.api == 1 else v2.forum
    for drawn in papers:
        before = earlier.get(drawn.forum)
        paper = replace(drawn, work=before.work) if before else drawn
        turn = turns[outcome(paper)]
        turns[outcome(paper)] += 1
        written = write(rng, paper, turn)
        made.fates.append(fate(paper, before.forum if before else None))
        own = next(note for note in written if note["id"] == paper.forum)
        notes += [*written, *_extras(rng, made, paper, own, turn)]


def _extras(rng: Random, made: Forums, paper: Submission, own: Json, turn: int) -> Iterator[Json]:
    """The second note of a paper that was entered twice, and the first one of a blind copy."""
    if own.get("original") and turn == 0:
        yield v1.original(own, paper)
    number = 9_000 + paper.number
    if paper.venue.era == "v1_2018" and paper.state == "withdrawn":
        blind = {
            **v1.copied(rng, own, number),
            "invitation": f"{paper.venue.id}/-/Blind_Submission",
        }
        yield blind
        made.fates.append(Fate(paper.venue.id, blind["id"], "unknown", same_as=paper.forum))
    if paper.venue.era == "v1_odd_texts" and paper.tier == "poster" and turn in (0, 3):
        twin = v1.copied(rng, own, number)
        yield twin
        made.fates.append(replace(fate(paper, paper.forum), forum_id=twin["id"]))
