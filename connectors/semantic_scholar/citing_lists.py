"""Lists of citing works, as far as they were read: what paging needs to know of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from connectors.semantic_scholar.citing_plan import LIMIT, TAIL

# Pages in a row without a new work that a list may have before its end.
MOST_IDLE = 2


@dataclass(frozen=True, slots=True)
class Work:
    """A citing work as far as paging needs it; either may be unknown."""

    paper_id: str | None
    published: date | None


@dataclass(slots=True)
class Cited:
    """A paper whose citing works are being listed.

    Attributes:
        corpus_id: The paper.
        count: How many works cite it, by its record.
        known: Paper ids of citing works that were on file before.
        influential: Whether to ask which citations are influential.
        seen: Paper ids of citing works that came.
    """

    corpus_id: int
    count: int
    known: Collection[str] = ()
    influential: bool = False
    seen: set[str] = field(default_factory=set)

    @property
    def had(self) -> int:
        """Distinct works, known or seen."""
        return len(self.seen.union(self.known))


@dataclass(slots=True)
class Listing:
    """One list of a paper's citing works, as far as it was read.

    Attributes:
        paper: Whose.
        within: ``first:last`` day of publication; "" for all.
        dates: Of the works that have one, in the order they came.
        undated: Works without a date.
        is_cut: Whether there is more than the service lets us reach.
        is_settled: Whether the works that came last were known, so that the rest is too.
        limit: Works to ask for in a page.
    """

    paper: Cited
    within: str = ""
    dates: list[date] = field(default_factory=list)
    undated: int = 0
    is_cut: bool = False
    is_settled: bool = False
    limit: int = LIMIT
    _ids: set[str] = field(default_factory=set)
    _idle: int = 0

    @property
    def is_idle(self) -> bool:
        """Whether nothing new has come for some pages."""
        return self._idle > MOST_IDLE

    def take(self, works: Sequence[Work]) -> None:
        """Count works in, in the order of the list. One that comes again counts once."""
        new = [work for work in dict.fromkeys(works) if work.paper_id not in self._ids]
        ids = {work.paper_id for work in new if work.paper_id}
        self._idle = 0 if ids else self._idle + 1
        self._ids |= ids
        self.paper.seen |= ids
        dates = [work.published for work in new if work.published]
        self.dates += dates
        self.undated += len(new) - len(dates)
        tail, known = works[-TAIL:], self.paper.known
        self.is_settled = bool(tail) and all(work.paper_id in known for work in tail)


def work(record: Any) -> Work:
    """What paging needs of a record, whatever it is."""
    if not isinstance(record, dict):
        return Work(None, None)
    paper_id = record.get("paperId")
    return Work(paper_id if isinstance(paper_id, str) else None, _day(record))


def _day(record: dict[str, Any]) -> date | None:
    try:
        day = date.fromisoformat(record.get("publicationDate") or "")
    except (TypeError, ValueError):
        return None
    # The calendar's ends stand for no date, and have no day beyond them.
    return day if date.min.year < day.year < date.max.year else None
