"""What the service says today of records that were linked before.

Semantic Scholar joins and splits records for ever. A link is refreshed by its id and never matched
again: a record that moved is followed, a record that changed under our feet goes to a person.
"""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import pyarrow as pa

from warehouse.linking.comparison import compare_titles, read_title
from warehouse.tables.links import LINKS

Row = dict[str, Any]

# Of 10,743 recorded steps of counts on one id, 3 of those from 10 up fell by a tenth: more than
# half is the doing of the index. A fall by one or two is not worth anybody's time.
COLLAPSE_SHARE = 0.5
COLLAPSE_COUNT = 3
# Titles less alike than this are those of two works.
SAME_RECORD = 0.75
DOUBT = "in doubt: "


@dataclass(frozen=True, slots=True)
class State:
    """What the service said of a record at one moment."""

    s2_paper_id: str
    s2_corpus_id: int | None
    title: str | None
    citation_count: int | None
    observed_at: datetime

    def __str__(self) -> str:
        """The state as a reason shows it."""
        count = "unknown" if self.citation_count is None else f"{self.citation_count:,}"
        seen = f"{self.observed_at:%Y-%m-%d}"
        return f'{seen}: record {self.s2_paper_id}, "{self.title}", cited {count} times'


def refresh(known: pa.Table, answers: pa.Table) -> pa.Table:
    """The links as the answers to their ids leave them.

    A record that answers under another id is followed, with a reason. An id that is not found
    changes nothing: the service loses records for days. When the record's title is no longer the
    one it had, or its count collapses, the link goes to review with both states in its reasons;
    it comes back by itself when the service does, and otherwise a person decides. Choices of
    people are followed to new ids but never questioned.

    Args:
        known: Rows of ``tables.LINKS``.
        answers: Answers to batches of ids: asked_id, found, s2_paper_id, s2_corpus_id, title,
            citation_count, observed_at. All runs so far, in any order: what is compared are
            answers of different days, so the answers of one run show moves only.
    """
    return refresh_by(known, Histories(answers))


def refresh_by(known: pa.Table, histories: "Histories") -> pa.Table:
    """The same by answers that were taken in before; see :func:`refresh`."""
    rows = (_refreshed(row, _history(row, histories)) for row in known.to_pylist())
    return LINKS.from_rows(rows)


class Histories:
    """What was found under each id, oldest first; ids that led to one record share a history.

    Answers can be added run by run: a year of them is long to go through every time.
    """

    def __init__(self, *answers: pa.Table) -> None:
        """Take in some answers."""
        self._leaders: dict[str, str] = {}
        self._seen: dict[str, set[State]] = {}
        self._ordered: dict[str, list[State]] = {}
        for table in answers:
            self.add(table)

    def add(self, answers: pa.Table) -> None:
        """Take in more of them."""
        names = [*State.__dataclass_fields__, "asked_id", "found"]
        for row in answers.select(names).to_pylist():
            asked = row.pop("asked_id").casefold()
            if row.pop("found") and row["s2_paper_id"] is not None:
                self._take(self._leader(asked), State(**row))

    def of(self, names: Sequence[str]) -> list[State]:
        """The history of the first of these ids that is known."""
        known = (name for name in names if name in self._leaders or name in self._seen)
        return next((self._ordered.get(self._leader(name), []) for name in known), [])

    def _take(self, first: str, state: State) -> None:
        names = _names(state.s2_paper_id, state.s2_corpus_id)
        group = {self._leader(name) for name in names} - {first}
        seen = self._seen.setdefault(first, set())
        if state not in seen:
            seen.add(state)
            insort(self._ordered.setdefault(first, []), state, key=_moment)
        for other in group:
            self._leaders[other] = first
            if other in self._seen:
                seen |= self._seen.pop(other)
                del self._ordered[other]
                self._ordered[first] = sorted(seen, key=_moment)

    def _leader(self, name: str) -> str:
        """The id that stands for all that ever led to the same record."""
        while (next_ := self._leaders.get(name, name)) != name:
            name = next_
        return name


def _moment(state: State) -> tuple[datetime, str]:
    return state.observed_at, state.s2_paper_id


def _names(s2_paper_id: str | None, s2_corpus_id: int | None) -> list[str]:
    """The ids under which a record is asked for."""
    names = [s2_paper_id] if s2_paper_id else []
    return names + ([f"corpusid:{s2_corpus_id}"] if s2_corpus_id is not None else [])


def _history(row: Row, histories: Histories) -> list[State]:
    """What the service said of a link's record since it was linked, oldest first."""
    if row["linked_at"] is None:
        return []
    return histories.of(_names(row["s2_paper_id"], row["s2_corpus_id"]))


def _refreshed(row: Row, history: list[State]) -> Row:
    if not history or (row["status"] == "review" and len(history) < 2):
        return row
    latest = history[-1]
    plain = [reason for reason in row["reasons"] if not reason.startswith(DOUBT)]
    moved = _moved(row, latest)
    doubt = [] if row["method"] == "human" else list(_doubts(history))
    new = [reason for reason in (*moved, *doubt) if reason not in plain]
    row = {**row, "s2_corpus_id": latest.s2_corpus_id or row["s2_corpus_id"]}
    if doubt:
        return {**row, "status": "review", "s2_paper_id": None, "reasons": plain + new}
    return {**row, "status": "linked", "s2_paper_id": latest.s2_paper_id, "reasons": plain + new}


def _moved(row: Row, latest: State) -> Iterable[str]:
    if row["s2_paper_id"] not in (None, latest.s2_paper_id):
        yield (
            f"Semantic Scholar answers with {latest.s2_paper_id} in place of {row['s2_paper_id']} "
            f"since {latest.observed_at:%Y-%m-%d}"
        )


def _doubts(history: list[State]) -> Iterable[str]:
    """Why the latest state may be that of another record, compared with the states before."""
    latest = history[-1]
    first = next((state for state in history if state.title), latest)
    if latest.title and not _same_title(first.title or "", latest.title):
        yield f"{DOUBT}its title no longer agrees; {first}; {latest}"
    counted = [state for state in history[:-1] if state.citation_count is not None]
    highest = max(counted, key=lambda state: state.citation_count or 0, default=None)
    if highest is not None and _collapsed(highest.citation_count, latest.citation_count):
        yield f"{DOUBT}its count collapsed; {highest}; {latest}"


# Asked of every link after every run, and most titles never change.
@lru_cache(maxsize=20_000)
def _same_title(one: str, other: str) -> bool:
    titles = compare_titles(read_title(one), read_title(other))
    return titles.is_near or titles.is_extended or titles.similarity >= SAME_RECORD


def _collapsed(before: int | None, now: int | None) -> bool:
    if before is None or now is None:
        return False
    return before - now > COLLAPSE_SHARE * before and before - now >= COLLAPSE_COUNT
