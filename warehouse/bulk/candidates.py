"""Lines of ``papers`` that could be one of the warehouse's papers: what linking then looks at.

The searches of the API have their counterparts here: the records of a venue and its years, the
records whose title is the same, but for a subtitle maybe, or has most of its telling words, and
records by an id.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

import msgspec
import pyarrow as pa

from warehouse.bulk.kept import Hits
from warehouse.linking.ids import arxiv_id, doi
from warehouse.linking.titles import normalise_title
from warehouse.linking.venues import venue_fit
from warehouse.linking.words import weight

# A word that more papers have leads to none of them; a title of such words has to be the same.
COMMON = 30
# Of the telling words of both titles, or of the paper's own where there are enough of them.
SHARED = 0.6
HELD = 0.8
ENOUGH = 4
# How much the part before a subtitle has to tell to be looked for by itself.
TOLD = 2
# Letters of a title by which most others are told from it.
OPENING = 6
# Where a subtitle begins, as in :mod:`warehouse.linking.comparison`.
_SUBTITLE = re.compile(r":|\s[-\u2013\u2014]+\s|\u2014|[?!.]\s")

Venues = tuple[str, ...]


class _Ids(msgspec.Struct, gc=False):
    ArXiv: str | None = None
    DOI: str | None = None


class _Row(msgspec.Struct, gc=False):
    corpusid: int | str | None = None
    title: str | None = None
    venue: str | None = None
    year: int | None = None
    externalids: _Ids | None = None


_VERSION = re.compile(r"v\d+$")
_DECODER = msgspec.json.Decoder(_Row)


@dataclass(slots=True)
class Candidates:
    """Lets through what could be a paper of one of the venues.

    Attributes:
        ids: Venues by what names one of their papers: a corpus id, as a number and as text, an
            arXiv id or a DOI.
        keys: Venues by the title of one of their papers, or its part before a colon, without
            spaces.
        openings: How these begin: few titles do, and only they are looked at for a subtitle.
        filed: How each venue's records are filed: what stands for the venue, and the years.
        telling: For each rare word the papers that have it: all their telling words, and venue.
    """

    ids: dict[int | str | None, set[str]] = field(default_factory=lambda: defaultdict(set))
    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    openings: set[str] = field(default_factory=set)
    filed: dict[str, tuple[str, range]] = field(default_factory=dict)
    telling: dict[str, list[tuple[frozenset[str], str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __call__(self, block: bytes) -> Hits:
        """The lines of a block that could be a paper; lines that are no JSON are passed over."""
        lines = block.split(b"\n")
        for number, row in _decoded(block, lines):
            if venues := self.venues_of(row):
                yield lines[number], venues

    def venues_of(self, row: _Row) -> Venues:
        """The venues of which it could be a paper."""
        found = set(self.ids.get(row.corpusid, _NOBODY))
        if ids := row.externalids:
            if ids.ArXiv:
                found |= self.ids.get(_arxiv(ids.ArXiv), _NOBODY)
            if ids.DOI:
                found |= self.ids.get(ids.DOI.lower(), _NOBODY)
        if row.title:
            found |= self._titled(row.title)
        if row.venue and self.filed:
            found.update(self._filed(row.venue, row.year))
        return tuple(sorted(found))

    def _titled(self, title: str) -> Set[str]:
        words = normalise_title(title).split()
        key = "".join(words)
        found = self.keys.get(key, _NOBODY)
        if key[:OPENING] in self.openings and _SUBTITLE.search(title):
            found = found | self.keys.get(_main_part(title), _NOBODY)
        have = frozenset(words)
        rare = self.telling.keys() & have
        return found.union(self._alike(have, rare)) if rare else found

    def _alike(self, have: frozenset[str], rare: Iterable[str]) -> Iterator[str]:
        mine = frozenset(word for word in have if weight(word))
        for theirs, venue in {paper for word in rare for paper in self.telling[word]}:
            shared = len(theirs & mine)
            if shared >= SHARED * max(len(theirs), len(mine)) or (
                len(theirs) >= ENOUGH and shared >= HELD * len(theirs)
            ):
                yield venue

    def _filed(self, name: str, year: int | None) -> Iterator[str]:
        for venue, (ours, years) in self.filed.items():
            if year in years and venue_fit(ours, name) == "same":
                yield venue


_NOBODY: frozenset[str] = frozenset()


def candidates(
    papers: pa.Table,
    known: Mapping[str, Iterable[int]],
    filed: Mapping[str, tuple[str, tuple[int, int]]],
) -> Candidates:
    """What could be one of these papers.

    Args:
        papers: Accepted papers, as ``tables.PAPERS``, of any number of venues.
        known: Corpus ids of records that are linked or were considered already, by venue.
        filed: The acronym and years under which the service files a venue, where it does so.
    """
    found = Candidates()
    for venue, (acronym, (first, last)) in filed.items():
        found.filed[venue] = (f"{acronym}/{last}", range(first, last + 1))
    words: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
    for row in papers.to_pylist():
        venue, title = row["venue_id"], normalise_title(row["title"] or "").split()
        texts = (row["pdf_url"], row["bibtex"])
        for name in filter(None, (arxiv_id(*texts), doi(*texts))):
            found.ids[name].add(venue)
        for key in filter(None, ("".join(title), _main_part(row["title"] or ""))):
            found.keys[key].add(venue)
            found.openings.add(key[:OPENING])
        telling = frozenset(word for word in title if weight(word))
        for word in telling:
            if weight(word) == 1:
                words[word].append((telling, venue))
    for venue, ids in known.items():
        for id_ in ids:
            found.ids[id_].add(venue)
            found.ids[str(id_)].add(venue)
    found.telling.update({word: them for word, them in words.items() if len(them) <= COMMON})
    return found


def _main_part(title: str) -> str:
    """The part of a title before its subtitle, without spaces; "" where it says too little."""
    words = normalise_title(_SUBTITLE.split(title, maxsplit=1)[0]).split()
    return "".join(words) if sum(map(weight, words)) >= TOLD else ""


def _arxiv(given: str | None) -> str:
    return _VERSION.sub("", (given or "").strip().lower())


def _decoded(block: bytes, lines: list[bytes]) -> Iterator[tuple[int, _Row]]:
    try:
        rows = _DECODER.decode_lines(block)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        rows = []
    if rows and len(rows) == len(lines) - 1:
        yield from enumerate(rows)
        return
    for number, line in enumerate(lines):
        try:
            yield number, _DECODER.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue
