"""The profile ``flaky``: a bad day of both services."""

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults import outages, wires
from connectors.standin.faults.profile import dice, fingerprint, name_of

Fault = Callable[[Question, Handler, Random], Answer]

FLAKY: Sequence[Fault] = (
    outages.limited,
    outages.failed,
    outages.bad_gateway,
    outages.unavailable,
    outages.timed_out,
    wires.reset,
    wires.broken_off,
    wires.slow,
)
_SHARE = 0.3
_FAILURES_IN_A_ROW = 2


class Flaky:
    """A bad day: any request may fail, none fails for good.

    Args:
        seed: Another seed, another day.
        faults: What may happen.
        share: How often, 0 to 1.
    """

    def __init__(
        self, seed: int = 0, faults: Sequence[Fault] = FLAKY, share: float = _SHARE
    ) -> None:
        self._seed, self._faults, self._share = seed, faults, share
        self._failures: Counter[bytes] = Counter()

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The handler's answer, or what befell it; good after two failures in a row."""
        thrown = dice(self._seed, question.number)
        asked = fingerprint(question)
        if self._failures[asked] >= _FAILURES_IN_A_ROW or thrown.random() >= self._share:
            self._failures[asked] = 0
            return handler(question)
        self._failures[asked] += 1
        fault = thrown.choice(self._faults)
        return fault(question, handler, thrown).marked(name_of(fault))
