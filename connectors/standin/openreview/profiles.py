"""Profiles, made of the authors that the notes name."""

from collections.abc import Iterable, Mapping
from typing import Any

from connectors.standin.exchange import Answer, Question
from connectors.standin.openreview import answers
from connectors.standin.openreview.accounts import ACCOUNT_PROFILE
from connectors.standin.openreview.notebook import Notes

Json = dict[str, Any]
Profiles = Mapping[str, Json]

_MAXIMUM = 1_000


def profiles_of(books: Iterable[Notes]) -> Profiles:
    """A profile for every tilde id that signs a submission as an author."""
    names = {ACCOUNT_PROFILE: "Stand In"}
    for book in books:
        for note in book:
            for username, name in _authors(note.get("content")):
                if username.startswith("~"):
                    names.setdefault(username, name)
    return {username: _profile(username, name) for username, name in names.items()}


def profiles(known: Profiles, question: Question) -> Answer:
    """``GET /profiles``: by id, e-mail or name; an empty list when there is none."""
    return answers.found({"profiles": _asked(known, question)})


def search(known: Profiles, question: Question) -> Answer:
    """``/profiles/search``: ``POST`` ids (1,000 at most) or e-mails, ``GET`` names."""
    if question.method != "POST":
        return answers.found({"profiles": _asked(known, question)})
    body = question.json()
    body = body if isinstance(body, dict) else {}
    ids = body.get("ids") or []
    if not isinstance(ids, list) or len(ids) > _MAXIMUM:
        message = f"ids must be a list of at most {_MAXIMUM} items"
        return answers.invalid(question, "ids", message)
    # No e-mail address is known here, so a search by e-mail finds nobody.
    return answers.found({"profiles": [known[name] for name in map(str, ids) if name in known]})


def tilde_username(known: Profiles, question: Question) -> Answer:
    """``GET /tildeusername``: the next free id for a name."""
    stem = "~" + "_".join((question.value("fullname") or "").split())
    number = 1
    while f"{stem}{number}" in known:
        number += 1
    return answers.found({"username": f"{stem}{number}"})


def _asked(known: Profiles, question: Question) -> list[Json]:
    if (asked := question.value("id")) is not None:
        return [known[asked]] if asked in known else []
    names = [question.value(part) for part in ("first", "middle", "last")]
    words = [question.value("term"), question.value("fullname"), *names]
    wanted = " ".join(word for word in words if word).casefold()
    if not wanted:
        return []
    return [
        profile
        for profile in known.values()
        if wanted in profile["content"]["names"][0]["fullname"].casefold()
    ][:_MAXIMUM]


def _authors(content: Any) -> Iterable[tuple[str, str]]:
    if not isinstance(content, dict):
        return
    authors, ids = (_value(content.get(name)) for name in ("authors", "authorids"))
    if not isinstance(authors, list):
        return
    if isinstance(ids, list) and len(ids) == len(authors):
        yield from ((str(known), str(name)) for known, name in zip(ids, authors, strict=True))
    for author in authors:
        if isinstance(author, dict) and author.get("username"):
            yield author["username"], author.get("fullname") or ""


def _value(field: Any) -> Any:
    return field.get("value") if isinstance(field, dict) else field


def _profile(username: str, name: str) -> Json:
    names = [{"fullname": name, "username": username, "preferred": True}]
    content = {"names": names, "history": [], "relations": [], "expertise": []}
    return {"id": username, "state": "Active", "active": True, "content": content}
