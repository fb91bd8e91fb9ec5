"""Notes as nobody should write them, and as somebody always does."""

from collections.abc import Mapping
from typing import Any

from connectors.standin.made_up.notes import planted

Json = dict[str, Any]


def spoilt(notes: list[Json], cases: Mapping[str, str]) -> list[Json]:
    """The notes, with the shapes of some bent as the cases of their forums say.

    ``odd_shapes``: no authors, keywords as one string. ``planted``: e-mail addresses among the
    author ids and as the signature of a review.
    """
    return [_bent(note, cases.get(note["forum"], "")) for note in notes]


def unreadable_v2(like: Json) -> Json:
    """A copy of that note whose title is an object instead of text."""
    content = {**like["content"], "title": {"value": {"en": "A Title in a Box", "number": 7}}}
    return {**like, "id": "Unread0v2x", "forum": "Unread0v2x", "number": 9_002, "content": content}


def unreadable_v1(like: Json) -> Json:
    """A copy of that note without any content."""
    note = {**like, "id": "Unread-0v1x", "forum": "Unread-0v1x", "number": 9_001}
    return {name: value for name, value in note.items() if name != "content"}


def _bent(note: Json, case: str) -> Json:
    replying = note["id"] != note["forum"]
    if case == "odd_shapes" and not replying:
        return {**note, "content": _odd(note["content"])}
    if case == "planted" and replying and "Reviewer_" in note["signatures"][0]:
        return {**note, "signatures": [planted("reviewer")]}
    if case == "planted" and not replying:
        return {**note, "content": _with_address(note["content"])}
    return note


def _odd(content: Json) -> Json:
    kept = {name: value for name, value in content.items() if name not in {"authors", "authorids"}}
    keywords = kept["keywords"]
    if isinstance(keywords, dict):
        return {**kept, "keywords": {"value": "; ".join(keywords["value"])}}
    return {**kept, "keywords": "; ".join(keywords)}


def _with_address(content: Json) -> Json:
    ids = content["authorids"]
    if isinstance(ids, dict):
        return {**content, "authorids": {"value": [planted("author"), *ids["value"][1:]]}}
    return {**content, "authorids": [planted("author"), *ids[1:]]}
