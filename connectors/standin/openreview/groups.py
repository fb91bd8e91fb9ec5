"""``/groups``, ``/venues`` and ``/invitations``: one table of groups for both APIs."""

from collections.abc import Iterable, Mapping
from typing import Any

from connectors.standin.exchange import Answer, Question
from connectors.standin.openreview import answers
from connectors.standin.openreview.notebook import Notes
from connectors.standin.openreview.pages import BadPageError, page_of, selected

Json = dict[str, Any]
Groups = Mapping[str, Json]

UNITED = ("venues", "active_venues", "host")
"""Groups whose members are what all corpora know together."""


def merged(groups: Iterable[Json]) -> dict[str, Json]:
    """Groups by id; of two with one id the first stays, but lists of venues are united."""
    found: dict[str, Json] = {}
    for group in groups:
        known = found.setdefault(group["id"], group)
        if known is not group and group["id"] in UNITED:
            members = dict.fromkeys((*known.get("members", ()), *group.get("members", ())))
            found[group["id"]] = known | {"members": list(members)}
    return found


def groups(known: Groups, question: Question) -> Answer:
    """``GET /groups``: by id, or every group that passes the filters."""
    asked = question.value("id")
    if asked is not None and asked not in known:
        return answers.missing(question, "Group", asked)
    rows = [known[asked]] if asked is not None else _matching(known, question)
    try:
        page = page_of(question, rows, "id", known.get)
    except BadPageError as error:
        return error.answer
    shown = [selected(question, group) for group in page.rows]
    return answers.found({"groups": shown, "count": page.total})


def venues(known: Groups, question: Question) -> Answer:
    """``GET /venues``: what venue groups say of themselves."""
    ids = [part for value in question.values("ids") for part in value.split(",")]
    found = [
        {"id": group["id"], "content": group["content"]}
        for group in known.values()
        if _content(group).get("submission_id") and (not ids or group["id"] in ids)
    ]
    return answers.found({"venues": found, "count": len(found)})


def invitations(known: Groups, book: Notes, question: Question) -> Answer:
    """``GET /invitations``: those that made a note or that a group names, by id or prefix."""
    named = {
        field.get("value")
        for group in known.values()
        for name, field in _content(group).items()
        if name.endswith("_id") and isinstance(field, dict)
    }
    ids = sorted({*book.invitations(), *(name for name in named if name and "/-/" in name)})
    asked, prefix = question.value("id"), question.value("prefix")
    if asked is not None and asked not in ids:
        return answers.missing(question, "Invitation", asked)
    rows = [
        {"id": name, "domain": name.partition("/-/")[0], "readers": ["everyone"]}
        | ({"reply": {}} if book.version == 1 else {"edit": {}})
        for name in ids
        if asked in (None, name) and name.startswith((prefix or "").removesuffix(".*"))
    ]
    try:
        page = page_of(question, rows, "id", {row["id"]: row for row in rows}.get)
    except BadPageError as error:
        return error.answer
    return answers.found({"invitations": page.rows, "count": page.total})


def _matching(known: Groups, question: Question) -> list[Json]:
    ids = {part for value in question.values("ids") for part in value.split(",")}
    prefix = (question.value("prefix") or question.value("regex") or "").removesuffix(".*")
    member = question.value("member") or question.value("members")
    equal = {name: question.value(name) for name in ("parent", "host", "domain")}
    return [
        group
        for group in known.values()
        if (not ids or group["id"] in ids)
        and group["id"].startswith(prefix)
        and all(value is None or group.get(name) == value for name, value in equal.items())
        and (member is None or member in (group.get("members") or ()))
        and _lists(group, "signatories", question.value("signatory"))
        and (question.value("web") != "true" or bool(group.get("web")))
    ]


def _lists(group: Json, name: str, value: str | None) -> bool:
    return value is None or value in (group.get(name) or ())


def _content(group: Json) -> Json:
    content = group.get("content")
    return content if isinstance(content, dict) else {}
