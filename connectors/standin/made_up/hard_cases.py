"""What stands on Semantic Scholar for each accepted paper: the record, a trap, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from connectors.standin.made_up.audience import audience
from connectors.standin.made_up.ids import digest
from connectors.standin.made_up.records import Indexed, Sighting, record
from connectors.standin.made_up.spelled import SPELLED
from connectors.standin.made_up.submissions import Submission
from connectors.standin.made_up.titles import TitleMaker
from connectors.standin.made_up.venues import ELSEWHERE, PREPRINTS, Outlet
from connectors.standin.made_up.works import Community, Work

Json = dict[str, Any]
Kind = Literal[
    "same_title",
    "retitled",
    "absent",
    "wrong_record_in_pool",
    "impostor_only",
    "twin",
    "impostor",
]

_LOOKALIKES = (
    "{head}, Revisited for {other}",
    "{way} Is Not Enough: Lessons from {other}",
    "{other} with Graph-Guided {way}",
)
"""Titles of other works that come near to a paper's own."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What linking should find for an accepted paper; one paper may have several rows.

    Attributes:
        forum_id: The paper.
        s2_paper_id: The record spoken of; None where no right record exists.
        kind: ``same_title`` and ``retitled`` are the right record; ``twin`` is a second record
            of the same work; ``impostor`` is another work that must never be linked; ``absent``,
            ``wrong_record_in_pool`` and ``impostor_only`` mean that abstaining is right.
    """

    forum_id: str
    s2_paper_id: str | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything indexed so far, and what is true of it."""

    indexed: list[Indexed] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)
    aliases: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Indexer:
    """Puts accepted papers on the shelf, each according to its case."""

    rng: Random
    titles: TitleMaker
    everybody: Community
    shelf: Shelf = field(default_factory=Shelf)

    def place(self, paper: Submission, case: str) -> None:
        """Index a paper as its case demands; a case that is a number: cited that often."""
        if case.isdigit():
            self._right(paper, int(case))
            return
        {
            "absent": self._absent,
            "wrong_record_in_pool": self._wrong,
            "impostor_only": self._impostor_only,
            "impostor": self._impostor,
            "twin": self._twin,
            "moved": self._moved,
            "collapse": self._collapse,
        }.get(case, self._plain)(paper)

    def _right(self, paper: Submission, cited: int | None = None) -> Indexed:
        spelling = next((s for s in SPELLED if s.title == paper.title), None)
        title = spelling.indexed if spelling else paper.title
        kind: Kind = spelling.kind if spelling else "same_title"
        year = paper.venue.year + self.rng.choice((0, 0, 0, 1))
        seen = Sighting(title, _outlet(paper), year, paper.forum)
        number = audience(self.rng, paper.tier) if cited is None else cited
        return self._put(paper, paper.work, seen, number, kind)

    def _plain(self, paper: Submission) -> None:
        self._right(paper)

    def _absent(self, paper: Submission) -> None:
        self._nothing(paper, "absent")

    def _wrong(self, paper: Submission) -> None:
        self._nothing(paper, "wrong_record_in_pool")
        topic = paper.work.topic
        head, other = topic.title.split(":")[0].rstrip("?"), self._other_task(paper)
        title = self.rng.choice(_LOOKALIKES).format(head=head, way=topic.way, other=other)
        self._stranger(paper, title, cited=self.rng.randrange(20, 60))

    def _impostor_only(self, paper: Submission) -> None:
        self._nothing(paper, "impostor_only")
        self._stranger(paper, paper.title, cited=self.rng.randrange(30, 90))

    def _impostor(self, paper: Submission) -> None:
        self._right(paper)
        self._stranger(paper, paper.title, cited=self.rng.randrange(40, 120))

    def _twin(self, paper: Submission) -> None:
        first = self._right(paper, cited=self.rng.randrange(4, 40))
        self._second(paper, first, cited=self.rng.randrange(1, 4))

    def _moved(self, paper: Submission) -> None:
        right = self._right(paper, cited=self.rng.randrange(3, 30))
        day = paper.venue.start_on + timedelta(days=self.rng.randrange(-60, 300))
        self._alias(digest(self.rng), right.id, day)

    def _collapse(self, paper: Submission) -> None:
        # Whoever matches titles anew may fall to the younger twin and see 64 citations become 3.
        self._second(paper, self._right(paper, cited=64), cited=3)

    def _second(self, paper: Submission, first: Indexed, cited: int) -> Indexed:
        other = (
            PREPRINTS if first.record["venue"] == paper.venue.outlet.name else paper.venue.outlet
        )
        seen = Sighting(str(first.record["title"]), other, paper.venue.year)
        work = replace(paper.work, preprint_on=None)
        return self._put(paper, work, seen, cited, "twin")

    def _stranger(self, paper: Submission, title: str, cited: int) -> None:
        topic = replace(paper.work.topic, title=title)
        public_on = paper.work.public_on - timedelta(days=self.rng.randrange(-200, 700))
        work = Work(topic, self.everybody.team(topic, paper.work.authors), public_on, public_on)
        outlet = self.rng.choice((PREPRINTS, *ELSEWHERE))
        self._put(paper, work, Sighting(title, outlet, public_on.year), cited, "impostor")

    def _put(
        self, paper: Submission, work: Work, seen: Sighting, cited: int, kind: Kind
    ) -> Indexed:
        indexed = Indexed(record(self.rng, work, seen), work, cited)
        self.shelf.indexed.append(indexed)
        self.shelf.truth.append(Truth(paper.forum, indexed.id, kind))
        return indexed

    def _nothing(self, paper: Submission, kind: Kind) -> None:
        self.shelf.truth.append(Truth(paper.forum, None, kind))

    def _alias(self, old: str, new: str, day: date) -> None:
        self.shelf.aliases.append({"old": old, "new": new, "changed_at": day.isoformat()})

    def _other_task(self, paper: Submission) -> str:
        topic = paper.work.topic
        return self.rng.choice([task for task in topic.area.tasks if task != topic.task])


def cases(rng: Random, papers: list[Submission], wanted: Mapping[str, int]) -> dict[str, str]:
    """A case for each accepted paper: those wanted, spread at random; "" is an ordinary one.

    Papers of a special spelling stay ordinary otherwise: one difficulty at a time.
    """
    spelled = {spelling.title for spelling in SPELLED}
    accepted = [paper for paper in papers if paper.state == "accepted"]
    free = [paper.forum for paper in accepted if paper.title not in spelled]
    named = [case for case, count in wanted.items() for _ in range(count)]
    drawn = dict(zip(rng.sample(free, len(named)), named, strict=True))
    return {paper.forum: drawn.get(paper.forum, "") for paper in accepted}


def _outlet(paper: Submission) -> Outlet | None:
    # One in eight accepted papers does not stand under its venue's name.
    if paper.number % 8:
        return paper.venue.outlet
    return PREPRINTS if paper.work.preprint_on else None
