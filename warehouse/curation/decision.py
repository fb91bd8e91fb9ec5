"""What a curator says of a paper, and what takes it back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal, get_args

import msgspec

from warehouse.errors import WarehouseError

Verdict = Literal["shortlist", "maybe", "skip"]
VERDICTS = (None, "undo", *get_args(Verdict))
TEXTS = ("note", "why", "key_insights")

LONGEST_TEXT = 20_000
"""Letters in one text, some ten printed pages: more is a paste that went wrong."""
LONGEST_NAME = 300
"""Letters in an id or a curator's name."""


class BadDecision(WarehouseError):
    """An entry that cannot be kept as it is: mend it and decide again; nothing was written."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a curator asks to be kept.

    Attributes:
        paper_id: OpenReview forum id.
        venue_id: OpenReview venue id.
        curator: Who decides.
        verdict: None for an entry that only carries texts; ``undo`` takes an entry back.
        note: For the curators. In each text None leaves it as it is and "" clears it.
        why: Why the paper is a pick, for readers of the issue.
        key_insights: What it found, for readers of the issue.
        undoes: The entry that an undo takes back; None for the curator's last one on the paper.
    """

    paper_id: str
    venue_id: str
    curator: str
    verdict: Literal["shortlist", "maybe", "skip", "undo"] | None = None
    note: str | None = None
    why: str | None = None
    key_insights: str | None = None
    undoes: str | None = None


class Decision(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the log.

    Attributes:
        decision_id: Its name; names sort in the order of deciding.
        decided_at: When.
    """

    decision_id: Annotated[str, msgspec.Meta(pattern=r"^\d{8}T\d{12}-\d{6,}$")]
    decided_at: datetime


def checked(entry: Entry) -> Entry:
    """The entry, the curator's name without white space around it.

    Raises:
        BadDecision: It says nothing, is too long, or no file can hold its text.
    """
    if entry.verdict not in VERDICTS:
        known = ", ".join(get_args(Verdict))
        raise BadDecision(f"{entry.verdict!r} is no verdict; there are {known} and undo.")
    for name in ("paper_id", "venue_id", "curator", "undoes"):
        _bounded(name, getattr(entry, name), LONGEST_NAME)
    for name in TEXTS:
        _bounded(name, getattr(entry, name), LONGEST_TEXT)
    curator = " ".join(entry.curator.split())
    if not (curator and entry.paper_id and entry.venue_id):
        raise BadDecision("A decision needs a paper, its venue and a curator; name all three.")
    said = [name for name in TEXTS if getattr(entry, name) is not None]
    if entry.verdict is None and not said:
        raise BadDecision("A decision without a verdict or a text says nothing; give it one.")
    if entry.verdict == "undo" and said:
        raise BadDecision("An undo carries no text of its own; write the text as another entry.")
    if entry.undoes is not None and entry.verdict != "undo":
        raise BadDecision(f"Only an undo takes back {entry.undoes}; give it the verdict undo.")
    return msgspec.structs.replace(entry, curator=curator)


def _bounded(name: str, text: str | None, longest: int) -> None:
    if text is None:
        return
    if len(text) > longest:
        raise BadDecision(f"{name} has {len(text):,} letters; shorten it to {longest:,}.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        # Half of a surrogate pair: JSON can escape it, but no UTF-8 file and no table holds it.
        raise BadDecision(f"{name} holds half a letter (a lone surrogate); remove it.") from error


def not_undone(decisions: Iterable[Decision]) -> list[Decision]:
    """The entries that still hold, in order: neither undone nor an undo.

    An undo takes back the entry it names, else its curator's last one on its paper. It cannot be
    taken back itself: whoever wants the verdict again decides again.
    """
    held: dict[str, Decision] = {}
    spoken: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for decision in decisions:
        entries = spoken[decision.venue_id, decision.paper_id, decision.curator]
        if decision.verdict != "undo":
            held[decision.decision_id] = decision
            entries.append(decision.decision_id)
            continue
        while entries and entries[-1] not in held:
            entries.pop()
        held.pop(decision.undoes or (entries[-1] if entries else ""), None)
    return list(held.values())
