"""What speaks for and against a record being a paper's: one small function for each.

Every feature gives a weight, in natural-log odds, and the words for it. Its docstring is its
documentation. The weights add up (``score.py``); a feature that has nothing to say gives None.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from warehouse.linking.curve import Curve
from warehouse.linking.names import INITIAL
from warehouse.linking.pairs import Pair
from warehouse.linking.words import is_part_mark


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one feature found.

    Attributes:
        weight: Natural-log odds: +3 makes the link twenty times likelier, -3 twenty times less.
        words: The finding as a person would say it.
    """

    weight: float
    words: str


Feature = Callable[[Pair], Evidence | None]

_ID_WORDS = {
    "openreview_url": "the record names this paper's page on OpenReview",
    "arxiv": "same arXiv id",
    "doi": "same DOI",
}
# Share of the titles' weight in common -> weight. Among 15,000 records of three conferences, 2 of
# some 300 pairs of different works by the very same author list reach 0.75, and none 0.85.
_SIMILARITY = Curve(
    ((0.0, -14.0), (0.4, -9.0), (0.55, -6.5), (0.74, -4.5), (0.76, -1.3), (0.85, 1.0), (1.0, 3.5))
)
_NAMED_FLOOR = -6.0
# Strength of the agreement over the shorter list -> weight.
_AUTHORS = Curve(
    ((0.0, -14.0), (0.2, -7.0), (0.34, -3.5), (0.5, 0.0), (0.67, 2.5), (0.8, 4.5), (1.0, 5.5))
)
# Weight of an identical title by what its words say.
_FINGERPRINT = Curve(((0.0, 1.0), (1.0, 4.0), (2.0, 7.0), (3.0, 9.0), (4.0, 11.0)))
# Years outside the window -> weight.
_OFF = Curve(((0.0, -0.5), (1.5, -2.0), (3.0, -5.0), (5.0, -9.0)))


def id_named(pair: Pair) -> Evidence | None:
    """An id that one side names of the other.

    Semantic Scholar says where it read a PDF; when that is the paper's page on OpenReview, or the
    paper gives the record's arXiv id or DOI, hardly any doubt is left.
    """
    return Evidence(12.0, _ID_WORDS[pair.named_by]) if pair.named_by else None


def other_forum(pair: Pair) -> Evidence | None:
    """The record names another OpenReview page.

    A work can have several pages (rejected here, accepted there), so with the same title this
    says little; with another title it speaks of another work.
    """
    other = pair.record.row.get("openreview_id")
    if other is None or other == pair.paper.paper_id:
        return None
    return Evidence(-0.5 if pair.title.is_near else -4.0, f"the record names the page {other}")


def title_agreement(pair: Pair) -> Evidence:
    """How alike the titles are.

    Identical titles count the more the more they say: four rare words or so are as good as a
    fingerprint, one word is nothing. Of titles that differ, the share of weight in common counts;
    where an id speaks for the pair, a new title can be a retitled work.
    """
    title = pair.title
    if not pair.paper.title.words or not pair.record.title.words:
        return Evidence(-14.0, "a title is missing")
    if title.is_near:
        weight = _FINGERPRINT(min(pair.paper.title.weight, pair.record.title.weight))
        if title.is_identical:
            return Evidence(weight, "title identical after normalisation")
        return Evidence(weight - 2.0, "titles differ in endings or small words only")
    similarity = max(title.similarity, 0.88) if title.is_extended else title.similarity
    weight = max(_SIMILARITY(similarity), _NAMED_FLOOR if pair.named_by else -math.inf)
    if title.is_extended:
        return Evidence(weight, "one title is the other with a name or subtitle more")
    return Evidence(weight, f"titles {similarity:.0%} alike ({_changes(pair)})")


def _changes(pair: Pair) -> str:
    gone, new = pair.title.only_paper[:4], pair.title.only_record[:4]
    parts = [f"without {', '.join(gone)}"] if gone else []
    parts += [f"with {', '.join(new)}"] if new else []
    return "; ".join(parts) or "other order"


def leading_name(pair: Pair) -> Evidence | None:
    """The name before the colon ("BAM: ..."), when both titles lead with one and differ after it.

    Authors who retitle a work keep the name of their method; a new method gets a new name.
    """
    if pair.title.is_near:
        return None
    if pair.title.same_name:
        return Evidence(1.5, "both titles lead with the same name")
    if pair.title.other_name:
        return Evidence(-2.0, "the titles lead with different names")
    return None


def sequel(pair: Pair) -> Evidence | None:
    """A number, "II", "part", or a word such as "survey" that only one of the titles has.

    Numbers tell parts and versions apart for sure; a survey or a reply is another work mostly.
    """
    marks = pair.title.sequel_marks
    if not marks:
        return None
    weight = -10.0 if any(is_part_mark(mark) for mark in marks) else -6.0
    return Evidence(weight, f"only one title has: {', '.join(marks[:3])}")


def author_agreement(pair: Pair) -> Evidence:
    """How many authors agree.

    Counted over the shorter list, since records drop authors; an initial counts 0.8 of a full
    name, and a single initial among many authors is little. The very same list in the same order
    is what one work has and two seldom share.
    """
    authors = pair.authors
    if not authors.is_known:
        return Evidence(-2.0, str(authors))
    weight = _AUTHORS(authors.share)
    if authors.agreeing == 1:
        weight -= 2.0 if authors.strength > INITIAL or authors.paper_count < 3 else 4.0
    if authors.is_same_list:
        weight += 2.0 if authors.agreeing >= 3 else 1.0
    return Evidence(weight, str(authors))


def both_differ(pair: Pair) -> Evidence | None:
    """Title and author list both differ: together they speak of a follow-up by some of the group.

    Either alone is common between a preprint and its publication, and so are a subtitle dropped
    and a list cut short.
    """
    if pair.title.is_near or pair.named_by or not pair.authors.is_known:
        return None
    if pair.authors.is_same_list:
        return None
    complete = pair.authors.agreeing == pair.authors.paper_count == pair.authors.record_count
    if complete:
        return Evidence(-1.0, "same authors in another order")
    if pair.title.is_extended or pair.authors.is_cut_short:
        return Evidence(-2.0, "the author lists are not the same either")
    return Evidence(-4.0, "neither title nor author list is the same")


def publication_date(pair: Pair) -> Evidence | None:
    """Whether the record is of the time of the submission.

    A preprint may be out two years before, a publication a year after. Farther off it is an older
    or later work, the more so when the title differs.
    """
    years = pair.years_after
    if years is None:
        return None
    words = f"published {_when(pair)}, submitted {_submitted(pair)}"
    if -2.5 <= years <= 2.0:
        if -1.6 <= years <= 1.6 or pair.title.is_near:
            return Evidence(1.0, words)
        return Evidence(-1.0, words)
    off = max(-2.5 - years, years - 2.0)
    weight = _OFF(off)
    return Evidence(weight if pair.title.is_near else weight - 4.0, words)


def _when(pair: Pair) -> str:
    day = pair.record.published_on
    return f"{day:%Y-%m}" if day else str(pair.record.year)


def _submitted(pair: Pair) -> str:
    day = pair.paper.submitted_on
    return f"{day:%Y-%m}" if day else f"for {pair.paper.venue_year}"


def venue(pair: Pair) -> Evidence | None:
    """Whether the record is filed under the paper's venue.

    About one paper in eight is filed under arXiv or nothing, which says nothing. Another
    conference speaks against it, unless the titles agree: venues of records get mixed up.
    """
    name = pair.record.row.get("venue")
    if pair.venue == "same":
        return Evidence(1.5, f"venue {name}")
    if pair.venue == "other":
        return Evidence(-0.5 if pair.title.is_near else -2.5, f"venue {name}")
    return None


def taken(pair: Pair) -> Evidence | None:
    """The record has the very title and people of another paper of this venue."""
    if not pair.is_taken or pair.title.is_identical:
        return None
    return Evidence(-12.0, f"its title is that of paper {pair.owners[0]}")


FEATURES: Sequence[Feature] = (
    id_named,
    other_forum,
    title_agreement,
    leading_name,
    sequel,
    author_agreement,
    both_differ,
    publication_date,
    venue,
    taken,
)


def collect(pair: Pair) -> list[Evidence]:
    """All evidence on a pair, in the order of the features."""
    return [found for feature in FEATURES if (found := feature(pair)) is not None]
