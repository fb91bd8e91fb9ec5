"""Sorting, paging and selecting, the same for notes and groups."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from connectors.standin.exchange import Answer, Question
from connectors.standin.openreview import answers

Json = dict[str, Any]

MAXIMUM = 1_000


class BadPageError(ValueError):
    """A page that cannot be asked for; carries the answer that says so."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("bad page")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Page:
    """One page, and how many rows there are in all."""

    rows: list[Json]
    total: int


def page_of(
    question: Question, rows: Iterable[Json], usual_sort: str, by_id: Callable[[str], Json | None]
) -> Page:
    """The rows on the page asked for.

    Args:
        question: Its ``sort``, ``after``, ``offset``, ``limit`` and ``stream`` count.
        rows: Everything that matches, in any order.
        usual_sort: The order when none is asked for and no ``after``.
        by_id: Finds the row that ``after`` names, even when it does not match (any more).

    Raises:
        BadPageError: limit above 1,000, a number that is none, or an unknown ``after``.
    """
    limit, offset = _limit(question), _number(question, "offset", 0)
    after = question.value("after")
    matching = list(rows)
    total = len(matching)
    last = by_id(after) if after else None
    if after and last is None:
        raise BadPageError(answers.invalid(question, "after", f"after {after} was not found"))
    if last is not None and all(row["id"] != last["id"] for row in matching):
        matching.append(last)
    matching = _sorted(matching, question.value("sort") or ("id" if after else usual_sort))
    if last is not None:
        at = next(at for at, row in enumerate(matching) if row["id"] == last["id"])
        matching = matching[at + 1 :]
    if question.value("stream") == "true":
        return Page(matching, total)
    return Page(matching[offset : offset + limit], total)


def selected(question: Question, row: Json) -> Json:
    """The row with what ``select`` names, dots leading inside; all of it without ``select``."""
    select = question.value("select")
    if not select:
        return row
    shown: Json = {}
    for path in select.split(","):
        _copy(row, shown, path.strip().split("."))
    return shown


def _copy(row: Json, shown: Json, path: list[str]) -> None:
    name, *rest = path
    if name not in row:
        return
    inner = row[name]
    if rest and isinstance(inner, dict):
        _copy(inner, shown.setdefault(name, {}), rest)
    elif not rest:
        shown[name] = inner


def _limit(question: Question) -> int:
    limit = _number(question, "limit", MAXIMUM)
    if limit > MAXIMUM:
        message = f"limit must be <= {MAXIMUM}"
        comparison = {"comparison": "<=", "limit": MAXIMUM, "invalidValue": limit}
        raise BadPageError(answers.invalid(question, "limit", message, **comparison))
    return limit


def _number(question: Question, name: str, default: int) -> int:
    number = question.number_of(name, default)
    if number is None:
        message = f"{name} must be a number"
        value = question.value(name)
        raise BadPageError(answers.invalid(question, name, message, invalidValue=value))
    return number


def _sorted(rows: list[Json], sort: str) -> list[Json]:
    name, _, direction = sort.partition(":")
    # A bare field means descending, but ids ascend.
    descending = direction == "desc" or (not direction and name != "id")
    by_id = sorted(rows, key=partial(_key, "id"))
    return sorted(by_id, key=partial(_key, name), reverse=descending)


def _key(name: str, row: Json) -> tuple[int, Any]:
    value = row.get(name)
    if value is None:
        return (0, 0)
    return (1, value) if isinstance(value, int | float) else (2, str(value).encode())
