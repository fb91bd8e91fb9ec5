"""Review scores. Nothing else of a review is kept, least of all who wrote it."""

from collections.abc import Iterable
from typing import Any

from warehouse.normalise.content import value
from warehouse.normalise.dates import first_moment
from warehouse.normalise.groups import Group
from warehouse.normalise.notes import Note
from warehouse.normalise.scores import score, score_text

FORMS = {"official_review", "review"}
RATINGS = (
    "rating",
    "recommendation",  # ICLR 2022 and 2023; in 2019 the meta-review's, which is no review
    "overall_recommendation",
    "overall_rating",
    "overall_assessment",
    "overall_score",
    "overall",
    "score",
)
CONFIDENCES = ("confidence", "reviewer_confidence")


def review_rows(replies: Iterable[Note], group: Group) -> list[dict[str, Any]]:
    """Rows of ``reviews`` for the public reviews among these notes."""
    forms = FORMS | {name.lower() for name in group.names("review_name")}
    ratings = (*group.names("review_rating"), *RATINGS)
    confidences = (*group.names("review_confidence"), *CONFIDENCES)
    return [
        _row(note, value(note.content, *ratings), value(note.content, *confidences))
        for note in replies
        if note.form_names & forms
    ]


def _row(note: Note, rating: Any, confidence: Any) -> dict[str, Any]:
    return {
        "review_id": note.id,
        "paper_id": note.forum,
        "rating": score(rating),
        "rating_text": score_text(rating),
        "confidence": score(confidence),
        "reviewed_at": first_moment(note.raw, "tcdate", "cdate"),
    }
