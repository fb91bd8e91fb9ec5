"""Who submitted what to which venue, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import repeat
from random import Random

from connectors.standin.made_up.ids import note_id
from connectors.standin.made_up.names import Person
from connectors.standin.made_up.titles import TitleMaker, Topic
from connectors.standin.made_up.venues import State, Venue
from connectors.standin.made_up.works import LAST_DAY, Community, Work

_AGES = (
    (12, 100, 30),
    (100, 200, 34),
    (200, 300, 22),
    (300, 450, 10),
    (450, 1_000, 4),
)
"""Days from preprint to conference: from, to, weight; a 35-fold spread with a long tail."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A work at a venue.

    Attributes:
        forum: Id of its note.
        number: Submission number.
        venue: Where it was submitted.
        work: What was submitted.
        state: What became of it.
        tier: How it was accepted.
    """

    forum: str
    number: int
    venue: Venue
    work: Work
    state: State
    tier: str | None = None

    @property
    def title(self) -> str:
        """Its title on OpenReview."""
        return self.work.title


def submissions(
    rng: Random, venue: Venue, titles: TitleMaker, everybody: Community
) -> list[Submission]:
    """All readable submissions of a venue, by number."""
    outcomes = [*_outcomes(venue)]
    rng.shuffle(outcomes)
    return [
        Submission(
            note_id(rng, venue.api),
            number,
            venue,
            _work(rng, venue, titles.topic(), everybody),
            state,
            tier or None,
        )
        for number, (state, tier) in enumerate(outcomes, start=1)
    ]


def about(submission: Submission, topic: Topic, team: tuple[Person, ...]) -> Submission:
    """The same submission about something else, by other people."""
    return replace(submission, work=replace(submission.work, topic=topic, authors=team))


def _outcomes(venue: Venue) -> Iterator[tuple[State, str | None]]:
    for tier, count in venue.tiers.items():
        yield from repeat(("accepted", tier), count)
    for state, count in venue.others.items():
        yield from repeat((state, None), count)


def _work(rng: Random, venue: Venue, topic: Topic, everybody: Community) -> Work:
    first, last, _ = rng.choices(_AGES, [weight for *_, weight in _AGES])[0]
    authors = everybody.team(topic)
    preprint_on = venue.start_on - timedelta(days=rng.randrange(first, last))
    if preprint_on > LAST_DAY or rng.random() < 0.25:
        return Work(topic, authors, venue.shown_on)
    return Work(topic, authors, min(preprint_on, venue.shown_on), preprint_on)
