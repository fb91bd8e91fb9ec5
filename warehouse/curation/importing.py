"""What a file of decisions adds to those that are here: only what is new, never less."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, get_args

import msgspec

from warehouse.curation.decision import TEXTS, BadDecision, Decision, Entry, Verdict, checked
from warehouse.curation.standing import Standing, standing

VERDICTS: tuple[str, ...] = get_args(Verdict)
_SAID = ("verdict", *TEXTS)


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one curator says of one paper, as a file has it; None where it does not say.

    Attributes:
        paper_id: OpenReview forum id.
        curator: None for whoever imports.
        verdict: A word; see :data:`VERDICTS`.
        note: A text; the next two are too.
        why: See :class:`~warehouse.curation.decision.Entry`.
        key_insights: The same.
        decided_at: ISO 8601; UTC where it names no zone.
    """

    paper_id: str | None = None
    curator: str | None = None
    verdict: str | None = None
    note: str | None = None
    why: str | None = None
    key_insights: str | None = None
    decided_at: str | None = None


@dataclass(slots=True)
class News:
    """What importing rows would do.

    Attributes:
        entries: To be added, each with its moment, oldest first.
        same: Rows that say what is known; a row that says nothing is none.
        older: Rows that say something else, decided no later than what the curator said here last.
        unknown: Papers that the venue does not have.
        unread: What could not be understood, each with its paper.
    """

    entries: list[tuple[Entry, datetime]] = field(default_factory=list)
    same: int = 0
    older: int = 0
    unknown: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def news(
    rows: Iterable[Row],
    decisions: Sequence[Decision],
    venue_id: str,
    papers: Collection[str],
    curator: str,
    now: datetime,
) -> News:
    """What these rows say that the log does not.

    A row with its time counts only if the curator has said nothing on the paper since, be it an
    undo; one without is taken as said now. A text that the row lacks stays. Once the entries are
    added, the same rows give nothing more.

    Args:
        rows: As a file has them.
        decisions: The log, oldest first.
        venue_id: OpenReview venue id.
        papers: Ids of the venue's papers.
        curator: Who imports.
        now: When.
    """
    found, known = News(), _Known(decisions, venue_id)
    for row in rows:
        if not any(getattr(row, name) for name in _SAID):
            continue
        if row.paper_id not in papers:
            found.unknown.append(row.paper_id or "a paper without an id")
            continue
        try:
            said, moment = _read(row, venue_id, curator, now)
        except BadDecision as error:
            found.unread.append(f"{row.paper_id}: {error}")
            continue
        new = known.difference(said)
        if new is None:
            found.same += 1
        elif row.decided_at and known.since(said, moment):
            found.older += 1
        else:
            known.add(new, moment)
            found.entries.append((new, moment))
    found.entries.sort(key=lambda entry: entry[1])
    return found


def _read(row: Row, venue_id: str, curator: str, now: datetime) -> tuple[Entry, datetime]:
    verdict = (row.verdict or "").strip().casefold() or None
    if verdict is not None and verdict not in VERDICTS:
        raise BadDecision(f"{row.verdict!r} is no verdict; write {', '.join(VERDICTS)} or nothing.")
    said = Entry(
        paper_id=row.paper_id or "",
        venue_id=venue_id,
        curator=row.curator or curator,
        verdict=verdict,  # type: ignore[arg-type]
        note=row.note or None,
        why=row.why or None,
        key_insights=row.key_insights or None,
    )
    return checked(said), _moment(row.decided_at, now)


def _moment(written: str | None, now: datetime) -> datetime:
    if not written:
        return now
    try:
        moment = datetime.fromisoformat(written.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        # A time to come would outlast all that is said until then.
        return min(moment.astimezone(UTC), now)
    except (ValueError, OverflowError) as error:
        msg = f"{written!r} is no time; write it like 2026-11-24T12:00:00Z."
        raise BadDecision(msg) from error


class _Known:
    """What curators have said, by the log and by the rows before."""

    def __init__(self, decisions: Sequence[Decision], venue_id: str) -> None:
        self._said = {
            (paper, curator): said
            for paper, curators in standing(decisions, venue_id).items()
            for curator, said in curators.items()
        }
        self._latest: dict[tuple[str, str], datetime] = {}
        for decision in decisions:
            if decision.venue_id == venue_id:
                self._spoke(decision, decision.decided_at)

    def _spoke(self, entry: Entry, moment: datetime) -> None:
        about = entry.paper_id, entry.curator
        self._latest[about] = max(moment, self._latest.get(about, moment))

    def since(self, entry: Entry, moment: datetime) -> bool:
        """Whether the curator has spoken of the paper at that moment or later."""
        latest = self._latest.get((entry.paper_id, entry.curator))
        return latest is not None and moment <= latest

    def difference(self, said: Entry) -> Entry | None:
        """What of it is new; None if nothing is."""
        before = self._said.get((said.paper_id, said.curator))
        new: dict[str, Any] = {
            name: text
            for name in _SAID
            if (text := getattr(said, name)) is not None and text != getattr(before, name, None)
        }
        if not new:
            return None
        return Entry(paper_id=said.paper_id, venue_id=said.venue_id, curator=said.curator, **new)

    def add(self, entry: Entry, moment: datetime) -> None:
        """Know of an entry from now on."""
        about = entry.paper_id, entry.curator
        before = self._said.get(about)
        said = {name: getattr(entry, name) or getattr(before, name, None) for name in _SAID}
        self._said[about] = Standing(**said, decided_at=moment)
        self._spoke(entry, moment)
