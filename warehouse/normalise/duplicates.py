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
    withdrawal. Forums of different fate, rejected here and accepted there, are left alone.
    """
    found: dict[str, str] = {}
    for alike in _groups(papers):
        first, *others = sorted(alike, key=_precedence)
        for other in others:
            if other["state"] == first["state"] or first["state"] == "withdrawn":
                found.setdefault(other["paper_id"], first["paper_id"])
    return {id_: kept for id_, kept in found.items() if kept not in found}


def _groups(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    groups: dict[object, list[Paper]] = defaultdict(list)
    for paper in papers:
        for key in _keys(paper):
            groups[key].append(paper)
    return (group for group in groups.values() if len(group) > 1)


def _keys(paper: Paper) -> Iterator[object]:
    if paper["pdf_url"] and FILE.search(paper["pdf_url"]):
        yield paper["pdf_url"]
    words = re.findall(r"\w+", (paper["title"] or "").casefold())
    if paper["authors"] and len(words) >= FEWEST_WORDS:
        yield (*words, *paper["authors"])


def _precedence(paper: Paper) -> tuple[bool, int, str]:
    number = paper["number"]
    is_withdrawn = paper["state"] == "withdrawn"
    return not is_withdrawn, 2**62 if number is None else number, paper["paper_id"]
