"""What a note says, whatever the API version, the year and the venue's form made of it.

API v1 gives values, v2 gives ``{"value": ..., "readers": [...]}``; a field that not everyone may
read counts as absent. Lists come as strings and strings as lists.
"""

from collections.abc import Mapping
from typing import Any

from warehouse.normalise.privacy import without_emails


class Unreadable(Exception):
    """A record that cannot be understood; the message says why."""


def value(content: Mapping[str, Any], *names: str) -> Any:
    """The first of these fields that is there and public, or None."""
    for name in names:
        found = _unwrapped(content.get(name))
        if found is not None:
            return found
    return None


def text(content: Mapping[str, Any], *names: str) -> str | None:
    """A field as text, outer white space and e-mail addresses removed; None when empty.

    Raises:
        Unreadable: The field holds an object.
    """
    found = value(content, *names)
    if isinstance(found, list):
        parts = [_scalar(names[0], item) for item in found]
        return cleaned("; ".join(part for part in parts if part))
    return _scalar(names[0], found)


def texts(content: Mapping[str, Any], *names: str) -> list[str] | None:
    """A field as a list of texts; None when it is absent or holds something else.

    Keywords come as a list, as one string, or as one string inside a list.
    """
    found = value(content, *names)
    items = found if isinstance(found, list) else [found]
    try:
        written = [_scalar(names[0], item) for item in items]
    except Unreadable:
        return None
    if found is None:
        return None
    parts = [part for item in written if item for part in item.split(";")]
    if len(parts) == 1:
        parts = parts[0].split(",")
    return [part for part in (cleaned(part) for part in parts) if part]


def text_or_none(content: Mapping[str, Any], *names: str) -> str | None:
    """The same for fields without which a record still makes sense: None where it is no text."""
    try:
        return text(content, *names)
    except Unreadable:
        return None


def cleaned(written: str) -> str | None:
    """Text fit for a table: stripped, no e-mail address, None instead of nothing."""
    return without_emails(written).strip() or None


def _unwrapped(field: Any) -> Any:
    if not isinstance(field, dict):
        return field
    readers = field.get("readers")
    if isinstance(readers, list) and "everyone" not in readers:
        return None
    if "value" in field:
        return field["value"]
    # A stub such as {"readers": [...]} stands for a field that we may not see.
    return None if not field or "readers" in field else field


def _scalar(name: str, found: Any) -> str | None:
    if found is None or isinstance(found, bool):
        return None
    if isinstance(found, str):
        return cleaned(found)
    if isinstance(found, int | float):
        return str(found)
    raise Unreadable(f"{name} is no text")
