"""One exchange with the stand-in: the question as it came, the answer as it will go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True)
class Question:
    """One request, read to its end.

    Attributes:
        number: How many requests the server had seen with this one, from 1.
        method: The HTTP method.
        path: The whole path, decoded.
        query: The query string, as sent.
        params: The query, decoded; a parameter without a value is ``""``.
        headers: Names in lower case.
        body: The body, as sent.
        fields: What the route took out of the path.
    """

    number: int
    method: str
    path: str
    query: str = ""
    params: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    fields: Mapping[str, str] = field(default_factory=dict)

    def values(self, name: str) -> list[str]:
        """Every value of one query parameter, in the order sent."""
        return self.params.get(name, [])

    def value(self, name: str) -> str | None:
        """The first value of one query parameter; None when it is not there."""
        return next(iter(self.values(name)), None)

    def number_of(self, name: str, default: int) -> int | None:
        """The value of a parameter that must be a whole number from 0; None when it is not."""
        text = self.value(name)
        if text is None:
            return default
        return int(text) if text.isdecimal() else None

    def json(self) -> Any:
        """The body as Python values; None when it is no JSON."""
        try:
            return msgspec.json.decode(self.body)
        except msgspec.DecodeError:
            return None


@dataclass(frozen=True, slots=True)
class Answer:
    """One response, and what goes wrong on its way.

    Attributes:
        status: The HTTP status.
        body: The body.
        headers: Everything but ``Date`` and ``Content-Length``, which the server adds.
        delay: Seconds until the first byte.
        sent: How much of the body leaves before the connection breaks; 1 is all of it.
        reset: The connection is reset before the first byte.
        faults: Names of the switches that had a hand in it, for the journal.
    """

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    sent: float = 1.0
    reset: bool = False
    faults: tuple[str, ...] = ()

    def but(self, **changes: Any) -> "Answer":
        """The same answer with some of it changed."""
        return replace(self, **changes)

    def marked(self, fault: str) -> "Answer":
        """The same answer, by the hand of one more switch.

        What does not arrive whole hides what else was done to it.
        """
        before = () if self.reset or self.sent < 1 else self.faults
        return replace(self, faults=(*before, fault))


Handler = Callable[[Question], Answer]
"""Answers one question; pure but for what the world remembers."""
