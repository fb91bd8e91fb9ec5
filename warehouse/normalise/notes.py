"""Notes out of pages: submissions and what was written below them, each in its newest form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from warehouse.normalise.content import Unreadable, value
from warehouse.normalise.dates import moment
from warehouse.normalise.payloads import listed, payload
from warehouse.normalise.rejects import reject_row
from warehouse.raw import StoredPage

ApiVersion = Literal[1, 2]

ID = re.compile(r"[\w.:~+-]{1,100}")


@dataclass(frozen=True, slots=True)
class Note:
    """One note that everyone may read.

    Attributes:
        id: Note id.
        forum: Id of the submission it belongs to; its own for a submission.
        api_version: The API that gave it.
        invitations: The forms it was made with.
        content: Its fields, in the shape of its API.
        raw: All of it.
        seen_at: When it was received.
    """

    id: str
    forum: str
    api_version: ApiVersion
    invitations: tuple[str, ...]
    content: dict[str, Any]
    raw: dict[str, Any]
    seen_at: datetime

    @property
    def is_submission(self) -> bool:
        """Whether this is the note that a forum is about."""
        return self.id == self.forum

    @property
    def form_names(self) -> frozenset[str]:
        """The last words of its invitations in lower case, e.g. ``official_review``."""
        return _form_names(self.invitations)


@dataclass(slots=True)
class Notes:
    """What pages hold.

    Attributes:
        submissions: By forum id.
        replies: By forum id, in the order of their ids.
        rejects: Rows of ``rejects`` for notes that could not be read.
        deleted_count: Notes left out because they were deleted.
        not_public_count: Notes left out because not everyone may read them.
    """

    submissions: dict[str, Note] = field(default_factory=dict)
    replies: dict[str, list[Note]] = field(default_factory=dict)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    deleted_count: int = 0
    not_public_count: int = 0


def read_notes(venue_id: str, pages: Iterable[StoredPage]) -> Notes:
    """The notes of all pages; of a note that came twice the one with the newest ``tmdate``.

    Replies come as notes of their own or inside the ``details`` of their submission. Pages of
    notes cut down by ``select`` are passed over: part of a note must not stand for the whole.
    """
    reader = _Reader(venue_id)
    for page in pages:
        if page.endpoint.endswith("/notes") and page.status == 200 and "select" not in page.params:
            reader.add(page)
    return reader.result()


# Asked several times of each note; notes of one form come one after another.
@lru_cache(maxsize=1_000)
def _form_names(invitations: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.rpartition("/")[2].lower() for name in invitations)


class _Reader:
    def __init__(self, venue_id: str) -> None:
        self.venue_id = venue_id
        self.newest: dict[str, Note] = {}
        self.left_out: dict[str, str] = {}
        self.rejects: list[dict[str, Any]] = []

    def add(self, page: StoredPage) -> None:
        notes = listed(page, "notes")
        if notes is None:
            self._reject(payload(page), "the page has no list of notes", page)
        for raw in notes or []:
            note = self._take(raw, page)
            if note is not None and note.is_submission:
                for reply in _details(raw):
                    self._take(reply, page)

    def result(self) -> Notes:
        notes = Notes(rejects=self.rejects)
        blind_copies = self._blind_copies()
        for note in sorted(self.newest.values(), key=lambda note: note.id):
            if (why := self.left_out.get(note.id)) is not None:
                notes.deleted_count += why == "deleted"
                notes.not_public_count += why == "not public"
            elif (copy := blind_copies.get(note.id)) is not None:
                self._set_aside(note, f"original of {copy}")
            elif note.is_submission and not _looks_submitted(note):
                self._set_aside(note, "no submission: it has neither a title nor a status")
            elif note.is_submission:
                notes.submissions[note.id] = note
            else:
                notes.replies.setdefault(note.forum, []).append(note)
        return notes

    def _blind_copies(self) -> dict[str, str]:
        """The note that everyone reads, by the id of the one with names that it was made from."""
        return {
            original: note.id
            for note in self.newest.values()
            if note.is_submission and note.id not in self.left_out
            if isinstance(original := note.raw.get("original"), str)
            if (behind := self.newest.get(original)) is not None
            if behind.is_submission and not behind.raw.get("original")
        }

    def _set_aside(self, note: Note, reason: str) -> None:
        row = reject_row("openreview", self.venue_id, note.raw, reason, note.seen_at)
        self.rejects.append(row)

    def _take(self, raw: Any, page: StoredPage) -> Note | None:
        try:
            note = _note(raw, page)
        except Unreadable as why:
            self._reject(raw, str(why), page)
            return None
        known = self.newest.get(note.id)
        if known is None or _changed(note) >= _changed(known):
            self.newest[note.id] = note
            if (why_not := _why_left_out(note)) is not None:
                self.left_out[note.id] = why_not
            else:
                self.left_out.pop(note.id, None)
        return note if note.id not in self.left_out else None

    def _reject(self, raw: Any, reason: str, page: StoredPage) -> None:
        row = reject_row("openreview", self.venue_id, raw, reason, page.fetched_at)
        self.rejects.append(row)


def _note(raw: Any, page: StoredPage) -> Note:
    if not isinstance(raw, dict):
        raise Unreadable("the note is no object")
    id_, forum, content = raw.get("id"), raw.get("forum"), raw.get("content")
    if not isinstance(id_, str) or not ID.fullmatch(id_):
        raise Unreadable("the note has no id")
    if not isinstance(forum, str) or not ID.fullmatch(forum):
        raise Unreadable("the note has no forum")
    if not isinstance(raw.get("readers"), list):
        raise Unreadable("the note does not say who may read it")
    if not isinstance(content, dict):
        raise Unreadable("the note has no content")
    invitations = raw.get("invitations") or [raw.get("invitation")]
    named = invitations if isinstance(invitations, list) else [invitations]
    forms = tuple(name for name in named if isinstance(name, str))
    return Note(id_, forum, _api_version(raw, page), forms, content, raw, page.fetched_at)


def _api_version(raw: dict[str, Any], page: StoredPage) -> ApiVersion:
    if page.endpoint.startswith("v1/"):
        return 1
    return 2 if page.endpoint.startswith("v2/") or "invitations" in raw else 1


def _why_left_out(note: Note) -> str | None:
    deleted_at = moment(note.raw.get("ddate"))
    if deleted_at is not None and deleted_at <= note.seen_at:
        return "deleted"
    return None if "everyone" in note.raw["readers"] else "not public"


def _looks_submitted(note: Note) -> bool:
    # A listing of every form of a v1 venue brings what nobody submitted, a call or a bid, too.
    told = value(note.content, "title") or value(note.content, "venueid")
    return bool(told) or any(name.endswith("submission") for name in note.form_names)


def _changed(note: Note) -> float:
    changed_at = moment(note.raw.get("tmdate"))
    return changed_at.timestamp() if changed_at else 0.0


def _details(raw: dict[str, Any]) -> list[Any]:
    details = raw.get("details")
    if not isinstance(details, dict):
        return []
    given = (details.get(name) for name in ("directReplies", "replies"))
    return [reply for replies in given if isinstance(replies, list) for reply in replies]
