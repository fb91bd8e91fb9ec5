"""The whole made-up world, put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.standin.corpus import Corpus
from connectors.standin.made_up import notes_v1, notes_v2
from connectors.standin.made_up.citing import Readership, counted
from connectors.standin.made_up.dice import dice
from connectors.standin.made_up.eras import ERA_VENUES, Fate, forums
from connectors.standin.made_up.groups import groups
from connectors.standin.made_up.hard_cases import Indexer, Shelf, cases
from connectors.standin.made_up.notes import notes
from connectors.standin.made_up.odd_notes import spoilt, unreadable_v1, unreadable_v2
from connectors.standin.made_up.programme import Programme, programme
from connectors.standin.made_up.records import Indexed
from connectors.standin.made_up.strangers import strangers, turned_down
from connectors.standin.made_up.submissions import Submission
from connectors.standin.made_up.titles import TitleMaker
from connectors.standin.made_up.venues import LANTERN, QUILL, THIMBLE, VENUES
from connectors.standin.made_up.works import Community, community

Json = dict[str, Any]

_CASES = {
    LANTERN.id: {
        "absent": 5,
        "wrong_record_in_pool": 3,
        "impostor_only": 2,
        "impostor": 4,
        "twin": 5,
        "moved": 4,
        "collapse": 1,
        "odd_shapes": 1,
        "planted": 1,
        "265": 1,
        "213": 1,
    },
    QUILL.id: {
        "absent": 3,
        "wrong_record_in_pool": 2,
        "impostor_only": 2,
        "impostor": 3,
        "twin": 3,
        "moved": 2,
        "odd_shapes": 1,
        "planted": 1,
        "1200": 1,
        "318": 1,
    },
    THIMBLE.id: {"absent": 1, "twin": 1},
}
"""How many accepted papers of each venue are which case; a number: cited that often."""

_STRANGERS = 1_980


@dataclass(frozen=True, slots=True)
class World:
    """The made-up world before anybody looks at it through a service.

    Attributes:
        titles: Makes further titles, none of those in use.
        everybody: Who writes papers.
        papers: Who submitted what where.
        fates: The case of each accepted paper.
        shelf: What was indexed of the accepted papers, and what is true.
    """

    titles: TitleMaker
    everybody: Community
    papers: Programme
    fates: Mapping[str, str]
    shelf: Shelf


def world() -> World:
    """The made-up world; the same at every call and on every machine."""
    titles, everybody = TitleMaker(dice("titles")), community(dice("people"))
    papers = programme(titles, everybody)
    fates = _fates(papers)
    indexer = Indexer(dice("records"), titles, everybody)
    for paper in _accepted(papers):
        indexer.place(paper, fates[paper.forum])
    return World(titles, everybody, papers, fates, indexer.shelf)


def served(made: World) -> tuple[Corpus, list[Fate]]:
    """What both services know of that world, and the fates at its small venues.

    Uses its titles up: once for each world.
    """
    indexed = [*made.shelf.indexed, *_others(made)]
    readers = Readership(dice("citations"), made.titles, made.everybody)
    edges = [edge for one in indexed for edge in readers.edges(one)]
    papers = counted(indexed, edges)
    notes_v1, notes_v2 = _notes_v1(made), _notes_v2(made)
    # Last of all, so that a venue more or less leaves everything above as it was.
    small = forums(made.titles, made.everybody)
    corpus = Corpus(
        groups=groups((*VENUES, *ERA_VENUES)),
        notes_v1=notes_v1 + small.notes_v1,
        notes_v2=notes_v2 + small.notes_v2,
        papers=papers,
        citations=edges,
        aliases=made.shelf.aliases,
    )
    return corpus, small.fates


def _accepted(papers: Programme) -> list[Submission]:
    return [paper for made in papers.values() for paper in made if paper.state == "accepted"]


def _fates(papers: Programme) -> dict[str, str]:
    return {
        forum: case
        for venue_id, wanted in _CASES.items()
        for forum, case in cases(dice(f"cases {venue_id}"), papers[venue_id], wanted).items()
    }


def _others(made: World) -> list[Indexed]:
    accepted = {paper.title for paper in _accepted(made.papers)}
    everything = (paper for papers in made.papers.values() for paper in papers)
    refused = [paper for paper in everything if paper.title not in accepted]
    return [
        *turned_down(dice("turned down"), refused),
        *strangers(dice("strangers"), made.titles, made.everybody, _STRANGERS),
    ]


def _notes_v1(made: World) -> list[Json]:
    papers = [p for some in made.papers.values() for p in some if p.venue.era != "v2"]
    written = spoilt(notes(dice("notes v1"), papers, notes_v1.forum), made.fates)
    return [*written, unreadable_v1(written[0])]


def _notes_v2(made: World) -> list[Json]:
    papers = [p for some in made.papers.values() for p in some if p.venue.era == "v2"]
    written = spoilt(notes(dice("notes v2"), papers, notes_v2.forum), made.fates)
    accepted = {"value": LANTERN.id}
    like = next(note for note in written if note["content"].get("venueid") == accepted)
    return [*written, unreadable_v2(like)]
