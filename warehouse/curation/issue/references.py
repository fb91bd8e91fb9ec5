"""Works that curators refer to: from marks in their words to numbered references.

A mark is ``[[arxiv:2106.09685]]``, ``[[doi:10.1000/182]]``, ``[[s2:...]]`` with Semantic
Scholar's paper id or corpus id, or ``[[...]]`` with the OpenReview id of a paper. After a bar it
may say what to print for a work that the tables do not know:
``[[arxiv:1707.06347|Proximal Policy Optimization Algorithms, Schulman et al., 2017]]``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from warehouse.citations.relations import Ask, opened
from warehouse.curation.issue.addresses import safe_address
from warehouse.curation.issue.contents import Reference

_SCHEMED = re.compile(r"(arxiv|doi|s2)\s*:\s*(\S.*)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv:)?((?:\d{4}\.\d{4,5})|(?:[a-z-]+(?:\.[a-z]{2})?/\d{7}))(?:v\d+)?", re.I
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_S2 = re.compile(r"(?:corpusid:)?(\d{1,12})|([0-9a-f]{40})", re.IGNORECASE)

# Papers of the warehouse first: their titles and authors are the venue's own.
_PAPERS = """
SELECT papers.paper_id, title, authors, coalesce(year, year(public_at)) AS year, forum_url AS url
FROM papers LEFT JOIN links USING (paper_id) LEFT JOIN venues ON papers.venue_id = venues.venue_id
WHERE CASE $scheme
    WHEN 'paper' THEN papers.paper_id = $key
    WHEN 'arxiv' THEN lower(links.arxiv_id) = $key
    WHEN 'doi' THEN lower(links.doi) = $key
    ELSE links.s2_paper_id = $key OR CAST(links.s2_corpus_id AS VARCHAR) = $key END
ORDER BY state = 'accepted' DESC, papers.paper_id LIMIT 1
"""
_CITING = """
SELECT NULL AS paper_id, title, authors, year, NULL AS url FROM citations
WHERE $scheme = 's2' AND title IS NOT NULL
    AND (citing_id = $key OR CAST(citing_corpus_id AS VARCHAR) = $key)
ORDER BY citing_id LIMIT 1
"""
_CANDIDATES = """
SELECT NULL AS paper_id, title, authors, year, NULL AS url FROM candidates
WHERE $scheme = 's2' AND title IS NOT NULL
    AND (s2_paper_id = $key OR CAST(s2_corpus_id AS VARCHAR) = $key)
ORDER BY s2_paper_id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark says: whose id (arxiv, doi, s2 or paper), the id, and what to print."""

    scheme: str
    key: str
    label: str | None


def read_mark(text: str) -> Mark | None:
    """What a mark refers to; None where it is no id of its kind.

    >>> read_mark("arXiv:2106.09685v2 | LoRA")
    Mark(scheme='arxiv', key='2106.09685', label='LoRA')
    >>> read_mark("arxiv:none") is None
    True
    """
    given, _, label = (part.strip() for part in text.partition("|"))
    schemed = _SCHEMED.fullmatch(given)
    if schemed is None:
        return Mark("paper", given, label or None) if given and " " not in given else None
    scheme, value = schemed[1].lower(), schemed[2].strip()
    key = _KEYS[scheme](value)
    return None if key is None else Mark(scheme, key, label or None)


def _arxiv_key(value: str) -> str | None:
    found = _ARXIV.fullmatch(value)
    return found[1].lower() if found else None


def _doi_key(value: str) -> str | None:
    return value.lower() if _DOI.fullmatch(value) else None


def _s2_key(value: str) -> str | None:
    found = _S2.fullmatch(value)
    return (found[1] or found[2].lower()) if found else None


_KEYS = {"arxiv": _arxiv_key, "doi": _doi_key, "s2": _s2_key}


@dataclass(frozen=True, slots=True)
class Referred:
    """The numbered references, and which number each mark has.

    Attributes:
        references: In order of their numbers.
        numbers: The number of each mark that refers to something.
        unresolved: Marks of which nothing, or nothing but an id, is known.
    """

    references: tuple[Reference, ...]
    numbers: Mapping[str, int]
    unresolved: tuple[str, ...]


def referred(marks: Iterable[str], tables: Mapping[str, pa.Table]) -> Referred:
    """Number the works that marks refer to, in the order they appear; one work has one number.

    Args:
        marks: As written, in the order of the text.
        tables: ``papers``, ``venues``, ``links``, ``citations`` and ``link_candidates``, of as
            many venues as may be referred to.
    """
    references: list[Reference] = []
    places: dict[tuple[str, ...], int] = {}
    numbers: dict[str, int] = {}
    unresolved: list[str] = []
    for text, (mark, work) in _looked_up(list(dict.fromkeys(marks)), tables).items():
        if mark is None or not (work or mark.label or mark.scheme != "paper"):
            unresolved.append(text)
            continue
        same = (work["paper_id"],) if work and work["paper_id"] else (mark.scheme, mark.key)
        if same not in places:
            places[same] = len(references)
            references.append(_reference(len(references) + 1, text, mark, work))
        elif text not in references[places[same]].marks:
            references[places[same]] = _also(references[places[same]], text, mark)
        numbers[text] = places[same] + 1
    nameless = [mark for r in references if not (r.title or r.label) for mark in r.marks]
    return Referred(tuple(references), numbers, tuple(unresolved + nameless))


def _looked_up(
    marks: list[str], tables: Mapping[str, pa.Table]
) -> dict[str, tuple[Mark | None, dict[str, Any] | None]]:
    named = {"papers", "venues", "links", "citations"}
    registered = {name: tables[name] for name in named} | {"candidates": tables["link_candidates"]}
    found: dict[str, tuple[Mark | None, dict[str, Any] | None]] = {}
    with opened(registered) as ask:
        for text in marks:
            mark = read_mark(text)
            work = None
            if mark is not None:
                work = _found(ask, mark)
            found[text] = (mark, work)
    return found


def _found(ask: Ask, mark: Mark) -> dict[str, Any] | None:
    for sql in (_PAPERS, _CITING, _CANDIDATES):
        for row in ask(sql, {"scheme": mark.scheme, "key": mark.key}).to_pylist():
            return dict(row)
    return None


def _reference(number: int, text: str, mark: Mark, work: dict[str, Any] | None) -> Reference:
    url = safe_address(work["url"] if work and work["url"] else _address(mark))
    if work is None or not work["title"]:
        return Reference(number, (text,), None, mark.label, (), None, url)
    authors = tuple(name for name in work["authors"] or () if name)
    return Reference(number, (text,), work["title"], None, authors, work["year"], url)


def _also(reference: Reference, text: str, mark: Mark) -> Reference:
    """The same reference, written in one more way."""
    label = None if reference.title else reference.label or mark.label
    return replace(reference, marks=(*reference.marks, text), label=label)


def _address(mark: Mark) -> str:
    if mark.scheme == "s2" and len(mark.key) < 40:
        return f"https://api.semanticscholar.org/CorpusID:{mark.key}"
    return _ADDRESSES[mark.scheme] + mark.key


_ADDRESSES = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "s2": "https://www.semanticscholar.org/paper/",
    "paper": "https://openreview.net/forum?id=",
}
