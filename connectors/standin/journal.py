"""The journal: every request that was served, so that tests can count them and see their pace."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from connectors.standin.exchange import Answer, Question

Json = dict[str, Any]

_REDACTED = "[redacted]"


class Journal:
    """Requests in the order served; kept in memory, without passwords and tokens."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def add(self, question: Question, answer: Answer, now: datetime) -> None:
        """Note a request down; its status is null when the connection was cut before one came."""
        entry = {
            "method": question.method,
            "path": question.path,
            "query": question.query,
            "body": _body(question),
            "key": question.headers.get("x-api-key"),
            "status": None if answer.reset else answer.status,
            "faults": answer.faults,
            "time": now.isoformat(),
        }
        self._lines.append(msgspec.json.encode(entry) + b"\n")

    def lines(self) -> bytes:
        """The journal as JSON lines."""
        return b"".join(self._lines)

    def clear(self) -> None:
        """Forget everything."""
        self._lines.clear()


def read(lines: bytes) -> list[Json]:
    """The entries of a journal."""
    return [msgspec.json.decode(line) for line in lines.splitlines()]


def tally(entries: Iterable[Json]) -> Counter[str]:
    """How often each fault was met, by the name of its switch."""
    return Counter(fault for entry in entries for fault in entry["faults"])


def _body(question: Question) -> Any:
    if not question.body:
        return None
    if question.path.endswith("/login") or "/mfa/" in question.path:
        return _REDACTED
    return question.json()
