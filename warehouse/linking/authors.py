"""Author lists: read from what services send, and compared."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from warehouse.linking.names import Name, likeness, parse_name
from warehouse.linking.titles import fold

# Several names in one string: "A B and C D", "A B & C D", 'A B "3026 C D[2] "3026 E F'.
_SEPARATOR = re.compile(r"\s+and(?:\s+|$)|[&;|·•\n]|(?<!\w)[\[(\"“”^]*\d+[\])\"”]*", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"^(anonym\w*|authors?|author names?|n/?a|none|tbd|unknown|et al\.?|blind\w*)\b"
    r"|^separated by commas$|\byour authors?\b|\banonymous authors?\b"
    r"|\bdouble[- ]blind\b|\bunder review\b|@",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(
    r"\b(universit\w*|institut\w*|department|faculty|school|college|laborator\w*|academy|"
    r"corporation|inc|ltd|gmbh|cent(?:er|re) for|research (?:group|lab\w*)|vnuhcm)\b"
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two author lists agree.

    Attributes:
        paper_count: Authors of the paper that can be compared.
        record_count: Authors of the record that can be compared.
        agreeing: How many are the same people.
        strength: Sum of their likeness: initials count less than full names.
        is_same_list: Equally many, all agreeing, in the same order.
        is_cut_short: One list is the beginning of the other.
    """

    paper_count: int
    record_count: int
    agreeing: int
    strength: float
    is_same_list: bool
    is_cut_short: bool

    @property
    def is_known(self) -> bool:
        """Whether both sides name authors at all."""
        return self.paper_count > 0 and self.record_count > 0

    @property
    def share(self) -> float:
        """Strength over the shorter list: 1 when every author of it agrees by full name."""
        return self.strength / max(1, min(self.paper_count, self.record_count))

    def __str__(self) -> str:
        """The agreement as a person would say it."""
        if not self.paper_count and not self.record_count:
            return "authors that can be compared are unknown"
        if not self.is_known:
            side = "the paper" if not self.paper_count else "the record"
            return f"authors of {side} unknown"
        if not self.agreeing:
            return f"none of {self.paper_count} authors is among the record's {self.record_count}"
        text = f"{self.agreeing} of {self.paper_count} authors agree"
        if self.record_count != self.paper_count:
            text += f" (the record lists {self.record_count})"
        return text


def read_authors(written: Iterable[str | None] | None) -> tuple[Name, ...]:
    """The people of an author list; empty when it is unknown or holds placeholders only.

    >>> [name.tokens[-1] for name in read_authors(["Ann Bo and Cy Do 2", "2 Institute of X"])]
    ['bo', 'do']
    """
    names = [name for text in written or () if text for name in _people_in(text)]
    return tuple(dict.fromkeys(names))


def compare_authors(paper: tuple[Name, ...], record: tuple[Name, ...]) -> Agreement:
    """How far the authors agree; order, initials, accents and scripts allowed for."""
    paper, record = _comparable(paper, record)
    pairs = _matches(paper, record)
    strength = sum(value for _, _, value in pairs)
    in_order = all(one == other for one, other, _ in pairs)
    is_beginning = bool(pairs) and in_order and len(pairs) == min(len(paper), len(record))
    is_same_list = is_beginning and len(paper) == len(record)
    return Agreement(
        paper_count=len(paper),
        record_count=len(record),
        agreeing=len(pairs),
        strength=round(strength, 3),
        is_same_list=is_same_list,
        is_cut_short=is_beginning and not is_same_list,
    )


def _comparable(
    paper: tuple[Name, ...], record: tuple[Name, ...]
) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Both lists without names in a script that the other list does not have.

    Only as many are left out as stand against each other: a name in Han characters may be any
    one of the Latin names, so it neither agrees nor disagrees.
    """
    if not paper or not record:
        return paper, record
    scripts = {name.is_latin for name in paper} & {name.is_latin for name in record}
    if not scripts:
        return (), ()
    foreign = abs(sum(not n.is_latin for n in paper) - sum(not n.is_latin for n in record))
    if len(scripts) == 2 or not foreign:
        return paper, record
    return tuple(n for n in paper if n.is_latin in scripts), tuple(
        n for n in record if n.is_latin in scripts
    )


def _matches(paper: tuple[Name, ...], record: tuple[Name, ...]) -> list[tuple[int, int, float]]:
    """Pairs of positions of the same people with their likeness, best first, each used once."""
    # In place first: most lists are equal, and 2,000-author lists must not cost 4 million looks.
    found = [
        (i, i, value)
        for i, (a, b) in enumerate(zip(paper, record, strict=False))
        if (value := likeness(a, b)) >= 0.8
    ]
    left = sorted(set(range(len(paper))) - {i for i, _, _ in found})[:200]
    right = sorted(set(range(len(record))) - {j for _, j, _ in found})[:200]
    scored = [(likeness(paper[i], record[j]), i, j) for i in left for j in right]
    for value, i, j in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        if value >= 0.4 and i in left and j in right:
            found.append((i, j, value))
            left.remove(i)
            right.remove(j)
    return found


@lru_cache(maxsize=200_000)
def _people_in(text: str) -> tuple[Name, ...]:
    names = [parse_name(piece) for piece in _pieces(text) if not _is_no_person(piece)]
    return tuple(name for name in names if name is not None)


def _pieces(text: str) -> list[str]:
    parts = [part for part in _SEPARATOR.split(text) if part and part.strip(" ,.")]
    return [name for part in parts for name in _split_commas(part)]


def _split_commas(text: str) -> list[str]:
    """Names of one string apart; "Family, Given" stays together."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    is_list = len(parts) > 2 or (len(parts) == 2 and all(" " in part for part in parts))
    return parts if is_list else [", ".join(parts)]


def _is_no_person(text: str) -> bool:
    return bool(_PLACEHOLDER.search(text.strip()) or _AFFILIATION.search(fold(text)))
