"""The notes of one API version, found by what they are asked for."""

from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]

EVERYONE = "everyone"


class Notes:
    """Notes by id, forum, parent and invitation; of two with one id the first stays.

    Args:
        notes: As the API gives them, replies being notes of their own.
        version: 1 or 2.
    """

    def __init__(self, notes: Iterable[Json], version: int) -> None:
        self.version = version
        self._by_id: dict[str, Json] = {}
        self._by_forum: dict[str, list[Json]] = {}
        self._by_parent: dict[str, list[Json]] = {}
        self._by_invitation: dict[str, list[Json]] = {}
        for note in notes:
            self._take(note)

    def __iter__(self) -> Iterator[Json]:
        return iter(self._by_id.values())

    def get(self, note_id: str) -> Json | None:
        """The note with this id."""
        return self._by_id.get(note_id)

    def of_forum(self, forum: str) -> list[Json]:
        """The submission of a forum and everything under it."""
        return self._by_forum.get(forum, [])

    def replies_to(self, note_id: str) -> list[Json]:
        """The notes right under this one."""
        return self._by_parent.get(note_id, [])

    def invited_by(self, invitation: str) -> list[Json]:
        """The notes made by an invitation; `.../.*` at its end stands for anything."""
        if not invitation.endswith(".*"):
            return self._by_invitation.get(invitation, [])
        prefix = invitation.removesuffix(".*")
        found = {
            note["id"]: note
            for name, notes in self._by_invitation.items()
            if name.startswith(prefix)
            for note in notes
        }
        return list(found.values())

    def invitations(self) -> Iterable[str]:
        """The ids of all invitations that made a note."""
        return self._by_invitation.keys()

    def thread_under(self, note: Json) -> list[Json]:
        """Everything under a note, at any depth."""
        if note["id"] == note.get("forum"):
            return [other for other in self.of_forum(note["id"]) if other["id"] != note["id"]]
        found: list[Json] = []
        queue = list(self.replies_to(note["id"]))
        while queue:
            reply = queue.pop()
            found.append(reply)
            queue += self.replies_to(reply["id"])
        return found

    def _take(self, note: Json) -> None:
        if note["id"] in self._by_id:
            return
        self._by_id[note["id"]] = note
        self._by_forum.setdefault(note.get("forum") or note["id"], []).append(note)
        if note.get("replyto"):
            self._by_parent.setdefault(note["replyto"], []).append(note)
        for invitation in invitations_of(note):
            self._by_invitation.setdefault(invitation, []).append(note)


def invitations_of(note: Json) -> list[str]:
    """The invitations that a note names: one in API v1, all that ever touched it in v2."""
    return note.get("invitations") or [note[key] for key in ("invitation",) if note.get(key)]


def readable(note: Json) -> bool:
    """Whether everyone may read a note, or a field of one."""
    readers = note.get("readers")
    return readers is None or EVERYONE in readers


def without_secrets(note: Json) -> Json:
    """The note without the content fields that only some may read: they are left out whole."""
    content = note.get("content")
    if not isinstance(content, dict):
        return note
    secret = {
        name for name, field in content.items() if isinstance(field, dict) and not readable(field)
    }
    if not secret:
        return note
    return note | {"content": {k: v for k, v in content.items() if k not in secret}}
