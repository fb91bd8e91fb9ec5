"""What became of each submission of the small venues: what a reader of their notes should find."""

from dataclasses import dataclass

from connectors.standin.made_up.submissions import Submission
from connectors.standin.made_up.venues import Era, State

EVIDENCE: dict[Era, str] = {
    "v1": "venue",
    "v1_2013": "submission",
    "v1_2017": "venue",
    "v1_2018": "decision_note",
    "v1_2018_workshop": "decision_note",
    "v1_2019": "meta_review",
    "v1_odd_texts": "venue",
    "v1_track": "venue",
    "v1_workshop": "decision_note",
    "v2_left": "decision_note",
}
"""Where acceptance is written, if not in ``venueid``."""


@dataclass(frozen=True, slots=True)
class Fate:
    """One forum and what is true of it.

    Attributes:
        venue_id: Where it was submitted.
        forum_id: Its note.
        state: What became of it, as far as its own notes tell.
        tier: How it was accepted, where that is told.
        evidence: Where acceptance is written: ``venueid``, ``venue``, ``decision_note``,
            ``meta_review`` or ``submission``; None unless accepted.
        same_as: Another forum of the same paper, which was there before.
    """

    venue_id: str
    forum_id: str
    state: State
    tier: str | None = None
    evidence: str | None = None
    same_as: str | None = None


def fate(submission: Submission, same_as: str | None = None) -> Fate:
    """The fate of a submission whose notes say what became of it."""
    accepted = submission.state == "accepted"
    evidence = EVIDENCE.get(submission.venue.era, "venueid") if accepted else None
    return Fate(
        submission.venue.id,
        submission.forum,
        submission.state,
        submission.tier,
        evidence,
        same_as,
    )
