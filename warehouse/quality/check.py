"""What a check says, and what it is given to look at."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pyarrow as pa

from warehouse.citations.relations import Ask, opened
from warehouse.tables import BY_NAME

Status = Literal["pass", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding.

    Attributes:
        name: What was looked at, in a few words.
        status: pass; warn: a person should look; fail: the tables must not be trusted.
        message: What was found, with its numbers.
    """

    name: str
    status: Status
    message: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The tables under check, all of them there.

    Attributes:
        tables: By name, of one venue or several.
        ask: Answers SQL over all of them.
        today: The day of the check; None where ages are not to be judged.
    """

    tables: Mapping[str, pa.Table]
    ask: Ask
    today: date | None

    def rows(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """What a statement over all the tables answers."""
        rows: list[dict[str, Any]] = self.ask(sql, parameters).to_pylist()
        return rows

    def row(self, sql: str, **parameters: Any) -> dict[str, Any]:
        """The one row that a statement of aggregates answers."""
        return self.rows(sql, **parameters)[0]


@contextmanager
def subject(tables: Mapping[str, pa.Table], today: date | None) -> Iterator[Subject]:
    """The tables, one that is not given being empty, ready to be asked."""
    whole = {name: tables.get(name, spec.empty()) for name, spec in BY_NAME.items()}
    with opened(whole) as ask:
        yield Subject(whole, ask, today)


Checker = Callable[[Subject], Check]


def verdict(name: str, bad: Status, faults: Mapping[str, int | None], sound: str) -> Check:
    """A check that counts faults: ``bad`` with those found, pass and ``sound`` without any.

    Args:
        name: Of the check.
        bad: Status if anything is found.
        faults: How many, by what they are, e.g. ``{"links of papers not accepted": 3}``, which
            reads "links of papers not accepted: 3".
        sound: The message where there is none.
    """
    found = [f"{what}: {count:,}" for what, count in faults.items() if count]
    return Check(name, bad, "; ".join(found)) if found else Check(name, "pass", sound)


def share(part: int, whole: int) -> str:
    """A part of a whole as people say it.

    >>> share(3, 300), share(0, 0)
    ('3 of 300 (1.0 %)', 'none of none')
    """
    return f"{part:,} of {whole:,} ({100 * part / whole:.1f} %)" if whole else "none of none"
