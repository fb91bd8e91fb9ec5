"""The outermost shape of an answer, checked before it becomes a page."""

from collections.abc import Callable
from typing import Any

Shape = Callable[[Any], bool]


def anything(_: Any) -> bool:
    """Any JSON."""
    return True


def holds_list(key: str) -> Shape:
    """An object with a list under this key."""
    return lambda value: isinstance(value, dict) and isinstance(value.get(key), list)


def rows(count: int) -> Shape:
    """A list of so many objects, with null where there is none."""
    return lambda value: (
        isinstance(value, list)
        and len(value) == count
        and all(row is None or isinstance(row, dict) for row in value)
    )
