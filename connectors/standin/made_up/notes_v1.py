"""Submissions as notes of OpenReview API v1, with and without venue fields."""

from datetime import date
from random import Random
from typing import Any

from connectors.standin.made_up.ids import digest, midnight, milliseconds, note_id
from connectors.standin.made_up.notes import bibtex, description, paperhash, planted, reviews
from connectors.standin.made_up.scores import in_words
from connectors.standin.made_up.submissions import Submission
from connectors.standin.made_up.venues import Venue

Json = dict[str, Any]

_INVITATIONS = {"withdrawn": "Withdrawn_Submission", "desk_rejected": "Desk_Rejected_Submission"}


def forum(rng: Random, submission: Submission) -> list[Json]:
    """The note of a submission and its public replies.

    Where the note itself tells the decision, only every second forum holds a decision note.
    """
    made = [_submission(rng, submission), *_reviews(rng, submission)]
    telling = submission.venue.era == "v1"
    if submission.state in {"accepted", "rejected"} and not (telling and submission.number % 2):
        made.append(_decision(rng, submission))
    return made


def _group(submission: Submission) -> str:
    return f"{submission.venue.id}/Paper{submission.number}"


def _submission(rng: Random, submission: Submission) -> Json:
    venue = submission.venue
    name = _INVITATIONS.get(submission.state, "Blind_Submission")
    accepted_on = midnight(venue.decided_on) if submission.state == "accepted" else None
    return {
        **_frame(rng, submission, submission.forum, f"{venue.id}/-/{name}"),
        "number": submission.number,
        "original": note_id(rng, 1),
        "replyto": None,
        "odate": midnight(venue.shown_on),
        "pdate": accepted_on if venue.era == "v1" else None,
        "signatures": [venue.id],
        "content": _content(rng, submission),
    }


def _content(rng: Random, submission: Submission) -> Json:
    telling = submission.venue.era == "v1"
    return {
        **_authors(rng, submission),
        **description(rng, submission, "one-sentence_summary" if telling else "TL;DR"),
        "pdf": f"/pdf/{digest(rng)}.pdf",
        "_bibtex": bibtex(submission),
        "paperhash": paperhash(submission),
        **(_standing(submission) if telling else {}),
    }


def _standing(submission: Submission) -> Json:
    if submission.state in _INVITATIONS:
        return {"venue": "", "venueid": ""}
    outcome = submission.tier.capitalize() if submission.tier else "Submitted"
    # In API v1 the bare venue id is no sign of acceptance: rejected papers carry it too.
    return {"venue": f"{submission.venue.short} {outcome}", "venueid": submission.venue.id}


def _authors(rng: Random, submission: Submission) -> Json:
    people = submission.work.authors
    if submission.state == "rejected" and rng.random() < 0.2:
        return {"authors": [], "authorids": []}
    ids = [person.profile_id for person in people]
    if submission.venue.era == "v1_decision_notes" and rng.random() < 0.3:
        # Until about 2020 authors without a profile were listed by their e-mail address.
        ids[-1] = planted(f"author{submission.number}")
    return {"authors": [person.name for person in people], "authorids": ids}


def _reviews(rng: Random, submission: Submission) -> list[Json]:
    made = []
    for number, review in enumerate(reviews(rng, submission, _group(submission)), start=1):
        rating, sure = in_words(review.rating, review.confidence)
        content = {
            "title": "Review",
            "rating": rating,
            "confidence": sure,
            "review": review.text,
        }
        note = _reply(rng, submission, "Official_Review", content)
        made.append({**note, "number": number, "signatures": [review.signature]})
    return made


def _decision(rng: Random, submission: Submission) -> Json:
    tier = submission.tier
    decision = f"Accept ({tier.capitalize()})" if tier else "Reject"
    content = {"title": "Paper Decision", "decision": decision, "comment": "Thank you."}
    return _reply(rng, submission, "Decision", content)


def _reply(rng: Random, submission: Submission, name: str, content: Json) -> Json:
    return {
        **_frame(rng, submission, note_id(rng, 1), f"{_group(submission)}/-/{name}"),
        "number": 1,
        "replyto": submission.forum,
        "signatures": [f"{submission.venue.id}/Program_Chairs"],
        "content": content,
    }


def _day(venue: Venue, invitation: str) -> date:
    return venue.reviewed_on if invitation.endswith("Official_Review") else venue.decided_on


def _frame(rng: Random, submission: Submission, own_id: str, invitation: str) -> Json:
    venue = submission.venue
    reply = own_id != submission.forum
    created = milliseconds(rng, _day(venue, invitation) if reply else venue.submitted_on)
    return {
        "id": own_id,
        "forum": submission.forum,
        "invitation": invitation,
        "cdate": created,
        "tcdate": created,
        "mdate": None,
        "tmdate": max(created, milliseconds(rng, venue.start_on)),
        "ddate": None,
        "tddate": None,
        "readers": ["everyone"],
        "nonreaders": [],
        "writers": [venue.id],
    }
