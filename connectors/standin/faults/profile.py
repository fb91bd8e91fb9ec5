"""What a profile of faults is, and the one without any."""

import hashlib
from random import Random
from typing import Protocol

from connectors.standin.exchange import Answer, Handler, Question


class Profile(Protocol):
    """Decides what becomes of a question: the handler's answer, another, or a spoilt one."""

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The answer that goes out."""


class Faultless:
    """Nothing goes wrong."""

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The handler's answer."""
        return handler(question)


def fingerprint(question: Question) -> bytes:
    """What makes two requests the same question."""
    parts = (question.method, question.path, question.query)
    return hashlib.sha256("\n".join(parts).encode() + question.body).digest()


def dice(seed: int, number: int) -> Random:
    """Dice thrown by seed and number of the request: the same client meets the same faults."""
    return Random(f"{seed}:{number}")  # noqa: S311 - repeatable on purpose


def name_of(fault: object) -> str:
    """What the journal calls a fault that is no switch."""
    return str(getattr(fault, "__name__", "fault")).replace("_", "-")
