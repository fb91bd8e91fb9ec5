"""The ids of all venues on OpenReview: searched, narrowed to a year, or guessed at."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from rapidfuzz import process, utils
from rapidfuzz.distance import OSA

from connectors.errors import Missing
from connectors.openreview.kinds import groups
from connectors.page import Fetch, Page, Request

VenueKind = Literal["conference", "track", "workshop", "journal", "other"]

ALL = Request("openreview", "v2/groups", {"id": "venues"})

NEAR = 0.6
"""Likeness, 0 to 1, below which an id is no guess at what was written."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ORDER = ("conference", "track", "workshop", "other", "journal")
_KINDS: tuple[tuple[VenueKind, re.Pattern[str]], ...] = (
    # Proposals for workshops are reviewed too, but are no workshops.
    ("other", re.compile(r"proposal", re.I)),
    ("workshop", re.compile(r"workshop", re.I)),
    (
        "track",
        re.compile(r"track|conference/.|(^|/)(blog|tinypapers|competition|tutorial|demo)", re.I),
    ),
    ("conference", re.compile(r"conference|symposium|(19|20)\d\d$", re.I)),
)


@dataclass(frozen=True, slots=True)
class VenueName:
    """What the id of a venue tells of it.

    Attributes:
        id: OpenReview id.
        year: The year in it, if there is one.
        kind: conference, track, workshop, journal or other.
        container: The group between year and venue, such as ``ICLR.cc/2022/Workshop``; None where
            there is none.
    """

    id: str
    year: int | None
    kind: VenueKind
    container: str | None

    @property
    def root(self) -> str:
        """Organisation and year: ``ICLR.cc/2022``. Without a year the id itself."""
        return _split(self.id)[0]


def venue_name(venue_id: str) -> VenueName:
    """What an id tells.

    >>> venue_name("ICLR.cc/2022/Workshop/GTRL").container
    'ICLR.cc/2022/Workshop'
    >>> venue_name("TMLR").kind
    'journal'
    """
    year = _YEAR.search(venue_id)
    root, inner = _split(venue_id)
    above = inner.rpartition("/")[0]
    return VenueName(
        venue_id,
        int(year[0]) if year else None,
        _kind(venue_id),
        f"{root}/{above}" if above else None,
    )


def venue_names(page: Page) -> list[VenueName]:
    """The venues on a page of the group ``venues``: each once, conferences before the rest."""
    members = {member for group in groups(page) for member in group.get("members") or ()}
    named = (venue_name(member) for member in members if isinstance(member, str) and member)
    return sorted(named, key=_place)


def venues(
    fetch: Fetch, pattern: str = "", year: int | None = None, *, children: bool = False
) -> list[VenueName]:
    """The venues whose id has all words of ``pattern``, in one request.

    Args:
        fetch: Asks one request.
        pattern: Words, in any order and case; a word with ``*`` or ``?`` stands for a whole id.
        year: The year that must be in the id.
        children: Give what lies beside the conferences found, under their organisation and year:
            their workshops and tracks.

    Raises:
        Missing: Nothing matches; says which ids come near.
    """
    known = venue_names(fetch(ALL))
    found = _matching(known, _apart(pattern).casefold().split(), year)
    if children:
        found = _beside(known, found)
    if not found:
        raise Missing(_nothing(known, pattern, year, children), ALL)
    return found


def near_venues(fetch: Fetch, venue_id: str, limit: int = 5) -> list[str]:
    """The ids on OpenReview that look most like ``venue_id``, the nearest first."""
    return near(venue_names(fetch(ALL)), venue_id, limit)


def near(known: Iterable[VenueName], written: str, limit: int = 5) -> list[str]:
    """The same of ids at hand; none where nothing comes near.

    Each word that was written is compared with the words of an id, letters that changed places
    counting as one slip, for that is how acronyms are mistyped.
    """
    words = _words(written)
    vocabulary = {name: _words(name.id) for name in known}
    distinct = sorted({word for its in vocabulary.values() for word in its})
    if not words or not distinct:
        return []
    alike = process.cdist(words, distinct, scorer=OSA.normalized_similarity)
    rows = [dict(zip(distinct, row, strict=True)) for row in alike.tolist()]
    scores = {name: _nearness(words, rows, its) for name, its in vocabulary.items()}
    # Of many equally near ids, such as the workshops of a year, the shortest is meant.
    ranked = sorted(scores, key=lambda name: (-scores[name], len(name.id), name.id))
    return [name.id for name in ranked[:limit] if scores[name] >= NEAR]


def _nearness(words: list[str], rows: list[dict[str, float]], its: list[str]) -> float:
    """The mean likeness of the words, long ones weighing more, less a little for each other."""
    likeness = [max(row[word] for word in its) if its else 0.0 for row in rows]
    weight = sum(map(len, words))
    mean = sum(len(word) * like for word, like in zip(words, likeness, strict=True)) / weight
    return mean - 0.01 * max(0, len(its) - len(words))


def _words(written: str) -> list[str]:
    """The words of an id as people recall it: ``iclr2022`` has those of ICLR.cc/2022."""
    return utils.default_process(_apart(written)).replace("_", " ").split()


def _apart(written: str) -> str:
    return re.sub(r"(?<=[A-Za-z])(?=[0-9])", " ", written)


def below(known: Iterable[VenueName], group_id: str) -> list[str]:
    """The venues under a group, in their order."""
    return [name.id for name in known if name.id.startswith(f"{group_id}/")]


def _matching(known: Sequence[VenueName], words: list[str], year: int | None) -> list[VenueName]:
    return [
        name
        for name in known
        if year in (None, name.year) and all(_has(name.id.casefold(), word) for word in words)
    ]


def _has(venue_id: str, word: str) -> bool:
    return fnmatchcase(venue_id, word) if {"*", "?"} & {*word} else word in venue_id


def _beside(known: Iterable[VenueName], found: Sequence[VenueName]) -> list[VenueName]:
    conferences = [name for name in found if name.kind == "conference"]
    roots = {name.root for name in conferences or found if name.year is not None}
    parents = {name.id for name in conferences}
    return [name for name in known if name.root in roots and name.id not in parents]


def _nothing(known: list[VenueName], pattern: str, year: int | None, children: bool) -> str:
    asked = " ".join(filter(None, (pattern, str(year or ""))))
    what = "workshop or track beside" if children else "venue that matches"
    offered = ", ".join(near(known, asked)) if asked else ""
    ending = f": did you mean {offered}?" if offered else ": try fewer or other words"
    return f"OpenReview lists no {what} {asked!r}{ending}"


def _kind(venue_id: str) -> VenueKind:
    if "/" not in venue_id:
        return "journal"
    inner = venue_id.partition("/")[2]
    return next((kind for kind, words in _KINDS if words.search(inner)), "other")


def _split(venue_id: str) -> tuple[str, str]:
    """Organisation and year, and what follows; the year is the first part that has one."""
    parts = venue_id.split("/")
    at = next((i for i, part in enumerate(parts) if i and _YEAR.search(part)), len(parts))
    return "/".join(parts[: at + 1]), "/".join(parts[at + 1 :])


def _place(name: VenueName) -> tuple[str, int, str]:
    return (name.root.casefold(), _ORDER.index(name.kind), name.id)
