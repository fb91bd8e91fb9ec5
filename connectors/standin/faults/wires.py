"""What happens to a good answer on its way."""

from random import Random

from connectors.standin.exchange import Answer, Handler, Question

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
