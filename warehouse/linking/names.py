"""One author's name, and whether two spellings of it can be one person.

OpenReview writes names as authors typed them: in capitals, with footnote marks, in Han characters.
Semantic Scholar abbreviates them, adds middle initials and sometimes swaps the order.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from warehouse.linking.titles import fold

_NICKNAME = re.compile(r"[(\[\"“]\s*([^\W\d_][^()\[\]\"”]*?)\s*[)\]\"”]")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])\d{1,2}\b")
_TOKEN = re.compile(r"[^\W_]+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "dr", "prof"})
_LATIN = re.compile(r"[a-z]")

FULL = 1.0
INITIAL = 0.8
"""Likeness through an initial: it says less, the commoner the family name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    Attributes:
        tokens: Every part, folded, in the order written; initials are single letters.
        nickname: A second given name in brackets, if one was written.
        joined: All parts as one word: hyphens and spaces inside names do not count.
        words: The parts that are more than an initial.
        is_latin: Whether it is written in Latin letters.
    """

    tokens: tuple[str, ...]
    nickname: str | None
    joined: str
    words: frozenset[str]
    is_latin: bool


# A name comes on OpenReview, in records and in citing works; taking it apart takes 20 us.
@lru_cache(maxsize=50_000)
def parse_name(written: str) -> Name | None:
    """The name taken apart; None when nothing of a name is left.

    >>> parse_name("Gómez-Bombarelli, R.").tokens
    ('r', 'gomez', 'bombarelli')
    """
    bracket = _NICKNAME.search(written)
    bare = _FOOTNOTE.sub("", _NICKNAME.sub(" ", written))
    if bare.count(",") == 1:
        family, given = bare.split(",")
        bare = f"{given} {family}" if given.strip() else family
    tokens = [t for t in _TOKEN.findall(fold(bare)) if not t.isdigit()]
    people = [t for t in tokens if t not in _SUFFIXES]
    nickname = "".join(_TOKEN.findall(fold(bracket[1]))) if bracket else ""
    return _name(tuple(people if len(people) > 1 else tokens), nickname or None)


def _name(tokens: tuple[str, ...], nickname: str | None = None) -> Name | None:
    if not tokens:
        return None
    joined = "".join(tokens)
    words = frozenset(t for t in tokens if len(t) > 1)
    return Name(tokens, nickname, joined, words, _LATIN.search(joined) is not None)


def likeness(one: Name, other: Name) -> float:
    """How well two names fit one person: 0 (other people) to 1 (the same name in full).

    >>> likeness(parse_name("Peng Gao"), parse_name("Gao Peng"))
    1.0
    >>> likeness(parse_name("J. Smith"), parse_name("Jane Smith"))
    0.8
    """
    if one.joined == other.joined:
        return FULL if len(one.joined) > 2 else 0.5
    if one.words.isdisjoint(other.words):
        return _misspelt(one, other)
    return _likeness(one, other)


@lru_cache(maxsize=100_000)
def _likeness(one: Name, other: Name) -> float:
    if sorted(one.tokens) == sorted(other.tokens):
        return FULL
    # In every order: "Peng Gao" and "Gao P." are one person more often than two.
    swapped = max(
        _same_family(_rotated(one.tokens), other.tokens),
        _same_family(one.tokens, _rotated(other.tokens)),
    )
    return max(
        _same_family(one.tokens, other.tokens),
        0.9 * swapped,
        _nicknamed(one, other),
        _nicknamed(other, one),
        _contained(one, other),
        _misspelt(one, other),
    )


def _same_family(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Likeness of names whose last parts are equal, by their given names."""
    if one[-1] != other[-1] or len(one[-1]) < 2:
        return 0.0
    if len(one) == 1 or len(other) == 1:
        return 0.4  # a family name alone
    return _same_given(one[:-1], other[:-1])


def _same_given(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    short, long = sorted(("".join(one), "".join(other)), key=len)
    if short == long:
        return FULL
    first, second = sorted((one[0], other[0]), key=len)
    if not second.startswith(first):
        return 0.0
    if _initials_clash(one, other):
        return 0.3 if len(first) > 1 else 0.0
    if len(first) == 1:
        return INITIAL
    if first == second:
        return FULL
    return 0.9 if len(first) > 2 or long.startswith(short) else 0.5


def _initials_clash(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Both have second names, and they cannot be the same."""
    if len(one) < 2 or len(other) < 2:
        return False
    return not any(a[0] == b[0] for a in one[1:] for b in other[1:])


def _nicknamed(one: Name, other: Name) -> float:
    same = one.nickname is not None and one.nickname in other.tokens[:-1]
    return 0.9 if same and one.tokens[-1] == other.tokens[-1] else 0.0


def _rotated(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The parts with the first one read as the family name."""
    return (*tokens[1:], tokens[0])


def _contained(one: Name, other: Name) -> float:
    """A shorter form: every part of one is in the other ("Ana Gil", "Ana Gil Couto")."""
    short, long = sorted((one.tokens, other.tokens), key=len)
    if len(short) < 2 or (short[0][0] != long[0][0] and short[-1] != long[-1]):
        return 0.0
    rest = list(long)
    whole = 0
    for token in sorted(short, key=len, reverse=True):
        partner = next((word for word in rest if _stands_for(token, word)), None)
        if partner is None:
            return 0.0
        rest.remove(partner)
        whole += len(token) > 1
    return 0.9 if whole >= 2 else 0.6 if whole else 0.0


def _stands_for(token: str, word: str) -> bool:
    return token == word or (len(token) == 1 and word.startswith(token))


def _misspelt(one: Name, other: Name) -> float:
    """One letter more or less in a long name, umlauts written out, parts run together."""
    if one.joined[0] != other.joined[0] or min(len(one.joined), len(other.joined)) < 7:
        return 0.0
    if abs(len(one.joined) - len(other.joined)) > 3:
        return 0.0
    a, b = _plain_umlauts(one.joined), _plain_umlauts(other.joined)
    return INITIAL if a == b or fuzz.ratio(a, b, score_cutoff=90) else 0.0


def _plain_umlauts(text: str) -> str:
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")
