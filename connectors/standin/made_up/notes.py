"""What notes of both API versions have in common."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from connectors.standin.made_up.prose import abstract, review, summary
from connectors.standin.made_up.scores import confidence, ratings
from connectors.standin.made_up.submissions import Submission

Json = dict[str, Any]

PLANTED_DOMAIN = "post.example"
"""Domain of every e-mail address planted in notes: none may ever reach a table."""


@dataclass(frozen=True, slots=True)
class Review:
    """A review before it is written as a note."""

    rating: int
    confidence: int
    text: str
    signature: str


def planted(what: str) -> str:
    """An e-mail address where a profile or a signature should stand."""
    return f"planted.{what}@{PLANTED_DOMAIN}"


def paperhash(submission: Submission) -> str:
    """Family name of the first author and the words of the title, as OpenReview joins them.

    OpenReview drops punctuation, keeps accents and puts ``_`` for white space.
    """
    words = re.sub(r"[^\w\s]", "", submission.title.lower()).split()
    return f"{submission.work.authors[0].family.lower()}|{'_'.join(words)}"


def bibtex(submission: Submission) -> str:
    """The entry OpenReview offers for citing."""
    venue = submission.venue
    first = submission.work.authors[0].family.lower()
    accepted = submission.state == "accepted"
    return (
        f"@{'inproceedings' if accepted else 'misc'}{{\n"
        f"{first}{venue.year}{submission.title.split()[0].lower()},\n"
        f"title={{{submission.title}}},\n"
        f"author={{{' and '.join(person.name for person in submission.work.authors)}}},\n"
        f"booktitle={{{venue.title}}},\n"
        f"year={{{venue.year}}},\n"
        f"url={{https://openreview.net/forum?id={submission.forum}}}\n}}"
    )


def description(rng: Random, submission: Submission, tldr_field: str) -> Json:
    """The fields that say what a paper is about, under the era's name for the summary.

    One in five authors leave the summary out, one in three accepted papers name their code.
    """
    topic = submission.work.topic
    told = rng.random() < 0.8
    coded = submission.state == "accepted" and rng.random() < 0.35
    return {
        "title": submission.title,
        "abstract": abstract(rng, topic),
        "keywords": topic.keywords,
        **({tldr_field: summary(rng, topic)} if told else {}),
        **({"code": _repository(submission)} if coded else {}),
    }


def _repository(submission: Submission) -> str:
    # Named like the paper's coinage where it has one, else like its technique.
    head, colon, _ = submission.title.partition(":")
    name = head if colon and head.isalpha() else submission.work.topic.way
    return f"https://code.example/{'-'.join(re.findall('[a-z0-9]+', name.lower()))}"


def reviews(rng: Random, submission: Submission, group: str) -> list[Review]:
    """The reviews of a submission, signed by the anonymous reviewers of its group."""
    return [
        Review(
            rating,
            confidence(rng),
            review(rng, submission.work.topic),
            f"{group}/Reviewer_{rng.getrandbits(16):04x}",
        )
        for rating in ratings(rng, submission)
    ]


def notes(
    rng: Random,
    submissions: list[Submission],
    write: Callable[[Random, Submission], list[Json]],
) -> list[Json]:
    """All notes of the submissions: each forum's own, then its replies."""
    return [note for submission in submissions for note in write(rng, submission)]
