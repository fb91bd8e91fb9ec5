"""``/notes`` of both APIs, and what little is asked of searches, edits and references."""

from collections.abc import Callable, Iterable
from typing import Any

from connectors.standin.exchange import Answer, Question
from connectors.standin.openreview import answers
from connectors.standin.openreview.notebook import Notes, invitations_of, readable, without_secrets
from connectors.standin.openreview.pages import BadPageError, page_of, selected

Json = dict[str, Any]
Test = Callable[[Json], bool]

# Recorded forums and listings of API v1 come newest first; the submission is the last of a forum.
_USUAL_SORT = "cdate:desc"
_CONTENT = "content."


def notes(book: Notes, question: Question) -> Answer:
    """``GET /notes``: by id, or every readable note that passes all filters, page by page."""
    asked = question.value("id")
    if asked is not None:
        return _one(book, question, asked)
    invitation = question.value("invitation")
    if invitation and ".*" in invitation.removesuffix(".*"):
        message = "invitation must be a prefix regex"
        return answers.invalid(question, "invitation", message, invalidValue=invitation)
    tests = _tests(question)
    now = _trash_limit(question)
    matching = (
        note
        for note in _candidates(book, question)
        if readable(note) and not _deleted(note, now) and all(test(note) for test in tests)
    )
    try:
        page = page_of(question, matching, _USUAL_SORT, book.get)
    except BadPageError as error:
        return error.answer
    body: Json = {"notes": [_shown(book, question, note) for note in page.rows]}
    if _counted(book, question):
        body["count"] = page.total
    return answers.found(body)


def search(book: Notes, question: Question) -> Answer:
    """``GET /notes/search`` by a word in the content, ``POST`` by ids."""
    body = question.json() if question.method == "POST" else None
    if isinstance(body, dict) and isinstance(body.get("ids"), list):
        known = (book.get(str(note_id)) for note_id in body["ids"])
        rows = [without_secrets(note) for note in known if note and readable(note)]
        return answers.found({"notes": rows, "count": len(rows)})
    term = (question.value("term") or question.value("query") or "").casefold()
    group = question.value("group")
    rows = [
        note
        for note in book
        if term
        and readable(note)
        and term in str(note.get("content")).casefold()
        and (group in (None, "all") or any(i.startswith(f"{group}/") for i in invitations_of(note)))
    ]
    try:
        page = page_of(question, rows, _USUAL_SORT, book.get)
    except BadPageError as error:
        return error.answer
    shown = [_shown(book, question, note) for note in page.rows]
    return answers.found({"notes": shown, "count": page.total})


def edits(_book: Notes, _question: Question) -> Answer:
    """``GET /notes/edits`` (v2): the corpus keeps no history."""
    return answers.found({"edits": [], "count": 0})


def references(_book: Notes, _question: Question) -> Answer:
    """``GET /references`` (v1): the corpus keeps no history."""
    return answers.found({"references": [], "count": 0})


def _one(book: Notes, question: Question, note_id: str) -> Answer:
    note = book.get(note_id)
    if note is None or _deleted(note, _trash_limit(question)):
        return answers.missing(question, "Note", note_id)
    if not readable(note):
        return answers.forbidden(question)
    body: Json = {"notes": [_shown(book, question, note)]}
    if _counted(book, question):
        body["count"] = 1
    return answers.found(body)


def _counted(book: Notes, question: Question) -> bool:
    wanted = question.value("count") == "true" or question.value("offset") is not None
    return book.version == 1 or wanted


def _candidates(book: Notes, question: Question) -> Iterable[Json]:
    """The fewest notes that one of the indexed filters leaves."""
    if forum := question.value("forum"):
        return book.of_forum(forum)
    if parent := question.value("replyto"):
        return book.replies_to(parent)
    if invitation := question.value("invitation"):
        return book.invited_by(invitation)
    return book


def _tests(question: Question) -> list[Test]:
    made = [make(value) for name, make in _FILTERS.items() if (value := question.value(name))]
    made += [
        _has(name.removeprefix(_CONTENT).split("."), values)
        for name, values in question.params.items()
        if name.startswith(_CONTENT)
    ]
    return made


def _equal(name: str) -> Callable[[str], Test]:
    def make(value: str) -> Test:
        return lambda note: value in _texts(note.get(name))

    return make


def _since(name: str) -> Callable[[str], Test]:
    def make(value: str) -> Test:
        return lambda note: (note.get(name) or 0) >= float(value or 0)

    return make


def _invited(invitation: str) -> Test:
    prefix = invitation.removesuffix(".*")
    if prefix == invitation:
        return lambda note: invitation in invitations_of(note)
    return lambda note: any(name.startswith(prefix) for name in invitations_of(note))


_FILTERS: dict[str, Callable[[str], Test]] = {
    "forum": _equal("forum"),
    "replyto": _equal("replyto"),
    "invitation": _invited,
    "number": _equal("number"),
    "domain": _equal("domain"),
    "signature": _equal("signatures"),
    "externalId": _equal("externalIds"),
    "original": _equal("original"),
    "paperhash": lambda value: _has(["paperhash"], [value]),
    "mintcdate": _since("tcdate"),
    "mintmdate": _since("tmdate"),
}


def _has(path: list[str], values: list[str]) -> Test:
    # A comma parts alternatives, but a title may hold one itself.
    wanted = {*values, *(part for value in values for part in value.split(","))}
    return lambda note: not wanted.isdisjoint(_texts(_within(note.get("content"), path)))


def _within(value: Any, path: list[str]) -> Any:
    if isinstance(value, dict) and "value" in value and path[:1] != ["value"]:
        value = value["value"]
    if not path:
        return value
    if isinstance(value, list):
        return [_within(item, path) for item in value]
    return _within(value.get(path[0]), path[1:]) if isinstance(value, dict) else None


def _texts(value: Any) -> set[str]:
    """A value as the query string would write it; each of them when there are several."""
    if value is None:
        return set()
    if isinstance(value, list):
        return set().union(*(_texts(item) for item in value))
    if isinstance(value, bool):
        return {str(value).lower()}
    return {str(value)}


def _trash_limit(question: Question) -> bool:
    return question.value("trash") == "true"


def _deleted(note: Json, trash: bool) -> bool:
    return bool(note.get("ddate")) and not trash


def _shown(book: Notes, question: Question, note: Json) -> Json:
    shown = selected(question, without_secrets(note))
    details = _details(book, question, note)
    return shown | {"details": details} if details else shown


def _details(book: Notes, question: Question, note: Json) -> Json:
    found: Json = {}
    for wanted in (question.value("details") or "").split(","):
        if wanted in _DETAILS:
            found[wanted] = _DETAILS[wanted](book, note)
    return found


def _public(found: Iterable[Json]) -> list[Json]:
    return [without_secrets(note) for note in found if readable(note) and not note.get("ddate")]


_DETAILS: dict[str, Callable[[Notes, Json], Any]] = {
    "replies": lambda book, note: _public(book.thread_under(note)),
    "directReplies": lambda book, note: _public(book.replies_to(note["id"])),
    "replyCount": lambda book, note: len(_public(book.thread_under(note))),
    "directReplyCount": lambda book, note: len(_public(book.replies_to(note["id"]))),
    "writable": lambda _book, _note: False,
    "revisions": lambda _book, _note: False,
    "tags": lambda _book, _note: [],
}
