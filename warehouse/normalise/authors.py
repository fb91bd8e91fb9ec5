"""Who wrote a paper, in every way OpenReview has written it down.

Names and ids in two lists; since 2026 objects with both; in 2017 sometimes one string. Ids are
profiles, or e-mail addresses, or searches at dblp: only profiles are kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.normalise.content import Unreadable, cleaned, value
from warehouse.normalise.privacy import without_emails

PROFILE = re.compile(r"~\S+\d+")


@dataclass(frozen=True, slots=True)
class Author:
    """One name on a paper.

    Attributes:
        name: As written; None when only an e-mail address was given.
        profile_id: OpenReview profile, e.g. ``~Ada_Example1``; None when none is known.
        institution: As given with the submission.
    """

    name: str | None
    profile_id: str | None = None
    institution: str | None = None


def authors(content: Mapping[str, Any]) -> list[Author] | None:
    """The authors in order; None where the venue does not show them.

    Raises:
        Unreadable: The field is neither a list nor text.
    """
    found = value(content, "authors")
    names = _split(found) if isinstance(found, str) else found
    if names is not None and not isinstance(names, list):
        raise Unreadable("authors is neither a list nor text")
    people = [_author(item) for item in names or []]
    if not people or [person.name for person in people] == ["Anonymous"]:
        return None
    if all(isinstance(item, str) for item in names or []):
        people = _with_ids(people, value(content, "authorids"))
    return people


def profile(username: Any) -> str | None:
    """The profile id, or None for e-mail addresses, dblp searches and groups."""
    if not isinstance(username, str) or not PROFILE.fullmatch(username):
        return None
    return username if without_emails(username) == username else None


def _split(written: str) -> list[str]:
    return [name for name in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", written.strip()) if name]


def _author(item: Any) -> Author:
    if isinstance(item, str):
        return Author(_name(item))
    if not isinstance(item, dict):
        raise Unreadable("an author is neither text nor an object")
    profile_id = profile(item.get("username"))
    written = item.get("fullname")
    name = _name(written) if isinstance(written, str) else None
    return Author(name or _name_of(profile_id), profile_id, _institution(item.get("institutions")))


def _name(written: str) -> str | None:
    return cleaned(re.sub(r"[<(]?\[removed\][>)]?", "", without_emails(written)))


def _name_of(profile_id: str | None) -> str | None:
    return cleaned(profile_id.strip("~0123456789").replace("_", " ")) if profile_id else None


def _institution(given: Any) -> str | None:
    given = given if isinstance(given, list) else [given]
    names = [item.get("name") for item in given if isinstance(item, dict)]
    return cleaned("; ".join(name for name in names if isinstance(name, str)))


def _with_ids(people: list[Author], ids: Any) -> list[Author]:
    # Lists of different length cannot be paired: an author without a profile has no id in them.
    if not isinstance(ids, list) or len(ids) != len(people):
        return people
    return [Author(person.name, profile(id_)) for person, id_ in zip(people, ids, strict=True)]
