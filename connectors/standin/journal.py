"""The journal: every request that was served, so that tests can count them and see their pace."""

from datetime import datetime
from typing import Any

import msgspec

from connectors.standin.exchange import Question

Json = dict[str, Any]

_REDACTED = "[redacted]"


class Journal:
    """Requests in the order served; kept in memory, without passwords and tokens."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def add(self, question: Question, status: int | None, now: datetime) -> None:
        """Note a request down; status None when the connection was cut before one was sent."""
        entry = {
            "method": question.method,
            "path": question.path,
            "query": question.query,
            "body": _body(question),
            "key": question.headers.get("x-api-key"),
            "status": status,
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


def _body(question: Question) -> Any:
    if not question.body:
        return None
    if question.path.endswith("/login") or "/mfa/" in question.path:
        return _REDACTED
    return question.json()
