"""From scored candidates to a decision: linked, review or absent; twins apart, impostors out.

The score alone never decides. Guards say what no score may do: link a record whose people are
others, link by a title alone that says little, link a work of another decade, or bring back by a
side door what a person rejected.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from warehouse.linking.authors import compare_authors
from warehouse.linking.comparison import compare_titles
from warehouse.linking.overrides import Standing
from warehouse.linking.pairs import Record
from warehouse.linking.score import LINK, REVIEW, Scored

Grade = Literal["link", "review", "refuse"]
Status = Literal["linked", "review", "absent"]

# Without any author to go by, a title must say at least this much to be taken as evidence.
TITLE_ALONE_WORDS = 4
TITLE_ALONE_WEIGHT = 2.0
# Strength over the shorter author list below which a title, however telling, does not suffice.
FEW = 0.36
# Log odds by which the best of several retitled candidates must lead to be taken.
LEAD = 1.0
# Refused records below this score are not worth a row, unless the title is the paper's own.
WORTH_SHOWING = 0.01


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scored pair and what the guards allow."""

    scored: Scored
    grade: Grade
    note: str | None = None

    @property
    def record(self) -> Record:
        """The record."""
        return self.scored.pair.record

    @property
    def reasons(self) -> list[str]:
        """The findings in words, with the guard's note."""
        return [*self.scored.reasons, *([self.note] if self.note else [])]

    @property
    def is_worth_showing(self) -> bool:
        """Whether a person might wonder about it."""
        pair = self.scored.pair
        near = pair.title.is_near or pair.named_by is not None
        return near or self.scored.score >= WORTH_SHOWING

    def noted(self, note: str, grade: Grade = "refuse") -> "Candidate":
        """The same with another grade and the reason for it."""
        return replace(self, grade=grade, note=self.note or note)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a paper.

    Attributes:
        status: linked, review or absent.
        linked: The candidate that is linked.
        twins: Other records of the same work.
        review: Candidates that a person should look at.
        refused: Candidates that are other works.
    """

    status: Status
    linked: Candidate | None
    twins: tuple[Candidate, ...]
    review: tuple[Candidate, ...]
    refused: tuple[Candidate, ...]

    @property
    def candidates(self) -> list[Candidate]:
        """All of them."""
        linked = [self.linked] if self.linked is not None else []
        return [*linked, *self.twins, *self.review, *self.refused]


def decide(scored: Iterable[Scored], standing: Standing) -> Decision:
    """What becomes of a paper with these candidates and decisions of people."""
    ordered = sorted(scored, key=lambda s: (-s.score, s.pair.record.s2_paper_id))
    graded = _unbridged([grade(each, standing) for each in ordered])
    graded = _told_apart(graded)
    linkable = [c for c in graded if c.grade == "link"]
    linked, twins, doubtful, refused = _choose(linkable)
    review = [c for c in graded if c.grade == "review"] + doubtful
    refused += [c for c in graded if c.grade == "refuse"]
    if linked is not None:
        refused += [c.noted("another record is surely this work") for c in review]
        return Decision("linked", linked, tuple(twins), (), tuple(refused))
    return Decision("review" if review else "absent", None, (), tuple(review), tuple(refused))


def grade(scored: Scored, standing: Standing) -> Candidate:
    """What the guards allow for one candidate."""
    pair = scored.pair
    row = pair.record.row
    rejected = standing.rejects(pair.record.s2_paper_id, row.get("s2_corpus_id"))
    if rejected is not None:
        return Candidate(scored, "refuse", str(rejected))
    by_score: Grade = (
        "link" if scored.score >= LINK else "review" if scored.score >= REVIEW else "refuse"
    )
    if pair.authors.is_known and pair.authors.agreeing == 0:
        return _others_work(scored)
    capped = _cap(scored)
    if capped is not None and by_score == "link":
        return Candidate(scored, "review", capped)
    return Candidate(scored, by_score)


def _others_work(scored: Scored) -> Candidate:
    """A record by other people: an impostor, unless an id says otherwise."""
    if scored.pair.named_by:
        return Candidate(scored, "review", "an id fits, but the authors are others")
    note = "same title, other people" if scored.pair.title.is_near else None
    return Candidate(scored, "refuse", note)


def _cap(scored: Scored) -> str | None:
    """Why a candidate must not be linked by itself, however high its score; None when it may."""
    pair = scored.pair
    if pair.named_by:
        return None
    if pair.title.sequel_marks:
        return "the titles may be those of two parts"
    if pair.years_after is not None and abs(pair.years_after) > 5.0:
        return "too many years lie between"
    if pair.authors.is_known and pair.authors.share < FEW:
        return "hardly any of the authors agree"
    if not pair.authors.is_known and not _title_suffices(scored):
        return "no authors to go by, and the title alone does not suffice"
    return None


def _title_suffices(scored: Scored) -> bool:
    """A telling title in the right venue or year, where no authors are known."""
    pair = scored.pair
    years = pair.years_after
    in_place = pair.venue == "same" or (years is not None and abs(years) <= 1.6)
    telling = (
        len(pair.paper.title.words) >= TITLE_ALONE_WORDS
        and pair.paper.title.weight >= TITLE_ALONE_WEIGHT
    )
    return pair.title.is_near and telling and in_place and pair.venue != "other"


def _unbridged(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Records that are the same work as a rejected one go to a person, not into a link."""
    rejected = [c for c in candidates if c.note and c.grade == "refuse" and _is_rejected(c)]
    return [
        c.noted(f"seems the same work as {twin.record.s2_paper_id}, which was rejected", "review")
        if c.grade == "link" and (twin := _alike(c, rejected)) is not None
        else c
        for c in candidates
    ]


def _told_apart(candidates: Sequence[Candidate]) -> list[Candidate]:
    """What records of one title by different people are worth where the paper names nobody.

    Those by other people than a record that an id names are other works. Where no id names any,
    a person must choose.
    """
    named = [c for c in candidates if c.grade == "link" and c.scored.pair.named_by]
    blind = [c for c in candidates if _is_blind(c)]
    return [
        _beside_strangers(c, named, blind) if c.grade == "link" and c in blind else c
        for c in candidates
    ]


def _is_blind(candidate: Candidate) -> bool:
    """Whether nothing but its title speaks for a record."""
    pair = candidate.scored.pair
    has_evidence = pair.authors.is_known or pair.named_by or not pair.title.is_near
    return not (has_evidence or _is_rejected(candidate))


def _beside_strangers(
    candidate: Candidate, named: Sequence[Candidate], blind: Sequence[Candidate]
) -> Candidate:
    if any(_are_strangers(candidate, other) for other in named):
        return candidate.noted("other people than those of the record that an id names")
    if any(_are_strangers(candidate, other) for other in blind):
        note = "records of this title are by different people, and the paper names nobody"
        return candidate.noted(note, "review")
    return candidate


def _are_strangers(one: Candidate, other: Candidate) -> bool:
    people = compare_authors(one.record.authors, other.record.authors)
    return people.is_known and people.agreeing == 0


def _is_rejected(candidate: Candidate) -> bool:
    return (candidate.note or "").startswith("rejected by ")


def _alike(candidate: Candidate, others: Sequence[Candidate]) -> Candidate | None:
    return next((o for o in others if is_same_work(candidate.record, o.record)), None)


def is_same_work(one: Record, other: Record) -> bool:
    """Whether two records have the same title, but for endings and small words."""
    return compare_titles(one.title, other.title).is_near


def _choose(
    linkable: Sequence[Candidate],
) -> tuple[Candidate | None, list[Candidate], list[Candidate], list[Candidate]]:
    """The record to link, its twins, the doubtful and the refused among the linkable."""
    peers = [c for c in linkable if c.scored.pair.title.is_near or c.scored.pair.named_by]
    others = [c for c in linkable if c not in peers]
    if peers:
        best = _most_cited(peers)
        subtitled = [c for c in others if _is_subtitled(c)]
        refused = [
            c.noted("another record has the very title") for c in others if c not in subtitled
        ]
        return best, [c for c in peers if c is not best] + subtitled, [], refused
    if not others:
        return None, [], [], []
    alike = [c for c in others if c is others[0] or is_same_work(c.record, others[0].record)]
    rivals = [c for c in others if c not in alike]
    if rivals and _odds(others[0]) - _odds(rivals[0]) < LEAD:
        note = "several records fit equally well"
        return None, [], [c.noted(note, "review") for c in others], []
    best = _most_cited(alike)
    refused = [c.noted("another record fits better") for c in rivals]
    return best, [c for c in alike if c is not best], [], refused


def _most_cited(candidates: Sequence[Candidate]) -> Candidate:
    """The one with most citations; the surer, then the smaller id, where they are even."""
    return min(
        candidates,
        key=lambda c: (-c.record.citation_count, -c.scored.score, c.record.s2_paper_id),
    )


def _is_subtitled(candidate: Candidate) -> bool:
    pair = candidate.scored.pair
    return pair.title.is_extended and pair.authors.is_same_list


def _odds(candidate: Candidate) -> float:
    return sum(found.weight for found in candidate.scored.evidence)
