"""The language of faults: ``flaky``, ``throttled,expired-token,seed=7``, ``reset=0.5``, ``mix``.

Words are parted by commas. A word is the name of a profile or of a switch, a switch with its share
(``reset=0.5``), ``mix`` for a draw of switches and shares, or an option: ``seed=`` for another
course of events, ``delay=`` for the longest that an answer is held back, in seconds.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.flaky import Flaky
from connectors.standin.faults.hostile import Hostile
from connectors.standin.faults.profile import Faultless, Profile
from connectors.standin.faults.switchboard import Chosen, Switchboard
from connectors.standin.faults.switches import SWITCHES
from connectors.standin.faults.throttled import Throttled

_LONGEST_DELAY = 60.0  # seconds
_DRAWN = (3, 9)  # switches in a mix
_SHARES = (0.05, 0.35)

PROFILES: Mapping[str, tuple[str, Callable[[int, Callable[[], float]], Profile]]] = {
    "none": ("Nothing goes wrong.", lambda _seed, _clock: Faultless()),
    "flaky": (
        "Three requests in ten meet a 429, 5xx, reset, half body or slow first byte; the third try "
        "is good.",
        lambda seed, _clock: Flaky(seed),
    ),
    "throttled": (
        "The limits of both services, to the letter; every other refusal tells its wait.",
        lambda _seed, clock: Throttled(clock=clock),
    ),
    "hostile": (
        "Answers that look good and are not: truncated, cut off, in circles, twice, off by one.",
        lambda seed, _clock: Hostile(seed),
    ),
}
MIX = "mix"


class NoSuchProfileError(ValueError):
    """A word that names no fault; the message lists what there is."""


class BadFaultsError(ValueError):
    """An option or a share with a value that cannot be."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Which faults are wanted, read from their names.

    Attributes:
        profiles: Names of whole profiles.
        chosen: Switches, in the order of their register.
        seed: Another seed, another course of events.
        delay: The longest that an answer is held back, in seconds.
    """

    profiles: Sequence[str] = ()
    chosen: Sequence[Chosen] = ()
    seed: int = 0
    delay: float = _LONGEST_DELAY

    def __str__(self) -> str:
        """The same in words, every switch with its share."""
        switches = [f"{one.switch.name}={one.share:g}" for one in self.chosen]
        return ",".join([*self.profiles, *switches, f"seed={self.seed}"])

    def profile(self, clock: Callable[[], float] = time.time) -> Profile:
        """A fresh profile of these faults.

        Args:
            clock: Seconds since 1970, as the clients count them.
        """
        made = [PROFILES[name][1](self.seed, clock) for name in self.profiles]
        if self.chosen:
            made.insert(0, Switchboard(self.chosen, self.seed, clock, self.delay))
        return made[0] if len(made) == 1 else _Together(made)


def faults(text: str) -> Faults:
    """The faults that a text names.

    Raises:
        NoSuchProfileError: A word names none.
        BadFaultsError: An option or a share is no number that can be.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    options = dict(word.split("=", 1) for word in words if "=" in word)
    seed = int(_number("seed", options.get("seed", "0")))
    delay = _number("delay", options.get("delay", f"{_LONGEST_DELAY}"))
    names = [word.partition("=")[0] for word in words]
    wanted = [name for name in names if name not in ("seed", "delay")]
    drawn = mixed(seed) if MIX in wanted else {}
    for name in wanted:
        if name in SWITCHES:
            drawn[name] = _share(name, options.get(name))
        elif name not in PROFILES and name != MIX:
            raise NoSuchProfileError(
                f"no fault {name!r}; choose from {', '.join(PROFILES)}, {MIX} and the switches "
                "that `precited standin --faults list` names"
            )
    chosen = [Chosen(switch, drawn[name]) for name, switch in SWITCHES.items() if name in drawn]
    return Faults([name for name in wanted if name in PROFILES], chosen, seed, delay)


def profile_named(text: str) -> Profile:
    """A fresh profile of the faults that a text names.

    Raises:
        NoSuchProfileError: A word names none.
        BadFaultsError: An option or a share is no number that can be.
    """
    return faults(text).profile()


def mixed(seed: int) -> dict[str, float]:
    """Some switches and their shares, drawn by the seed; none that no run can get past."""
    dice = Random(f"mix {seed}")  # noqa: S311 - repeatable on purpose
    passable = [switch for switch in SWITCHES.values() if not switch.is_final]
    drawn = dice.sample(passable, dice.randrange(*_DRAWN))
    return {
        switch.name: round(dice.uniform(*_SHARES), 2) if switch.share < 1 else 1.0
        for switch in drawn
    }


def described() -> str:
    """Every word of the language with a line of explanation."""
    told = {name: about for name, (about, _) in PROFILES.items()}
    told[MIX] = "Three to eight switches with shares of their own, drawn by the seed."
    told |= {name: switch.about for name, switch in SWITCHES.items()}
    told |= {"seed=7": "Another course of events.", "delay=0.1": "Nothing is held back longer."}
    width = max(map(len, told))
    return "\n".join(f"{name:{width}}  {about}" for name, about in told.items())


@dataclass(frozen=True, slots=True)
class _Together:
    """Profiles around each other, the first innermost."""

    profiles: Sequence[Profile] = field(default_factory=list)

    def answer(self, question: Question, handler: Handler) -> Answer:
        for profile in self.profiles:
            handler = _within(profile, handler)
        return handler(question)


def _within(profile: Profile, handler: Handler) -> Handler:
    return lambda question: profile.answer(question, handler)


def _share(name: str, text: str | None) -> float:
    if text is None:
        return SWITCHES[name].share
    share = _number(name, text)
    if share > 1:
        raise BadFaultsError(f"{name}={text}: a share is a number from 0 to 1")
    return share


def _number(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise BadFaultsError(f"{name}={text}: that takes a number from 0")
    return number
