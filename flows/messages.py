"""What is said of a run to somebody who was not there: short, and the same to everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from flows.escaping import chat
from warehouse.changes import KINDS, Change, Kind, count_kinds

SHOWN = 10
"""Changes in the text; a message is read on a telephone."""

STRUCTURED = 100
"""Changes that go along as data."""


@dataclass(frozen=True, slots=True)
class Message:
    """What an alert says.

    Attributes:
        venue_id: OpenReview venue id.
        subject: What happened, in a line.
        lines: The most important changes, or why a run failed.
        changes: As data, no more than :data:`STRUCTURED`.
        counts: How many of each kind there are.
        error: Why the run failed, in a sentence; None if it did not.
    """

    venue_id: str
    subject: str
    lines: Sequence[str]
    changes: Sequence[Change] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)
    error: str | None = None

    @property
    def text(self) -> str:
        """The lines under each other."""
        return "\n".join(self.lines)

    @property
    def payload(self) -> dict[str, Any]:
        """All of it as JSON; ``text`` is what Slack and its kin show."""
        return {
            "text": f"{self.subject}\n{self.text}",
            "venue_id": self.venue_id,
            "counts": dict(self.counts),
            "changes": [asdict(change) for change in self.changes],
            "error": self.error,
        }


def news(venue_id: str, changes: Sequence[Change]) -> Message | None:
    """What a run changed; None when that is nothing."""
    if not changes:
        return None
    ordered = sorted(changes, key=lambda change: list(KINDS).index(change.kind))
    counts = count_kinds(ordered)
    told = "; ".join(f"{KINDS[kind]}: {number:,}" for kind, number in counts.items())
    lines = [f"• {line(change)}" for change in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        lines.append(f"and {len(ordered) - SHOWN:,} more: precited check {chat(venue_id)}")
    subject = f"precited, {chat(venue_id)}: {told}"
    return Message(venue_id, subject, lines, ordered[:STRUCTURED], counts)


def failure(venue_id: str, sentence: str) -> Message:
    """Why a run failed and what to do."""
    subject = f"precited, {chat(venue_id)}: the run failed"
    return Message(venue_id, subject, [chat(sentence)], error=sentence)


def line(change: Change) -> str:
    """A change in a line of a chat."""
    if change.paper_id is None:
        return chat(change.text)
    title = chat(change.title or change.paper_id)
    return f"{title}: {chat(change.text)}" + (f" {chat(change.url)}" if change.url else "")
