"""Several switches at once: who meets what, and when it has had enough."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.profile import Profile, fingerprint
from connectors.standin.faults.switch import Dice, Setting, Switch

_TIMES_BRIEFLY = 2
_FAILURES_IN_A_ROW = 3
_RANKS = {"always": 0, "once": 1, "briefly": 2, "counting": 3}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A switch that is on, and how often its fault is met, 0 to 1."""

    switch: Switch
    share: float


@dataclass(slots=True)
class Switchboard:
    """A profile made of switches: lasting lies innermost, limits outermost.

    After three attempts in a row that something befell for the moment, a question gets through
    to what lasts, whatever is switched on.

    Attributes:
        chosen: What is on.
        seed: Another seed, other questions and things that are hit.
        clock: Seconds since 1970, as the client counts them.
        delay: The longest that an answer is held back, in seconds.
    """

    chosen: Sequence[Chosen]
    seed: int
    clock: Callable[[], float]
    delay: float
    _counting: dict[str, Profile] = field(default_factory=dict, init=False)
    _asked: Counter[bytes] = field(default_factory=Counter, init=False)
    _told: set[tuple[str, bytes]] = field(default_factory=set, init=False)
    _rows: Counter[tuple[str, bytes]] = field(default_factory=Counter, init=False)
    _hit: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.chosen = sorted(self.chosen, key=lambda one: _RANKS[one.switch.when])
        for one in self.chosen:
            if one.switch.when == "counting":
                words = f"{self.seed} {one.switch.name}"
                setting = Setting(words, one.share, self.clock)
                self._counting[one.switch.name] = one.switch.profile(setting)

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The handler's answer, or what became of it."""
        asked = fingerprint(question)
        self._asked[asked] += 1
        self._hit = False
        for one in self.chosen:
            if one.switch.concerns(question):
                handler = partial(self._through, one, handler)
        answer = handler(question)
        self._count("", asked, self._hit)
        return answer.but(delay=min(answer.delay, self.delay)) if answer.delay else answer

    def _through(self, one: Chosen, inner: Handler, question: Question) -> Answer:
        switch = one.switch
        if switch.when == "counting":
            return self._counting[switch.name].answer(question, inner)
        dice = self._dice(one, question)
        if dice is None or switch.fault is None:
            return inner(question)
        answers: list[Answer] = []

        def remembered(asked: Question) -> Answer:
            answers.append(inner(asked))
            return answers[-1]

        told = switch.fault(question, remembered, dice)
        if told is None:
            # What was asked of the inner switches already has been counted there.
            return answers[-1] if answers else inner(question)
        if switch.when != "always":
            self._hit = True
            self._told.add((switch.name, fingerprint(question)))
            self._count(switch.name, fingerprint(question), True)
        return told.marked(switch.name)

    def _dice(self, one: Chosen, question: Question) -> Dice | None:
        """The dice for a question; None when it is spared."""
        switch, words = one.switch, f"{self.seed} {one.switch.name}"
        if switch.when == "always":
            return Dice.of(words, one.share)
        asked = fingerprint(question)
        dice = Dice.of(f"{words} {asked.hex()} {self._asked[asked]}", one.share)
        had_enough = (
            self._rows["", asked] >= _FAILURES_IN_A_ROW
            or (switch.when == "once" and (switch.name, asked) in self._told)
            or (switch.when == "briefly" and self._rows[switch.name, asked] >= _TIMES_BRIEFLY)
        )
        if had_enough or dice.random() >= one.share:
            self._count(switch.name, asked, False)
            return None
        return dice

    def _count(self, name: str, asked: bytes, is_hit: bool) -> None:
        """How often in a row a question met a switch; without a name: any of them."""
        self._rows[name, asked] = self._rows[name, asked] + 1 if is_hit else 0
