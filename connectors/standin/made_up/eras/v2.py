"""Forums of API v2 in the shapes that venues gave them."""

from collections.abc import Callable
from random import Random
from typing import Any

from connectors.standin.made_up import notes_v2
from connectors.standin.made_up.eras import journal
from connectors.standin.made_up.eras.wording import WORDINGS, worded
from connectors.standin.made_up.notes import planted
from connectors.standin.made_up.scores import in_words
from connectors.standin.made_up.submissions import Submission

Json = dict[str, Any]

NOSY = "~Nosy_Reviewer1"
"""A reviewer whose name a form let out; it may never reach a table."""


def forum(rng: Random, submission: Submission, turn: int) -> list[Json]:
    """The note of a submission and its public replies, in any order.

    Args:
        rng: Chance.
        submission: Whose forum it is.
        turn: How many of the same outcome came before it at its venue.
    """
    made = notes_v2.forum(rng, submission)
    if submission.venue.era == "v2_journal":
        made = journal.forum(rng, made, submission, turn)
    else:
        made = [_bent(note, submission, turn) for note in made]
    rng.shuffle(made)
    return made


def _bent(note: Json, submission: Submission, turn: int) -> Json:
    bend = _SUBMISSIONS if note["id"] == note["forum"] else _REPLIES
    if note["id"] == note["forum"]:
        note = {**note, "content": _told(note["content"], submission, turn)}
    elif "decision" in note["content"]:
        note = {**note, "content": _decided(note["content"], submission, turn)}
    change = bend.get(submission.venue.era)
    return {**note, **change(note, submission)} if change else note


def _told(content: Json, submission: Submission, turn: int) -> Json:
    wording = WORDINGS[submission.venue.era]
    said = worded(wording.text, submission, turn)
    told = {name: field for name, field in content.items() if name != "TLDR"}
    if "TLDR" in content and wording.summary:
        told[wording.summary] = content["TLDR"]
    return told | ({"venue": {"value": said}} if said is not None else {})


def _decided(content: Json, submission: Submission, turn: int) -> Json:
    said = worded(WORDINGS[submission.venue.era].decision, submission, turn)
    return content | ({"decision": {"value": said}} if said is not None else {})


def _left(note: Json, submission: Submission) -> Json:
    """A paper that was released and left where it was."""
    status = {"venueid": {"value": f"{submission.venue.id}/Submission"}}
    content = {k: v for k, v in note["content"].items() if k != "_bibtex"} | status
    return {"content": content, "pdate": None}


def _plain(note: Json, _submission: Submission) -> Json:
    keywords = note["content"]["keywords"]["value"]
    area = note["content"]["primary_area"]["value"]
    content = {k: v for k, v in note["content"].items() if k != "primary_area"}
    return {
        "content": content
        | {"keywords": {"value": ", ".join(keywords)}, "research_area": {"value": [area]}}
    }


def _without_keywords(note: Json, _submission: Submission) -> Json:
    return {"content": {k: v for k, v in note["content"].items() if k != "keywords"}}


def _joined_keywords(note: Json, _submission: Submission) -> Json:
    keywords = note["content"]["keywords"]["value"]
    return {"content": note["content"] | {"keywords": {"value": "; ".join(keywords)}}}


def _people(note: Json, submission: Submission) -> Json:
    """Authors as objects, of whom some lack a profile or name it by other means."""
    authors = [dict(author) for author in note["content"]["authors"]["value"]]
    last = authors[-1]
    if submission.number % 4 == 0:
        del last["username"]
    elif submission.number % 4 == 1:
        last["username"] = planted("coauthor")
    elif submission.number % 4 == 2:
        last["username"] = f"https://dblp.org/search/pid/api?q=author:{submission.number}:"
    return {"content": note["content"] | {"authors": {"value": authors}}}


def _in_words(note: Json, submission: Submission) -> Json:
    content = note["content"]
    if "rating" not in content:
        return {}
    rating, sure = in_words(content["rating"]["value"], content["confidence"]["value"])
    said = content | {"rating": {"value": rating}, "confidence": {"value": sure}}
    named = {"signatures": [NOSY]} if (submission.tier, note["number"]) == ("oral", 1) else {}
    return {"content": said} | named


def _overall(note: Json, _submission: Submission) -> Json:
    content = dict(note["content"])
    if "rating" in content:
        content["overall_recommendation"] = content.pop("rating")
    return {"content": content}


_Change = Callable[[Json, Submission], Json]

_SUBMISSIONS: dict[str, _Change] = {
    "v2_words": _joined_keywords,
    "v2_overall": _without_keywords,
    "v2_people": _people,
    "v2_plain": _plain,
    "v2_left": _left,
}
_REPLIES: dict[str, _Change] = {"v2_words": _in_words, "v2_overall": _overall}
