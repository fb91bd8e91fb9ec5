"""What people decided about links: an append-only log, folded into what stands now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa

from warehouse.columns import PAPER_ID, S2_CORPUS_ID, S2_PAPER_ID, VENUE_ID, choice, text, timestamp
from warehouse.spec import Column, TableSpec

VERDICTS = ("accept", "reject", "pin", "undo")

OVERRIDES = TableSpec(
    name="link_overrides",
    doc="What people decided about links, all of it, in order; nothing is ever changed.",
    grain="decision about a link",
    key=("override_id",),
    columns=(
        Column("override_id", pa.string(), "Name of the decision.", nullable=False),
        PAPER_ID,
        VENUE_ID,
        S2_PAPER_ID,
        S2_CORPUS_ID,
        choice(
            "verdict",
            "accept: this record is the paper's; reject: it is not; pin: accept, and leave it so "
            "whatever a later run sees; undo: take back the decision named in undoes.",
            *VERDICTS,
        ).required(),
        text("undoes", "override_id of the decision that an undo takes back."),
        text("curator", "Who decided.").required(),
        text("why", "Why, in their words."),
        timestamp("decided_at", "When.").required(),
    ),
    shrink_limit=0.0,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision that stands."""

    s2_paper_id: str | None
    s2_corpus_id: int | None
    verdict: str
    curator: str
    why: str | None
    decided_at: datetime

    def is_about(self, s2_paper_id: str | None, s2_corpus_id: int | None) -> bool:
        """Whether it speaks of this record, under its old id or its new one."""
        if self.s2_corpus_id is not None and self.s2_corpus_id == s2_corpus_id:
            return True
        return self.s2_paper_id is not None and self.s2_paper_id == s2_paper_id

    def __str__(self) -> str:
        """The decision as a reason: who, when, why."""
        done = {"accept": "accepted", "reject": "rejected", "pin": "pinned"}[self.verdict]
        text = f"{done} by {self.curator} on {self.decided_at:%Y-%m-%d}"
        return f"{text}: {self.why}" if self.why else text


@dataclass(frozen=True, slots=True)
class Standing:
    """What people decided about one paper and did not take back.

    Attributes:
        chosen: The record that was accepted or pinned last, if any.
        rejected: Records that must not be linked to it.
    """

    chosen: Decision | None = None
    rejected: tuple[Decision, ...] = field(default=())

    def rejects(self, s2_paper_id: str | None, s2_corpus_id: int | None) -> Decision | None:
        """The decision against this record, or None."""
        about = (d for d in self.rejected if d.is_about(s2_paper_id, s2_corpus_id))
        return next(about, None)


def standing(overrides: pa.Table) -> dict[str, Standing]:
    """What stands for each paper that people decided about.

    A later decision about a record replaces an earlier one about it; undo takes one back, and
    leaves everything as if it had never been made.
    """
    rows = sorted(overrides.to_pylist(), key=lambda r: (r["decided_at"], r["override_id"]))
    undone = _undone(rows)
    kept: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["verdict"] != "undo" and row["override_id"] not in undone:
            kept.setdefault(row["paper_id"], []).append(row)
    return {paper_id: _fold(map(_decision, rows)) for paper_id, rows in kept.items()}


def _undone(rows: list[dict[str, Any]]) -> set[str]:
    """Ids of decisions taken back; an undo can itself be undone."""
    undone: set[str] = set()
    for row in reversed(rows):
        if row["verdict"] == "undo" and row["override_id"] not in undone and row["undoes"]:
            undone.add(row["undoes"])
    return undone


def _decision(row: dict[str, Any]) -> Decision:
    return Decision(
        s2_paper_id=row["s2_paper_id"],
        s2_corpus_id=row["s2_corpus_id"],
        verdict=row["verdict"],
        curator=row["curator"],
        why=row["why"],
        decided_at=row["decided_at"],
    )


def _fold(decisions: Iterable[Decision]) -> Standing:
    chosen: Decision | None = None
    rejected: list[Decision] = []
    for decision in decisions:
        same = (decision.s2_paper_id, decision.s2_corpus_id)
        rejected = [d for d in rejected if not d.is_about(*same)]
        if decision.verdict == "reject":
            rejected.append(decision)
            chosen = None if chosen is not None and chosen.is_about(*same) else chosen
        else:
            chosen = decision
    return Standing(chosen, tuple(rejected))
