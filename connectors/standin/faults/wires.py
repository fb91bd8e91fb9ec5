"""What happens to a good answer on its way."""

from random import Random

import msgspec

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.switch import Dice, Switch, is_data

_ROWS_THAT_TAKE_TIME = 100
_A_THOUSAND_ROWS_TAKE = (1.0, 1.5)  # seconds
_TELLING = ("x-amz", "x-cache", "via", "ratelimit", "x-ratelimit")
FIRST_BYTE_AFTER = 1.0  # seconds; a slow answer, not a dead one


def reset(question: Question, handler: Handler, _dice: Random) -> Answer:
    """The connection is reset before the first byte; the service had done its work."""
    return handler(question).but(reset=True)


def broken_off(question: Question, handler: Handler, dice: Random) -> Answer:
    """The connection breaks within the body, whose length had been promised."""
    return handler(question).but(sent=dice.uniform(0.1, 0.9))


def slow(question: Question, handler: Handler, _dice: Random) -> Answer:
    """The first byte takes its time."""
    return handler(question).but(delay=FIRST_BYTE_AFTER)


def slow_page(question: Question, handler: Handler, dice: Dice) -> Answer | None:
    """A page takes the longer the more rows it holds."""
    answer = handler(question)
    if not is_data(question, answer):
        return None
    value = msgspec.json.decode(answer.body)
    rows = value.get("data") if isinstance(value, dict) else value
    if not isinstance(rows, list) or len(rows) < _ROWS_THAT_TAKE_TIME:
        return None
    return answer.but(delay=dice.uniform(*_A_THOUSAND_ROWS_TAKE) * len(rows) / 1000)


def bare(question: Question, handler: Handler, _dice: Dice) -> Answer:
    """No header but those of HTTP itself, as behind somebody else's proxy."""
    answer = handler(question)
    kept = {k: v for k, v in answer.headers.items() if not k.lower().startswith(_TELLING)}
    return answer.but(headers=kept)


SWITCHES = (
    Switch(
        "reset", "The connection is reset before the first byte.", "both", "briefly", 0.2, reset
    ),
    Switch(
        "half-body",
        "The connection breaks within the body.",
        "both",
        "briefly",
        0.2,
        broken_off,
    ),
    Switch("slow", "The first byte takes a second (or `delay=`).", "both", "briefly", 0.2, slow),
    Switch(
        "slow-pages",
        "A page takes 1 to 1.5 s for every 1,000 rows (or `delay=`).",
        "semantic_scholar",
        "briefly",
        1.0,
        slow_page,
    ),
    Switch(
        "bare-headers",
        "No header tells of limits, gateways and requests.",
        "both",
        "always",
        1.0,
        bare,
        invented="all of it",
    ),
)
