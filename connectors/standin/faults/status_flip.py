"""A venue that decides while it is being listed."""

from collections.abc import Callable
from typing import Any

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults import lies
from connectors.standin.faults.switch import Dice, Setting, Switch, is_data

Json = dict[str, Any]

_DAY = 86_400_000  # milliseconds


class StatusFlip:
    """Submissions that get their status while the venue is listed.

    The first listing shows them as they were a day before their last change, under review; one by
    status no longer holds them, but had counted them. Whoever asks again sees what became of them.
    """

    def __init__(self, setting: Setting) -> None:
        self._dice = Dice.of(setting.seed, setting.share)
        self._flipped: set[str] = set()

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The handler's answer, with some notes as they were."""
        answer = handler(question)
        if not question.path.endswith("/notes") or not is_data(question, answer):
            return answer
        value = lies.decoded(answer)
        moving = {note["id"] for note in value["notes"] if self._moves(note)}
        if not moving or question.value("id"):
            return answer
        self._flipped |= moving
        notes = [_earlier(note) if note["id"] in moving else note for note in value["notes"]]
        if any(name.startswith("content.venue") for name in question.params):
            notes = [note for note in value["notes"] if note["id"] not in moving]
        return lies.retold(question, answer, value | {"notes": notes}).marked("venueid-flip")

    def _moves(self, note: Json) -> bool:
        content = note.get("content")
        if note["id"] in self._flipped or not isinstance(content, dict):
            return False
        has_status = content.get("venueid") and content.get("venue") and note.get("tmdate")
        return bool(has_status) and self._dice.hits(note["id"])


def _earlier(note: Json) -> Json:
    content = note["content"]
    was = {
        "venueid": _within(content["venueid"], _under_review),
        "venue": _within(content["venue"], _submitted),
    }
    return note | {"content": content | was, "tmdate": note["tmdate"] - _DAY}


def _within(field: Any, change: Callable[[str], str]) -> Any:
    return field | {"value": change(field["value"])} if isinstance(field, dict) else change(field)


def _under_review(venueid: str) -> str:
    return "/".join((*venueid.split("/")[:3], "Submission"))


def _submitted(venue: str) -> str:
    return "Submitted to " + " ".join(venue.removeprefix("Submitted to ").split()[:2])


SWITCHES = (
    Switch(
        "venueid-flip",
        "One submission in ten gets its status while the venue is listed, and shows the old.",
        "openreview",
        "counting",
        0.1,
        made=StatusFlip,
    ),
)
