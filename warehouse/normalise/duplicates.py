"""Forums of one venue that are one paper: told by the same file, or the same title and people.

OpenReview keeps 300 papers of NeurIPS 2021 twice, and papers of ICLR 2018 both as they were blind
and as they were withdrawn. Titles alone tell nothing: "N/A" and "Withdrawn" are many papers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Paper = Mapping[str, Any]

# A file kept by OpenReview goes by a hash of its own; other addresses may serve many papers.
FILE = re.compile(r"/pdf/[0-9a-f]{40}\.pdf$")

FEWEST_WORDS = 3


def duplicates(papers: Iterable[Paper]) -> dict[str, str]:
    """Forums that only repeat another one, with the forum that stands for the paper.

    Of two accepted ones the one with the lower number stands; of a withdrawn paper its
    withdrawal. Forums of different fate, rejected here and accepted there, are left alone; so is
    an acceptance beside a withdrawn forum with another file, whose authors entered it once more.
    """
    found: dict[str, str] = {}
    for is_file, alike in _groups(papers):
        first, *others = sorted(alike, key=_precedence)
        for other in others:
            if _repeats(other, first, is_file):
                found.setdefault(other["paper_id"], first["paper_id"])
    return {id_: _last(kept, found) for id_, kept in found.items()}


def _last(id_: str, found: Mapping[str, str]) -> str:
    # One repeats another by its file and that one a third by its people: never in a ring, as
    # what stands always comes first in the order of precedence.
    while id_ in found:
        id_ = found[id_]
    return id_


def _repeats(other: Paper, first: Paper, is_file: bool) -> bool:
    left = first["state"] == "withdrawn" and (is_file or other["state"] != "accepted")
    return left or other["state"] == first["state"]


def _groups(papers: Iterable[Paper]) -> Iterator[tuple[bool, list[Paper]]]:
    """Papers that are alike, and whether it is their file that is the same."""
    groups: dict[tuple[bool, object], list[Paper]] = defaultdict(list)
    for paper in papers:
        for key in _keys(paper):
            groups[key].append(paper)
    return ((key[0], group) for key, group in groups.items() if len(group) > 1)


def _keys(paper: Paper) -> Iterator[tuple[bool, object]]:
    if paper["pdf_url"] and FILE.search(paper["pdf_url"]):
        yield True, paper["pdf_url"]
    words = re.findall(r"\w+", (paper["title"] or "").casefold())
    if paper["authors"] and len(words) >= FEWEST_WORDS:
        yield False, (*words, "by", *paper["authors"])


def _precedence(paper: Paper) -> tuple[bool, int, str]:
    number = paper["number"]
    is_withdrawn = paper["state"] == "withdrawn"
    return not is_withdrawn, 2**62 if number is None else number, paper["paper_id"]
