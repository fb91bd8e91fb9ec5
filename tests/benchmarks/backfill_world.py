"""Twenty made-up venues of 100 to 195 accepted papers each, and the clock that stands still.

They are the made-up conferences of the stand-in under other ids and from other seeds, half of each
API. Each of the accepted papers has its record and its citing works.
"""

import os
from dataclasses import replace
from datetime import datetime
from typing import Any

from connectors.standin.corpus import Corpus
from connectors.standin.made_up import notes_v1, notes_v2
from connectors.standin.made_up.citing import Readership, counted
from connectors.standin.made_up.dice import dice
from connectors.standin.made_up.groups import groups
from connectors.standin.made_up.hard_cases import Indexer
from connectors.standin.made_up.notes import notes
from connectors.standin.made_up.submissions import Submission, submissions
from connectors.standin.made_up.titles import TitleMaker
from connectors.standin.made_up.venues import LANTERN, QUILL, Venue
from connectors.standin.made_up.works import Community, community

VENUES = 20
MOMENT = "BACKFILL_BENCH_MOMENT"
"""The variable by which the processes of Dask are told the time that stands still."""


def venues(count: int = VENUES) -> list[Venue]:
    """So many venues, each five accepted papers larger than the one before."""
    return [_venue(number) for number in range(count)]


def corpus(of: list[Venue]) -> Corpus:
    """What both services know of these venues."""
    titles, everybody = TitleMaker(dice("many titles")), community(dice("many people"))
    papers = {venue.id: submissions(dice(venue.id), venue, titles, everybody) for venue in of}
    indexer = Indexer(dice("many records"), titles, everybody)
    for made in papers.values():
        for paper in made:
            if paper.state == "accepted":
                indexer.place(paper, "absent" if paper.number % 25 == 0 else "")
    indexed = indexer.shelf.indexed
    edges = _edges(indexed, titles, everybody)
    return Corpus(
        groups=groups(of),
        notes_v1=_notes(papers, 1),
        notes_v2=_notes(papers, 2),
        papers=counted(indexed, edges),
        citations=edges,
    )


def stand_still(moment: datetime) -> None:
    """Let the runs of this process believe that it is always this moment.

    Their ids and records then are the same, whoever works at them and however long it takes.
    """
    import flows.track as module

    begin: Any = module.begin

    def begun(job: Any, clients: Any, stages: Any, _now: datetime) -> Any:
        run = begin(job, clients, stages, moment)
        run.clock = lambda: moment
        return run

    module.begin = begun


def dask_setup(_worker: Any) -> None:
    """What a worker of Dask does before it works, where this module is its preload."""
    stand_still(datetime.fromisoformat(os.environ[MOMENT]))


def _venue(number: int) -> Venue:
    like, name = (LANTERN, f"Lamp{number:02d}") if number % 2 else (QUILL, f"Nib{number:02d}")
    outlet = replace(
        like.outlet,
        id=f"{number:08d}{like.outlet.id[8:]}",
        name=f"{name} Conference on Made-up Machines",
        alternate_names=(name.upper(),),
        key=f"conf/{name.lower()}",
    )
    return replace(
        like,
        id=f"{name}.example/{like.year}/Conference",
        title=f"The {name} Conference on Made-up Machines",
        short=f"{name.upper()} {like.year}",
        outlet=outlet,
        tiers={"oral": 10, "poster": 90 + 5 * number},
        others={"rejected": 60, "withdrawn": 15},
    )


def _edges(indexed: list[Any], titles: TitleMaker, everybody: Community) -> list[dict[str, Any]]:
    readers = Readership(dice("many citations"), titles, everybody)
    return [edge for one in indexed for edge in readers.edges(one)]


def _notes(papers: dict[str, list[Submission]], api: int) -> list[dict[str, Any]]:
    write = notes_v1.forum if api == 1 else notes_v2.forum
    of_api = [paper for made in papers.values() for paper in made if paper.venue.api == api]
    return notes(dice(f"many notes {api}"), of_api, write)
