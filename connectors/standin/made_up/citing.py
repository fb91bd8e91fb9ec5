"""Citing works: who cites a record, when, and how."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from connectors.standin.made_up.ids import arxiv_id, corpus_id, digest
from connectors.standin.made_up.names import Person
from connectors.standin.made_up.prose import context
from connectors.standin.made_up.records import Indexed, author
from connectors.standin.made_up.titles import TitleMaker, Topic
from connectors.standin.made_up.venues import ELSEWHERE, PREPRINTS
from connectors.standin.made_up.works import LAST_DAY, Community

Json = dict[str, Any]

_MEMORY = timedelta(days=800)
"""Works that cite several others cite the fairly recent ones."""

_INTENTS: tuple[tuple[str, ...], ...] = (
    (),
    (),
    ("background",),
    ("background",),
    ("methodology",),
    ("background", "result"),
)


@dataclass(frozen=True, slots=True)
class Citer:
    """A work that cites others, with the day it appeared even where its record hides it."""

    record: Json
    topic: Topic
    day: date


@dataclass(frozen=True, slots=True)
class Readership:
    """Makes citing works; one work often cites several records of its area."""

    rng: Random
    titles: TitleMaker
    everybody: Community
    written: dict[str, list[Citer]] = field(default_factory=dict)

    def edges(self, cited: Indexed) -> list[Json]:
        """The citations of a record, as many as it has."""
        made: dict[str, Json] = {}
        while len(made) < cited.cited:
            citer = self._citer(cited)
            made.setdefault(citer.record["paperId"], self._edge(cited, citer))
        return list(made.values())

    def _citer(self, cited: Indexed) -> Citer:
        shelf = self.written.setdefault(cited.work.topic.area.name, [])
        if shelf and self.rng.random() < 0.5:
            known = self.rng.choice(shelf)
            if timedelta(0) < known.day - cited.work.public_on < _MEMORY:
                return known
        shelf.append(self._write(cited))
        return shelf[-1]

    def _write(self, cited: Indexed) -> Citer:
        topic = self.titles.topic(cited.work.topic.area)
        day = self._day(cited.work.public_on)
        team = self.everybody.team(topic)
        if self.rng.random() < 0.13:
            # Authors cite themselves, and soonest.
            team = (self.rng.choice(cited.work.authors), *team)
            day = min(day, self._day(cited.work.public_on))
        return Citer(self._record(topic, team, day), topic, day)

    def _day(self, public_on: date) -> date:
        if self.rng.random() < 0.01:
            # Its first version came before the cited paper; a later version cites it.
            return public_on - timedelta(days=self.rng.randrange(1, 60))
        span = (LAST_DAY - public_on).days - 5
        late = self.rng.random()
        return public_on + timedelta(days=5 + int(span * late * (0.6 + 0.4 * late)))

    def _record(self, topic: Topic, team: tuple[Person, ...], day: date) -> Json:
        rng = self.rng
        luck = rng.random()
        undated, yearless = luck < 0.05, luck < 0.01
        number = corpus_id(rng)
        outlet = rng.choice((PREPRINTS, PREPRINTS, *ELSEWHERE, None))
        return {
            "paperId": digest(rng),
            "corpusId": number,
            "externalIds": {
                **({"ArXiv": arxiv_id(rng, day)} if outlet is PREPRINTS and not undated else {}),
                "CorpusId": number,
            },
            "title": topic.title,
            "venue": outlet.name if outlet else "",
            "year": None if yearless else day.year,
            "publicationDate": None if undated else day.isoformat(),
            "authors": [author(rng, person) for person in dict.fromkeys(team)],
        }

    def _edge(self, cited: Indexed, citer: Citer) -> Json:
        rng = self.rng
        intents = rng.choice(_INTENTS)
        name = cited.work.authors[0].family
        seen_on = max(citer.day, cited.work.public_on) + timedelta(days=rng.randrange(2, 40))
        return {
            "citedPaperId": cited.id,
            "citingPaper": citer.record,
            "isInfluential": rng.random() < 0.08,
            "intents": list(intents),
            "contexts": [context(intent, citer.topic, name) for intent in intents],
            "indexedAt": seen_on.isoformat(),
        }


def counted(indexed: list[Indexed], edges: list[Json]) -> list[Json]:
    """The records with the number of their citations, so that counts and edges agree."""
    counts = {one.id: 0 for one in indexed}
    influential = dict(counts)
    for edge in edges:
        counts[edge["citedPaperId"]] += 1
        influential[edge["citedPaperId"]] += edge["isInfluential"]
    return [
        {
            **one.record,
            "citationCount": counts[one.id],
            "influentialCitationCount": influential[one.id],
        }
        for one in indexed
    ]
