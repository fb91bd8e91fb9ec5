"""Two titles side by side: what is common, what differs, and how much the difference means."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from warehouse.linking.titles import compact, normalise_title
from warehouse.linking.words import is_sequel_mark, stem, weight

_SPLIT = re.compile(r"\s*(?::|\s[-\u2013\u2014]+\s|\u2014|\?\s|!\s|\.\s)\s*")


@dataclass(frozen=True, slots=True)
class Title:
    """A title with its normal forms.

    Attributes:
        text: As written.
        words: Normalised, in order.
        parts: Normalised parts before and after the first colon, dash or question mark.
    """

    text: str
    words: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        """Normalised without spaces."""
        return "".join(self.words)

    @property
    def weight(self) -> float:
        """How much its words say: a rare word counts 1, "neural" 0.4, "the" 0."""
        return sum(weight(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class TitleComparison:
    """How two titles differ.

    Attributes:
        is_identical: The same after normalisation.
        is_near: Only endings, spelling and small words differ.
        similarity: 0..1, share of the words' weight that both have.
        contained: 0..1, share of the lighter title's weight that the other has too.
        only_paper: Words of weight that only the paper's title has.
        only_record: Words of weight that only the record's title has.
        same_name: Both begin with the same name before a colon.
        other_name: Both begin with a name before a colon, and not the same.
        is_extended: One is the other plus a subtitle or a leading name.
        sequel_marks: Words such as "ii", "survey" that only one title has: another work.
    """

    is_identical: bool
    is_near: bool
    similarity: float
    contained: float
    only_paper: tuple[str, ...]
    only_record: tuple[str, ...]
    same_name: bool
    other_name: bool
    is_extended: bool
    sequel_marks: tuple[str, ...]


_IDENTICAL = TitleComparison(
    is_identical=True,
    is_near=True,
    similarity=1.0,
    contained=1.0,
    only_paper=(),
    only_record=(),
    same_name=False,
    other_name=False,
    is_extended=False,
    sequel_marks=(),
)


@lru_cache(maxsize=100_000)
def read_title(text: str) -> Title:
    """The title with its normal forms."""
    words = tuple(normalise_title(text).split())
    parts = tuple(filter(None, (normalise_title(p) for p in _SPLIT.split(text, maxsplit=1))))
    return Title(text, words, parts if len(parts) == 2 else (" ".join(words),))


def compare_titles(paper: Title, record: Title) -> TitleComparison:
    """How the titles differ."""
    if paper.words and paper.key == record.key:
        return _IDENTICAL
    left, right = _leftover(paper.words, record.words)
    only_paper = tuple(w for w in left if weight(w) > 0)
    only_record = tuple(w for w in right if weight(w) > 0)
    total_p, total_r = paper.weight or 0.1, record.weight or 0.1
    missing_p, missing_r = (sum(map(weight, words)) for words in (only_paper, only_record))
    common = (total_p - missing_p) + (total_r - missing_r)
    names = _name(paper), _name(record)
    both_named = None not in names
    return TitleComparison(
        is_identical=False,
        is_near=not (only_paper or only_record) and _in_order(paper, record),
        similarity=common / (total_p + total_r),
        contained=max((total_p - missing_p) / total_p, (total_r - missing_r) / total_r),
        only_paper=only_paper,
        only_record=only_record,
        same_name=both_named and names[0] == names[1],
        other_name=both_named and names[0] != names[1],
        is_extended=_is_extended(paper, record) or _is_extended(record, paper),
        sequel_marks=_marks(left, right, paper) + _marks(right, left, record),
    )


def _name(title: Title) -> str | None:
    """The name a title leads with ("BAM: ..."), if it does."""
    if len(title.parts) != 2 or len(title.parts[0].split()) > 2:
        return None
    return compact(title.parts[0])


def _is_extended(short: Title, long: Title) -> bool:
    """The longer title is the shorter one with something before or after a colon."""
    if len(long.parts) != 2 or len(short.key) < 8:
        return False
    return any(fuzz.ratio(compact(part), short.key) >= 95 for part in long.parts)


def _leftover(paper: tuple[str, ...], record: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The words of either title that have no partner in the other."""
    left, right = list(paper), list(record)
    for word in paper:
        if word in right:
            left.remove(word)
            right.remove(word)
    for word in list(left):
        partner = next((other for other in right if _is_variant(word, other)), None)
        if partner is not None:
            left.remove(word)
            right.remove(partner)
    _drop_joined(left, right, record)
    _drop_joined(right, left, paper)
    return left, right


def _drop_joined(words: list[str], others: list[str], context: tuple[str, ...]) -> None:
    """Drop words that the other title writes in two ("low shot", "lowshot")."""
    for first, second in pairwise(context):
        joined = first + second
        if joined in words:
            words.remove(joined)
            for part in (first, second):
                if part in others:
                    others.remove(part)


def _is_variant(one: str, other: str) -> bool:
    """Two forms of one word: plural, ending, spelling, one letter wrong."""
    if one[0] != other[0] or not (one.isalpha() and other.isalpha()):
        return False
    if stem(one) == stem(other):
        return True
    return min(len(one), len(other)) >= 5 and fuzz.ratio(one, other) >= 85


def _in_order(paper: Title, record: Title) -> bool:
    """The words that say something stand in the same order: who beats whom matters."""
    said = ["".join(w for w in title.words if weight(w) > 0) for title in (paper, record)]
    return all(said) and fuzz.ratio(*said) >= 85


def _marks(words: list[str], others: list[str], title: Title) -> tuple[str, ...]:
    """Words that make a title that of another part or version.

    A number does when the other title has another one in its place, or when a part of the title
    ends with it; else it may come from a formula that one side dropped.
    """
    other_number = any(word.isdigit() for word in others)
    ends = {part.split()[-1] for part in title.parts if part}
    numbers = {w for w in words if w.isdigit() and (other_number or w in ends)}
    return tuple(w for w in words if w in numbers or (is_sequel_mark(w) and not w.isdigit()))
