"""Titles from a small grammar, no two alike."""

from dataclasses import dataclass, field
from random import Random

from connectors.standin.made_up.areas import AREAS, MANNERS, SETTINGS, STEMS, Area

PATTERNS = (
    "{coined}: {way} for {task}",
    "{coined}: {way} for {task}",
    "{coined}: {things} That Learn from {data}",
    "{coined}: A Benchmark for {task} {setting}",
    "{way} for {task}",
    "{way} for {task} {setting}",
    "{task} {setting} via {way}",
    "{task} with {things}",
    "{things} for {task} {setting}",
    "Learning from {data} with {way}",
    "When Does {way} Help with {task}?",
    "How Many {data} Do {things} Need?",
    "Do {things} Understand {data}?",
    "Why {things} Forget {data}",
    "On the Limits of {things} in {task}",
    "Rethinking {task} with {way}",
    "Towards Trustworthy {task}: The Case for {way}",
    "Provable {task} with {things}",
    "Teaching {things} about {data}",
    "{things} Are Better at {task} Than They Look",
    "A Closer Look at {way} {setting}",
    "What {things} Learn from {data}, and What They Miss",
    "{coined} and the Art of {task}",
    "Not All {data} Are Equal: {way} for {task}",
    "Is {way} All One Needs for {task}?",
    "A Field Guide to {way} {setting}",
    "Lost in {data}: {task} with {things}",
    "{task} by Candlelight: {way} on Small Machines",
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a work is about.

    Attributes:
        title: In title case.
        area: The field it belongs to.
        way: Its technique.
        things: The models it speaks of.
        task: What it attempts.
        data: What it attempts it on.
    """

    title: str
    area: Area
    way: str
    things: str
    task: str
    data: str

    @property
    def keywords(self) -> list[str]:
        """Keywords as authors would give them."""
        return [self.area.keywords[0], self.way.lower(), self.task.lower(), self.area.keywords[-1]]


@dataclass(frozen=True, slots=True)
class TitleMaker:
    """Makes topics; never gives the same title twice, nor the same words in two patterns."""

    rng: Random
    taken: set[str] = field(default_factory=set)

    def topic(self, area: Area | None = None) -> Topic:
        """A new topic, of that area if one is given."""
        while True:
            topic = self._draw(area or self.rng.choice(AREAS))
            if not {topic.title, topic.title.split(":")[0]} & self.taken:
                self.taken.update((topic.title, topic.title.split(":")[0]))
                return topic

    def _draw(self, area: Area) -> Topic:
        choice = self.rng.choice
        manner = choice(MANNERS)
        words = {
            "way": f"{manner} {choice(area.ways)}",
            "things": f"{manner} {choice(area.things)}",
            "task": choice(area.tasks),
            "data": choice(area.data),
        }
        coined = choice(STEMS) + choice(area.suffixes)
        title = choice(PATTERNS).format(**words, coined=coined, setting=choice(SETTINGS))
        return Topic(title, area, **words)
