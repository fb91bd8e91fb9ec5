"""Submissions as notes of OpenReview API v2."""

from datetime import date
from random import Random
from typing import Any

from connectors.standin.made_up.ids import digest, midnight, milliseconds, note_id
from connectors.standin.made_up.names import Person
from connectors.standin.made_up.notes import bibtex, description, paperhash, reviews
from connectors.standin.made_up.submissions import Submission
from connectors.standin.made_up.venues import Venue

Json = dict[str, Any]

_SUFFIXES = {
    "accepted": "",
    "rejected": "/Rejected_Submission",
    "withdrawn": "/Withdrawn_Submission",
    "desk_rejected": "/Desk_Rejected_Submission",
    "under_review": "/Submission",
}
_VENUES = {
    "accepted": "{short} {tier}",
    "rejected": "Submitted to {short}",
    "withdrawn": "{short} Conference Withdrawn Submission",
    "desk_rejected": "{short} Conference Desk Rejected Submission",
    "under_review": "{short} Submission",
}
_HALLS = ("Inkstone Polytechnic", "University of Port Vesper", "Needle Quay Institute")


def forum(rng: Random, submission: Submission) -> list[Json]:
    """The note of a submission and its public replies."""
    made = [_submission(rng, submission), *_reviews(rng, submission)]
    if submission.state in {"accepted", "rejected"}:
        made.append(_decision(rng, submission))
    if submission.state == "desk_rejected":
        comment = {"desk_reject_comments": "The pages are blank but for a drawing of a lamp."}
        made.append(_reply(rng, submission, "Desk_Rejection", comment))
    return made


def _group(submission: Submission) -> str:
    return f"{submission.venue.id}/Submission{submission.number}"


def _submission(rng: Random, submission: Submission) -> Json:
    venue, group = submission.venue, _group(submission)
    accepted = submission.state == "accepted"
    invitations = [f"{venue.id}/-/Submission", f"{venue.id}/-/Post_Submission"]
    note = {
        **_frame(rng, submission, submission.forum, [*invitations, f"{venue.id}/-/Edit"]),
        "number": submission.number,
        "odate": midnight(venue.shown_on),
        "signatures": [f"{group}/Authors"],
        "writers": [venue.id, f"{group}/Authors"],
        "content": _valued(_content(rng, submission)),
    }
    if accepted:
        note["invitations"].append(f"{group}/-/Camera_Ready_Revision")
        note["pdate"] = midnight(venue.decided_on) + 3_600_000
    return note


def _content(rng: Random, submission: Submission) -> Json:
    fill = {"short": submission.venue.short, "tier": submission.tier}
    return {
        **_authors(rng, submission),
        **description(rng, submission, "TLDR"),
        "primary_area": submission.work.topic.area.name,
        "venue": _VENUES[submission.state].format(**fill),
        "venueid": submission.venue.id + _SUFFIXES[submission.state],
        "pdf": f"/pdf/{digest(rng)}.pdf",
        "_bibtex": bibtex(submission),
        "paperhash": paperhash(submission),
    }


def _authors(rng: Random, submission: Submission) -> Json:
    people = submission.work.authors
    if submission.venue.year > 2025:
        # Since mid-2026 OpenReview holds authors as objects, without a list of ids.
        return {"authors": [_object(rng, person) for person in people]}
    if submission.state == "accepted" or rng.random() < 0.3:
        return {
            "authors": [person.name for person in people],
            "authorids": [person.profile_id for person in people],
        }
    # Authors of what was not accepted stay hidden unless they opt in: the fields are absent.
    return {}


def _object(rng: Random, person: Person) -> Json:
    hall = rng.choice(_HALLS)
    domain = f"{hall.split()[0].lower()}.example"
    institution = {"name": hall, "domain": domain, "country": "XX"}
    return {
        "fullname": person.name,
        "username": person.profile_id,
        **({"institutions": [institution]} if rng.random() < 0.8 else {}),
    }


def _reviews(rng: Random, submission: Submission) -> list[Json]:
    return [
        {
            **_reply(
                rng,
                submission,
                "Official_Review",
                {"summary": r.text, "rating": r.rating, "confidence": r.confidence},
            ),
            "number": number,
            "signatures": [r.signature],
        }
        for number, r in enumerate(reviews(rng, submission, _group(submission)), start=1)
    ]


def _decision(rng: Random, submission: Submission) -> Json:
    decision = f"Accept ({submission.tier})" if submission.tier else "Reject"
    return _reply(rng, submission, "Decision", {"title": "Paper Decision", "decision": decision})


def _reply(rng: Random, submission: Submission, name: str, content: Json) -> Json:
    venue = submission.venue
    invitations = [f"{_group(submission)}/-/{name}", f"{venue.id}/-/Edit"]
    return {
        **_frame(rng, submission, note_id(rng, 2), invitations),
        "number": 1,
        "replyto": submission.forum,
        "parentInvitations": f"{venue.id}/-/{name}",
        "signatures": [f"{venue.id}/Program_Chairs"],
        "writers": [venue.id],
        "content": _valued(content),
    }


def _day(venue: Venue, invitation: str) -> date:
    return venue.reviewed_on if invitation.endswith("Official_Review") else venue.decided_on


def _frame(rng: Random, submission: Submission, own_id: str, invitations: list[str]) -> Json:
    venue = submission.venue
    reply = own_id != submission.forum
    created = milliseconds(rng, _day(venue, invitations[0]) if reply else venue.submitted_on)
    changed = max(created, milliseconds(rng, venue.shown_on))
    return {
        "id": own_id,
        "forum": submission.forum,
        "version": 2,
        "domain": venue.id,
        "invitations": invitations,
        "cdate": created,
        "tcdate": created,
        "mdate": changed,
        "tmdate": changed,
        "readers": ["everyone"],
        "nonreaders": [],
        "license": "CC BY 4.0",
    }


def _valued(content: Json) -> Json:
    return {name: {"value": value} for name, value in content.items()}
