"""What a switch is: one small named fault, and how often it is met."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal, cast

import msgspec

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.profile import Profile

Service = Literal["both", "openreview", "semantic_scholar", "datasets"]
When = Literal["briefly", "once", "always", "counting"]

_WHERE: dict[Service, tuple[str, ...]] = {
    "both": ("/openreview/", "/semantic_scholar/"),
    "openreview": ("/openreview/",),
    "semantic_scholar": ("/semantic_scholar/",),
    "datasets": ("/semantic_scholar/datasets/", "/semantic_scholar/shards/"),
}


class Dice(Random):
    """Dice that fall the same way for the same words, and know how often a fault is due."""

    words: str
    share: float

    @classmethod
    def of(cls, words: str, share: float) -> "Dice":
        """Dice for these words; ``share`` is from 0 to 1."""
        dice = cls(words)
        dice.words, dice.share = words, share
        return dice

    def over(self, thing: object) -> Random:
        """Dice for one thing, which fall the same way wherever it is met."""
        return Random(f"{self.words} {thing}")  # noqa: S311 - repeatable on purpose

    def hits(self, thing: object, share: float | None = None) -> bool:
        """Whether the fault is due for this thing; the answer is the same each time."""
        return self.over(thing).random() < (self.share if share is None else share)


Fault = Callable[[Question, Handler, Dice], Answer | None]
"""Another answer than the handler's; None where there is nothing to do."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Under what a switch that counts is made: its dice's seed, its share and the clock.

    Attributes:
        seed: Another seed, another course of events.
        share: How often, 0 to 1.
        clock: Seconds since 1970, as the client counts them.
    """

    seed: str
    share: float
    clock: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Switch:
    """A fault that can be switched on.

    Attributes:
        name: By which it is switched on.
        about: What it does, in one line.
        service: Whose answers it spoils.
        when: ``briefly``: any attempt, no more than twice in a row for one question. ``once``: a
            question meets it once, and then the truth. ``always``: the same things each time
            they are asked for. ``counting``: it keeps count of requests, by itself.
        share: How often; of attempts, of questions or of things, as ``when`` says. 0 to 1.
        fault: What it does; None where it counts.
        made: The same for one that counts.
        invented: What of it nobody has seen a service do, or in which words; "" if nothing.
        is_final: Whether no run can get past it.
    """

    name: str
    about: str
    service: Service
    when: When
    share: float
    fault: Fault | None = None
    made: Callable[[Setting], Profile] | None = None
    invented: str = ""
    is_final: bool = False

    def concerns(self, question: Question) -> bool:
        """Whether the question goes to its service."""
        return question.path.startswith(_WHERE[self.service])

    def profile(self, setting: Setting) -> Profile:
        """The switch as a profile of its own, for one that counts."""
        return cast(Callable[[Setting], Profile], self.made)(setting)


Lie = Callable[[Question, Answer, Handler, Dice], Answer | None]


def twisting(lie: Lie) -> Fault:
    """A lie as a fault: told of good JSON alone, and never of a login."""

    def fault(question: Question, handler: Handler, dice: Dice) -> Answer | None:
        answer = handler(question)
        told = lie(question, answer, handler, dice) if is_data(question, answer) else None
        return None if told is None or told.body == answer.body else told

    return fault


def is_data(question: Question, answer: Answer) -> bool:
    """Whether an answer arrives whole and holds JSON that is no login's."""
    is_whole = answer.status == 200 and answer.sent >= 1 and not answer.reset
    is_login = question.path.endswith("/login") or "/mfa/" in question.path
    return is_whole and not is_login and _is_json(answer)


def _is_json(answer: Answer) -> bool:
    if "json" not in answer.headers.get("Content-Type", ""):
        return False
    try:
        # Another switch may have cut it short.
        msgspec.json.decode(answer.body)
    except msgspec.DecodeError:
        return False
    return True
