"""The whole made-up world, put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.standin.corpus import Corpus
from connectors.standin.made_up import notes_v1, notes_v2
from connectors.standin.made_up.citing import Readership, counted
from connectors.standin.made_up.dice import dice
from connectors.standin.made_up.groups import groups
from connectors.standin.made_up.hard_cases import Indexer, Truth, cases
from connectors.standin.made_up.notes import notes
from connectors.standin.made_up.odd_notes import spoilt, unreadable_v1, unreadable_v2
from connectors.standin.made_up.programme import Programme, programme
from connectors.standin.made_up.records import Indexed
from connectors.standin.made_up.strangers import strangers, turned_down
from connectors.standin.made_up.submissions import Submission
from connectors.standin.made_up.titles import TitleMaker
from connectors.standin.made_up.venues import LANTERN, QUILL, THIMBLE
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

_STRANGERS = 1_950


@dataclass(frozen=True, slots=True)
class World:
    """What the services hold, and what is true."""

    corpus: Corpus
    truth: list[Truth]


def world() -> World:
    """The made-up world; the same at every call and on every machine."""
    titles = TitleMaker(dice("titles"))
    everybody = community(dice("people"))
    papers = programme(titles, everybody)
    fates = _fates(papers)
    indexer = Indexer(dice("records"), titles, everybody)
    for paper in _accepted(papers):
        indexer.place(paper, fates[paper.forum])
    indexed = [*indexer.shelf.indexed, *_others(papers, titles, everybody)]
    readers = Readership(dice("citations"), titles, everybody)
    edges = [edge for one in indexed for edge in readers.edges(one)]
    corpus = Corpus(
        groups=groups(),
        notes_v1=_notes_v1(papers, fates),
        notes_v2=_notes_v2(papers, fates),
        papers=counted(indexed, edges),
        citations=edges,
        aliases=indexer.shelf.aliases,
    )
    return World(corpus, indexer.shelf.truth)


def _accepted(papers: Programme) -> list[Submission]:
    return [paper for made in papers.values() for paper in made if paper.state == "accepted"]


def _fates(papers: Programme) -> dict[str, str]:
    return {
        forum: case
        for venue_id, wanted in _CASES.items()
        for forum, case in cases(dice(f"cases {venue_id}"), papers[venue_id], wanted).items()
    }


def _others(papers: Programme, titles: TitleMaker, everybody: Community) -> list[Indexed]:
    accepted = {paper.title for paper in _accepted(papers)}
    refused = [paper for made in papers.values() for paper in made if paper.title not in accepted]
    return [
        *turned_down(dice("turned down"), refused),
        *strangers(dice("strangers"), titles, everybody, _STRANGERS),
    ]


def _notes_v1(papers: Programme, fates: Mapping[str, str]) -> list[Json]:
    submitted = [paper for made in papers.values() for paper in made if paper.venue.era != "v2"]
    made = spoilt(notes(dice("notes v1"), submitted, notes_v1.forum), fates)
    return [*made, unreadable_v1(made[0])]


def _notes_v2(papers: Programme, fates: Mapping[str, str]) -> list[Json]:
    submitted = [paper for made in papers.values() for paper in made if paper.venue.era == "v2"]
    made = spoilt(notes(dice("notes v2"), submitted, notes_v2.forum), fates)
    return [*made, unreadable_v2(_first_accepted(made))]


def _first_accepted(made: list[Json]) -> Json:
    return next(n for n in made if n["content"].get("venueid") == {"value": LANTERN.id})
