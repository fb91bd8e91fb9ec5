"""One author's name, and whether two spellings of it can be one person.

OpenReview writes names as authors typed them (``XUYUAN XU``, ``Kha Pham 1``, ``江常皓``); Semantic
Scholar abbreviates, adds middle initials and sometimes swaps the order.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from warehouse.linking.titles import fold

_NICKNAME = re.compile(r"[(\[\"“]\s*([^\W\d_][^()\[\]\"”]*?)\s*[)\]\"”]")
_MARKS = re.compile(r"(?<=[^\W\d_])\d{1,2}\b|[^\w\s.,'’\-‐‑–]")
_TOKEN = re.compile(r"[^\W_]+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "dr", "prof"})
_LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    Attributes:
        tokens: Every part, folded, in the order written; initials are single letters.
        nickname: A second given name in brackets, if one was written.
    """

    tokens: tuple[str, ...]
    nickname: str | None = None

    @property
    def family(self) -> str:
        """The last part, which most often is the family name."""
        return self.tokens[-1]

    @property
    def given(self) -> tuple[str, ...]:
        """Every part but the last."""
        return self.tokens[:-1]

    @property
    def joined(self) -> str:
        """All parts as one word: hyphens and spaces inside names do not count."""
        return "".join(self.tokens)

    @property
    def is_latin(self) -> bool:
        """Whether it is written in Latin letters, so that others can be compared with it."""
        return _LATIN.search(self.joined) is not None


@lru_cache(maxsize=200_000)
def parse_name(written: str) -> Name | None:
    """The name taken apart; None when nothing of a name is left.

    >>> parse_name("Gómez-Bombarelli, R.").tokens
    ('r', 'gomez', 'bombarelli')
    """
    nickname = _NICKNAME.search(written)
    bare = _MARKS.sub(" ", _NICKNAME.sub(" ", written))
    if bare.count(",") == 1:
        family, given = bare.split(",")
        bare = f"{given} {family}" if given.strip() else family
    tokens = [t for t in _TOKEN.findall(fold(bare)) if not t.isdigit()]
    people = [t for t in tokens if t not in _SUFFIXES]
    tokens = people if len(people) > 1 else tokens
    if not tokens:
        return None
    folded = "".join(_TOKEN.findall(fold(nickname[1]))) if nickname else None
    return Name(tuple(tokens), folded or None)


@lru_cache(maxsize=200_000)
def likeness(one: Name, other: Name) -> float:
    """How well two names fit one person: 0 (other people) to 1 (the same name in full).

    0.8 stands for a fit through an initial, which says less the commoner the family name.
    """
    if one.joined == other.joined or sorted(one.tokens) == sorted(other.tokens):
        return 1.0 if len(one.joined) > 2 else 0.5
    # In every order: "Peng Gao" and "Gao P." are one person more often than two.
    direct = _family_first(one, other)
    swapped = max(
        _family_first(_rotated(one), other), _family_first(one, _rotated(other)), key=float
    )
    return max(direct, 0.9 * swapped, _contained(one, other), _misspelt(one, other))


def _family_first(one: Name, other: Name) -> float:
    if one.family != other.family or len(one.family) < 2:
        return 0.0
    if not one.given or not other.given:
        return 0.4  # a family name alone
    if _nicknamed(one, other) or _nicknamed(other, one):
        return 0.9
    return _given_likeness(one.given, other.given)


def _given_likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    short, long = sorted(("".join(one), "".join(other)), key=len)
    if short == long:
        return 1.0
    first, second = sorted((one[0], other[0]), key=len)
    if not second.startswith(first):
        return 0.0
    if _initials_clash(one, other):
        return 0.3 if len(first) > 1 else 0.0
    if len(first) == 1:
        return 0.8
    return 1.0 if first == second else 0.9 if len(first) > 2 or long.startswith(short) else 0.5


def _initials_clash(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Both have second names, and they cannot be the same."""
    if len(one) < 2 or len(other) < 2:
        return False
    return not any(a[0] == b[0] for a in one[1:] for b in other[1:])


def _nicknamed(one: Name, other: Name) -> bool:
    return one.nickname is not None and one.nickname in other.given


def _rotated(name: Name) -> Name:
    """The name with its first part read as the family name."""
    return Name((*name.tokens[1:], name.tokens[0]), name.nickname)


def _contained(one: Name, other: Name) -> float:
    """A shorter form: every part of one is in the other ("Ana Gil", "Ana Gil Couto")."""
    short, long = sorted((one.tokens, other.tokens), key=len)
    whole = [t for t in short if len(t) > 1 and t in long]
    if len(whole) < 1 or len(short) < 2:
        return 0.0
    loose = [t for t in short if t not in long]
    if any(len(t) > 1 or not any(word.startswith(t) for word in long) for t in loose):
        return 0.0
    if len(whole) >= 2:
        return 0.9
    return 0.6 if short[0][0] == long[0][0] and whole[0] in (short[0], short[-1]) else 0.0


def _misspelt(one: Name, other: Name) -> float:
    """One letter more or less in a long name, umlauts written out, parts run together."""
    if min(len(one.joined), len(other.joined)) < 7 or one.tokens[0][0] != other.tokens[0][0]:
        return 0.0
    a, b = (_plain_umlauts(name.joined) for name in (one, other))
    return 0.8 if a == b or fuzz.ratio(a, b) >= 90 else 0.0


def _plain_umlauts(text: str) -> str:
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")
