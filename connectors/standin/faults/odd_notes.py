"""Notes and groups as some venues on OpenReview have them: fields lack or are of another kind."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults import lies
from connectors.standin.faults.switch import Dice, Switch, twisting

Json = dict[str, Any]
Change = Callable[[Json], Json]


def of_submissions(change: Change) -> Callable[..., Answer | None]:
    """A lie about some submissions: the same ones wherever they are listed."""

    def lie(question: Question, answer: Answer, _handler: Handler, dice: Dice) -> Answer | None:
        value = lies.decoded(answer)
        if not question.path.endswith("/notes") or not isinstance(value, dict):
            return None
        notes = [
            change(note) if _is_submission(note) and dice.hits(note["id"]) else note
            for note in value.get("notes", ())
        ]
        return lies.retold(question, answer, value | {"notes": notes})

    return lie


def _is_submission(note: Json) -> bool:
    return note.get("id") == note.get("forum") and isinstance(note.get("content"), dict)


def without_content(note: Json) -> Json:
    """No content at all."""
    return {name: note[name] for name in note if name != "content"}


def without_authors(note: Json) -> Json:
    """No authors, as before a venue reveals them."""
    content = {k: v for k, v in note["content"].items() if k not in ("authors", "authorids")}
    return note | {"content": content}


def authors_as_text(note: Json) -> Json:
    """All authors in one string."""
    return _with(note, "authors", ", ")


def keywords_as_text(note: Json) -> Json:
    """All keywords in one string."""
    return _with(note, "keywords", "; ")


def authors_as_objects(note: Json) -> Json:
    """Authors as objects that hold name and profile, without a list of ids."""
    content = note["content"]
    names, ids = (_value(content.get(name)) for name in ("authors", "authorids"))
    if not isinstance(names, list) or not isinstance(ids, list) or len(names) != len(ids):
        return note
    people = [
        {"fullname": name, **({"username": known} if str(known).startswith("~") else {})}
        for name, known in zip(names, ids, strict=True)
    ]
    kept = {name: content[name] for name in content if name != "authorids"}
    return note | {"content": kept | {"authors": _like(content["authors"], people)}}


def start_in_numbers(start: Any) -> Any:
    """Milliseconds since 1970, as venues made from a template have it."""
    try:
        day = datetime.strptime(start, "%b %d %Y").replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return start
    return int(day.timestamp()) * 1000


def start_unknown(_start: Any) -> Any:
    """The word of those who don't know yet."""
    return "TBD"


def of_groups(change: Callable[[Any], Any]) -> Callable[..., Answer | None]:
    """A lie about the first day of venues."""

    def lie(question: Question, answer: Answer, _handler: Handler, _dice: Dice) -> Answer | None:
        value = lies.decoded(answer)
        if not question.path.endswith("/groups") or not isinstance(value, dict):
            return None
        groups = [_starting(group, change) for group in value.get("groups", ())]
        return lies.retold(question, answer, value | {"groups": groups})

    return lie


def _starting(group: Json, change: Callable[[Any], Any]) -> Json:
    content = group.get("content")
    if not isinstance(content, dict) or "start_date" not in content:
        return group
    start = content["start_date"]
    return group | {"content": content | {"start_date": _like(start, change(_value(start)))}}


def _with(note: Json, name: str, between: str) -> Json:
    field = note["content"].get(name)
    value = _value(field)
    if not isinstance(value, list):
        return note
    return note | {"content": note["content"] | {name: _like(field, between.join(map(str, value)))}}


def _value(field: Any) -> Any:
    return field.get("value") if isinstance(field, dict) else field


def _like(field: Any, value: Any) -> Any:
    return field | {"value": value} if isinstance(field, dict) else value


SWITCHES = (
    Switch(
        "missing-content",
        "One submission in twenty has no `content`.",
        "openreview",
        "always",
        0.05,
        twisting(of_submissions(without_content)),
        invented="how many",
    ),
    Switch(
        "authors-absent",
        "One submission in five names no authors.",
        "openreview",
        "always",
        0.2,
        twisting(of_submissions(without_authors)),
        invented="how many",
    ),
    Switch(
        "authors-text",
        "The authors of one submission in five are a single string.",
        "openreview",
        "always",
        0.2,
        twisting(of_submissions(authors_as_text)),
        invented="how many",
    ),
    Switch(
        "authors-objects",
        "The authors of every other submission are objects, without a list of ids.",
        "openreview",
        "always",
        0.5,
        twisting(of_submissions(authors_as_objects)),
        invented="how many",
    ),
    Switch(
        "keywords-text",
        "The keywords of every other submission are a single string.",
        "openreview",
        "always",
        0.5,
        twisting(of_submissions(keywords_as_text)),
        invented="how many",
    ),
    Switch(
        "start-date-number",
        "The first day of a venue is a number of milliseconds.",
        "openreview",
        "always",
        1.0,
        twisting(of_groups(start_in_numbers)),
    ),
    Switch(
        "start-date-tbd",
        "The first day of a venue is the word TBD.",
        "openreview",
        "always",
        1.0,
        twisting(of_groups(start_unknown)),
    ),
)
