"""Works and the people behind them: what exists before anybody submits or indexes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from connectors.standin.made_up.areas import AREAS
from connectors.standin.made_up.names import Person, people
from connectors.standin.made_up.titles import Topic

LAST_DAY = date(2026, 9, 30)
"""Nothing is put on arXiv or cited in the made-up world after this day."""


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of research.

    Attributes:
        topic: Its title and what it is about.
        authors: Who wrote it, in order.
        public_on: The day it could first be read anywhere.
        preprint_on: The day it came to arXiv; None if it never did.
    """

    topic: Topic
    authors: tuple[Person, ...]
    public_on: date
    preprint_on: date | None = None

    @property
    def title(self) -> str:
        """Its title as the authors write it."""
        return self.topic.title


@dataclass(frozen=True, slots=True)
class Community:
    """Everybody, sorted by the area they work in."""

    rng: Random
    members: dict[str, list[Person]]

    def team(self, topic: Topic, without: Sequence[Person] = ()) -> tuple[Person, ...]:
        """Authors for a work on that topic, none of those given.

        The front of each area's list is drawn more often: a few people write many papers.
        """
        pool = self.members[topic.area.name]
        size = self.rng.choices((1, 2, 3, 4, 5, 6, 8), (4, 14, 25, 25, 17, 10, 5))[0]
        chosen: dict[str, Person] = {}
        barred = {person.name for person in without}
        while len(chosen) < size:
            person = pool[int(len(pool) * self.rng.random() * self.rng.random())]
            if person.name not in barred:
                chosen.setdefault(person.name, person)
        return tuple(chosen.values())


def community(rng: Random, size: int = 1_500) -> Community:
    """That many people, spread evenly over the areas."""
    everybody = people(rng, size)
    members = {area.name: everybody[i :: len(AREAS)] for i, area in enumerate(AREAS)}
    return Community(rng, members)
