"""Forums of API v1 in the shapes of their years: today's shape, bent back."""

import re
from random import Random
from typing import Any

from connectors.standin.made_up import notes_v1
from connectors.standin.made_up.eras.wording import WORDINGS, Wording, worded
from connectors.standin.made_up.ids import arxiv_id, note_id
from connectors.standin.made_up.notes import planted
from connectors.standin.made_up.submissions import Submission
from connectors.standin.made_up.works import Work

Json = dict[str, Any]

_LEFT = {"withdrawn": "Withdrawn_Submission", "desk_rejected": "Desk_Rejected_Submission"}
_OPEN = ("v1_2018_workshop", "v1_track")
_REVIEWS_BESIDE = ("v1_2018", "v1_2018_workshop", "v1_2019")
_SUMMARIES = ("TL;DR", "one-sentence_summary")


def forum(rng: Random, submission: Submission, turn: int) -> list[Json]:
    """The note of a submission and its public replies, in any order.

    Args:
        rng: Chance.
        submission: Whose forum it is.
        turn: How many of the same outcome came before it at its venue.
    """
    if submission.venue.era == "v1":
        return notes_v1.forum(rng, submission)
    own, *replies = notes_v1.forum(rng, submission)
    made = [_submission(rng, own, submission, turn)]
    made += [reply for note in replies if (reply := _reply(note, submission, turn))]
    rng.shuffle(made)
    return made


def original(note: Json, submission: Submission) -> Json:
    """The note behind a blind copy, which only the venue may read."""
    return {
        **note,
        "id": note["original"],
        "forum": note["original"],
        "original": None,
        "invitation": f"{submission.venue.id}/-/Submission",
        "readers": [submission.venue.id],
    }


def _small_letters(submission: Submission) -> bool:
    return submission.venue.id.rpartition("/")[2].islower()


def _wording(submission: Submission) -> Wording:
    return WORDINGS[submission.venue.era]


def _submission(rng: Random, own: Json, submission: Submission, turn: int) -> Json:
    form = _form(submission, turn)
    early = _small_letters(submission)
    note = {
        **own,
        "invitation": f"{submission.venue.id}/-/{form}",
        "original": own["original"] if form == "Blind_Submission" else None,
        "content": _content(rng, own["content"], submission, turn),
    }
    if early:
        # Notes of the first years know neither when they became public nor whom to keep out.
        note = {**note, "nonreaders": None, "active": True, "legacy_migration": True}
        del note["odate"]
    return note


def _form(submission: Submission, turn: int) -> str:
    said = worded(_wording(submission).text, submission, turn)
    if submission.state == "withdrawn" or (submission.state == "desk_rejected" and not said):
        return _LEFT[submission.state]
    if _small_letters(submission):
        return "submission"
    return "Submission" if submission.venue.era in _OPEN else "Blind_Submission"


def _content(rng: Random, content: Json, submission: Submission, turn: int) -> Json:
    era, wording = submission.venue.era, _wording(submission)
    kept = {name: value for name, value in content.items() if name not in _SUMMARIES}
    summary = next((content[name] for name in _SUMMARIES if name in content), None)
    if summary and wording.summary:
        kept[wording.summary] = summary
    kept |= _authors(rng, submission) | {"keywords": _keywords(content["keywords"], era)}
    if era == "v1_2013":
        kept["decision"] = worded(wording.decision, submission, turn)
        kept["pdf"] = f"https://arxiv.org/abs/{arxiv_id(rng, submission.venue.submitted_on)}"
    return kept | _standing(submission, turn)


def _standing(submission: Submission, turn: int) -> Json:
    venue, said = submission.venue, worded(_wording(submission).text, submission, turn)
    if said is not None:
        return {"venue": said, "venueid": venue.id if said else ""}
    if venue.era == "v1_workshop":
        return {"venueid": venue.id}
    if venue.era == "v1_undecided" and not _small_letters(submission):
        return {"venue": f"Submitted to {venue.short}", "venueid": venue.id}
    return {}


def _authors(rng: Random, submission: Submission) -> Json:
    work, era = submission.work, submission.venue.era
    if era == "v1_2017" and submission.number % 4 == 0:
        return _in_one_string(work)
    if era in ("v1_2018", "v1_2019") and submission.state != "accepted":
        group = f"{submission.venue.id}/Paper{submission.number}/Authors"
        return {"authors": ["Anonymous"], "authorids": [group]}
    ids = [person.profile_id for person in work.authors]
    if submission.venue.year < 2020:
        # Until then whoever had no profile was listed by an e-mail address.
        known = rng.randrange(len(ids) + 1)
        ids[known:] = [planted(f"author{n}") for n in range(len(ids) - known)]
    return {"authors": [person.name for person in work.authors], "authorids": ids}


def _in_one_string(work: Work) -> Json:
    *first, last = (person.name for person in work.authors)
    written = f"{', '.join(first)} and {last}" if first else last
    return {"authors": written, "author_emails": planted("whole.team")}


def _keywords(keywords: list[str], era: str) -> Any:
    if era == "v1_2013":
        return []
    if era == "v1_2018":
        return ["; ".join(keywords)]
    return ", ".join(keywords) if era == "v1_workshop" else keywords


def _reply(note: Json, submission: Submission, turn: int) -> Json | None:
    wording = _wording(submission)
    if note["invitation"].endswith("Official_Review"):
        reviewed = submission.venue.era != "v1_2013"
        return _with_form(note, submission, "Official_Review") if reviewed else None
    said = worded(wording.decision, submission, turn)
    if submission.venue.era == "v1_2013" or said is None:
        return None
    content = {**note["content"], wording.field: said}
    if wording.field != "decision":
        del content["decision"]
    return {**_with_form(note, submission, wording.form), "content": content}


def _with_form(note: Json, submission: Submission, name: str) -> Json:
    venue, paper = submission.venue, f"Paper{submission.number}"
    if name == "Acceptance_Decision":
        return {**note, "invitation": f"{venue.id}/-/{name}"}
    if _small_letters(submission):
        path = re.sub("_", "/", name.lower())
        return {**note, "invitation": f"{venue.id}/-/{paper.lower()}/{path}"}
    beside = venue.era in _REVIEWS_BESIDE
    path = f"-/{paper}/{name}" if beside else f"{paper}/-/{name}"
    return {**note, "invitation": f"{venue.id}/{path}"}


def copied(rng: Random, note: Json, number: int) -> Json:
    """The same submission once more, under another id and number, without its replies."""
    id_ = note_id(rng, 1)
    return {**note, "id": id_, "forum": id_, "number": number, "original": note_id(rng, 1)}
