"""OpenReview's notes as papers, authorships, reviews and rejects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.normalise.addresses import code_url, forum_url, pdf_url
from warehouse.normalise.authors import Author, authors
from warehouse.normalise.content import Unreadable, text, text_or_none, texts
from warehouse.normalise.dates import first_moment
from warehouse.normalise.decisions import Decision, decide
from warehouse.normalise.duplicates import duplicates
from warehouse.normalise.groups import Group, venue_group
from warehouse.normalise.notes import Note, read_notes
from warehouse.normalise.rejects import newest, reject_row
from warehouse.normalise.reviews import review_rows
from warehouse.raw import StoredPage
from warehouse.tables import AUTHORSHIPS, PAPERS, REJECTS, REVIEWS

SUMMARY = ("TLDR", "TL;DR", "one-sentence_summary", "one_sentence_summary", "tldr")
AREA = (
    "primary_area",
    "subject_areas",
    "research_area",
    "area",
    # ICLR 2023 asked in a whole sentence.
    "Please_choose_the_closest_area_that_your_submission_falls_into",
)


@dataclass(frozen=True, slots=True)
class Submissions:
    """What the notes of a venue say.

    Attributes:
        papers: As declared in ``tables.PAPERS``.
        authorships: As declared in ``tables.AUTHORSHIPS``.
        reviews: As declared in ``tables.REVIEWS``.
        rejects: As declared in ``tables.REJECTS``.
        deleted_count: Notes left out because they were deleted.
        not_public_count: Notes left out because not everyone may read them.
    """

    papers: pa.Table
    authorships: pa.Table
    reviews: pa.Table
    rejects: pa.Table
    deleted_count: int
    not_public_count: int


def normalise_submissions(venue_id: str, pages: Sequence[StoredPage]) -> Submissions:
    """Every readable submission of a venue with its authors and public reviews.

    What cannot be read lands in ``rejects``; nothing that a page holds raises an error.

    Args:
        venue_id: OpenReview venue id.
        pages: Pages of OpenReview, of groups and notes, in any order.
    """
    group = venue_group(venue_id, pages)
    notes = read_notes(venue_id, pages)
    rows = _Rows(venue_id, group, rejects=list(notes.rejects))
    for id_, submission in notes.submissions.items():
        rows.add(submission, notes.replies.get(id_, []))
    rows.judge_by_the_whole()
    rows.set_duplicates_aside(notes.submissions)
    return Submissions(
        PAPERS.from_rows(rows.papers),
        AUTHORSHIPS.from_rows(rows.authorships),
        REVIEWS.from_rows(rows.reviews),
        REJECTS.from_rows(newest(rows.rejects)),
        notes.deleted_count,
        notes.not_public_count,
    )


def without(submissions: Submissions, gone: frozenset[str]) -> Submissions:
    """The same but for some forums, that OpenReview does not list any more."""
    if not gone:
        return submissions
    ids = pa.array(sorted(gone), pa.string())

    def kept(table: pa.Table, column: str) -> pa.Table:
        return table.filter(pc.invert(pc.is_in(table[column], value_set=ids)))

    return replace(
        submissions,
        papers=kept(submissions.papers, "paper_id"),
        authorships=kept(submissions.authorships, "paper_id"),
        reviews=kept(submissions.reviews, "paper_id"),
        rejects=kept(submissions.rejects, "record_id"),
    )


@dataclass(slots=True)
class _Rows:
    venue_id: str
    group: Group
    papers: list[dict[str, Any]] = field(default_factory=list)
    authorships: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)

    def add(self, submission: Note, replies: list[Note]) -> None:
        try:
            decision = decide(submission, replies, self.group)
            people = authors(submission.content)
            paper = paper_row(self.venue_id, submission, decision, people)
        except Unreadable as why:
            raw, seen_at = submission.raw, submission.seen_at
            self.rejects.append(reject_row("openreview", self.venue_id, raw, str(why), seen_at))
            return
        self.papers.append(paper)
        self.authorships += _authorship_rows(submission.id, people or [])
        self.reviews += review_rows(replies, self.group)

    def set_duplicates_aside(self, notes: Mapping[str, Note]) -> None:
        """Move forums that repeat another one into rejects, whole."""
        repeated = duplicates(self.papers)
        for id_, kept in sorted(repeated.items()):
            note, why = notes[id_], f"duplicate of {kept}"
            self.rejects.append(
                reject_row("openreview", self.venue_id, note.raw, why, note.seen_at)
            )
        self.papers = [row for row in self.papers if row["paper_id"] not in repeated]
        self.authorships = [row for row in self.authorships if row["paper_id"] not in repeated]
        self.reviews = [row for row in self.reviews if row["paper_id"] not in repeated]

    def judge_by_the_whole(self) -> None:
        """Where a v1 venue accepted nobody, "Submitted to" is no rejection but no news.

        All papers of some small venues say so for ever.
        """
        if any(paper["state"] == "accepted" for paper in self.papers):
            return
        for paper in self.papers:
            if paper["decision_source"] == "venue" and paper["state"] == "rejected":
                paper.update(state="unknown")


def paper_row(
    venue_id: str, note: Note, decision: Decision, people: list[Author] | None
) -> dict[str, Any]:
    """One row of ``papers``.

    Raises:
        Unreadable: The title is no text.
    """
    content = note.content
    return {
        "paper_id": note.id,
        "venue_id": venue_id,
        "number": _number(note.raw.get("number")),
        "title": text(content, "title"),
        "abstract": text_or_none(content, "abstract"),
        "tldr": text_or_none(content, *SUMMARY),
        "keywords": texts(content, "keywords"),
        "primary_area": text_or_none(content, *AREA),
        "state": decision.state,
        "tier": decision.tier,
        "decision_text": decision.text,
        "decision_source": decision.source,
        "authors": None if people is None else [person.name for person in people],
        "forum_url": forum_url(note.id),
        "pdf_url": pdf_url(content),
        "code_url": code_url(content),
        "bibtex": text_or_none(content, "_bibtex"),
        "license": text_or_none(note.raw, "license") or text_or_none(content, "license"),
        "submitted_at": first_moment(note.raw, "cdate", "tcdate"),
        "public_at": _public_at(note),
        "accepted_at": decision.at,
        "modified_at": first_moment(note.raw, "tmdate", "mdate"),
    }


def _public_at(note: Note) -> datetime | None:
    # Notes of API v1 before 2020 have no odate: their blind copy was public when it was made.
    earlier = ("odate", "tcdate") if note.api_version == 1 else ("odate", "pdate")
    return first_moment(note.raw, *earlier)


def _number(given: Any) -> int | None:
    whole = isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 2**31
    return given if whole else None


def _authorship_rows(paper_id: str, people: Iterable[Author]) -> Iterable[dict[str, Any]]:
    for position, person in enumerate(people, start=1):
        yield {
            "paper_id": paper_id,
            "position": position,
            "name": person.name,
            "openreview_profile_id": person.profile_id,
            "institution": person.institution,
        }
