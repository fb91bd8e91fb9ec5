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
    found: dict[str, Paper] = {}
    for is_file, alike in _groups(papers):
        for place, paper in enumerate(alike):
            stands = next((one for one in alike[:place] if _repeats(paper, one, is_file)), None)
            if stands is not None:
                _join(found, paper, stands, is_file)
    return {id_: _standing(paper, found)["paper_id"] for id_, paper in found.items()}


def _join(found: dict[str, Paper], paper: Paper, other: Paper, is_file: bool) -> None:
    """Let one paper stand for what both stood for until now."""
    ends = _standing(paper, found), _standing(other, found)
    first, second = sorted(ends, key=_precedence)
    if first["paper_id"] != second["paper_id"] and _repeats(second, first, is_file):
        found[second["paper_id"]] = first


def _standing(paper: Paper, found: Mapping[str, Paper]) -> Paper:
    while (earlier := found.get(paper["paper_id"])) is not None:
        paper = earlier
    return paper


def _repeats(paper: Paper, earlier: Paper, is_file: bool) -> bool:
    left = earlier["state"] == "withdrawn" and (is_file or paper["state"] != "accepted")
    return left or paper["state"] == earlier["state"]


def _groups(papers: Iterable[Paper]) -> Iterator[tuple[bool, list[Paper]]]:
    """Papers that are alike, and whether it is their file that is the same; files first."""
    groups: dict[tuple[bool, object], list[Paper]] = defaultdict(list)
    for paper in sorted(papers, key=_precedence):
        for key in _keys(paper):
            groups[key].append(paper)
    for is_file in (True, False):
        yield from (
            (is_file, group) for key, group in groups.items() if key[0] is is_file and group[1:]
        )


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
