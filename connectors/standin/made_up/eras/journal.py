"""Forums of a journal: other states, other forms, and accepted all year round."""

from datetime import timedelta
from random import Random
from typing import Any

from connectors.standin.made_up.eras.wording import WORDINGS, worded
from connectors.standin.made_up.ids import note_id
from connectors.standin.made_up.submissions import Submission

Json = dict[str, Any]

EDITOR = "~Acting_Editor1"
"""Who signs the decisions, openly as journals do."""

_STATES = {
    "accepted": (("", "Accepted by {short}"),),
    "rejected": (("/Rejected", "Rejected by {short}"),),
    "under_review": (
        ("/Under_Review", "Under review for {short}"),
        ("/Decision_Pending", "Decision pending for {short}"),
    ),
    "withdrawn": (
        ("/Withdrawn_Submission", "Withdrawn by Authors"),
        ("/Retracted_Acceptance", "Retracted acceptance by {short}"),
    ),
    "desk_rejected": (("/Desk_Rejected", "Desk rejected by {short}"),),
}
_YEARS = 4


def forum(rng: Random, made: list[Json], submission: Submission, turn: int) -> list[Json]:
    """The same forum as a journal has it: claims in place of scores, an open decision."""
    later = timedelta(days=rng.randrange(_YEARS * 365))
    kept = [note for note in made if "desk_reject_comments" not in note["content"]]
    notes = [_bent(note, submission, turn) for note in kept]
    if submission.state in ("accepted", "rejected"):
        notes.append(_recommendation(rng, notes[0], submission))
    return [_moved(note, later) for note in notes]


def _bent(note: Json, submission: Submission, turn: int) -> Json:
    content = note["content"]
    if note["id"] == note["forum"]:
        return _own(note, submission, turn)
    if "decision" in content:
        said = worded(WORDINGS["v2_journal"].decision, submission, turn)
        decided = {"recommendation": {"value": said}, "comment": {"value": "Thank you."}}
        return _signed(note, submission, "Decision", decided) | {"signatures": [EDITOR]}
    claims = {"claims_and_evidence": {"value": "Yes"}, "audience": {"value": "Yes"}}
    told = {"summary_of_contributions": content["summary"], **claims}
    return _signed(note, submission, "Review", told)


def _own(note: Json, submission: Submission, turn: int) -> Json:
    venue, choices = submission.venue, _STATES[submission.state]
    suffix, said = choices[turn % len(choices)]
    names = ("Submission", "Under_Review", *(("Accepted",) if not suffix else ()))
    content = {k: v for k, v in note["content"].items() if k not in {"TLDR", "primary_area"}}
    told = {
        "venue": {"value": said.format(short=venue.short)},
        "venueid": {"value": venue.id + suffix},
        **({"certifications": {"value": []}} if not suffix else {}),
    }
    signature = f"{venue.id}/Paper{submission.number}/Authors"
    return {
        **note,
        "invitations": [f"{venue.id}/-/{name}" for name in names],
        "signatures": [signature],
        "writers": [venue.id, signature],
        "content": content | told,
    }


def _signed(note: Json, submission: Submission, name: str, content: Json) -> Json:
    group = f"{submission.venue.id}/Paper{submission.number}"
    signature = note["signatures"][0].rpartition("/")[2]
    return {
        **note,
        "invitations": [f"{group}/-/{name}"],
        "signatures": [f"{group}/{signature}"],
        "content": content,
    }


def _recommendation(rng: Random, own: Json, submission: Submission) -> Json:
    """A reviewer's advice, which reads like a decision and is none."""
    group = f"{submission.venue.id}/Paper{submission.number}"
    advice = "Reject" if submission.state == "accepted" else "Accept"
    return {
        **{name: own[name] for name in ("forum", "version", "domain", "readers", "nonreaders")},
        **{name: own[name] for name in ("cdate", "tcdate", "mdate", "tmdate", "license")},
        "id": note_id(rng, 2),
        "replyto": own["id"],
        "number": 1,
        "invitations": [f"{group}/-/Official_Recommendation"],
        "signatures": [f"{group}/Reviewer_00ff"],
        "writers": [submission.venue.id],
        "content": {"decision_recommendation": {"value": advice}},
    }


def _moved(note: Json, later: timedelta) -> Json:
    step = later // timedelta(milliseconds=1)
    dates = ("cdate", "tcdate", "mdate", "tmdate", "odate", "pdate")
    return note | {name: note[name] + step for name in dates if note.get(name)}
