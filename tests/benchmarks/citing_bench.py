"""Citing works from pages to the ``citations`` table: 113,000, as many as ICLR 2022 has, made up.

They come in pages of up to 9,999, with ids for all authors, for 96 in 100 (as recorded), and for
none, where self-citations are told by names alone. The floor of *pages to works* is the JSON.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa

from tests.benchmarks.measuring import Place, Row, Taken, alone, ratio, taken
from warehouse.citations.citing_works import citing_works
from warehouse.citations.table import citations
from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.raw import StoredPage
from warehouse.tables import LINKS

SEEN = datetime(2025, 7, 1, 6, tzinfo=UTC)
WORKS, WORKS_A_PAPER = 113_000, 100
TIMES = 3
PAPERS_A_PAGE = 99
SYLLABLES = (
    "a",
    "bo",
    "cy",
    "di",
    "el",
    "fu",
    "ga",
    "hi",
    "io",
    "ju",
    "ka",
    "lu",
    "mi",
    "no",
    "pe",
)
SURNAMES = 400


def rows(place: Place) -> Iterator[Row]:
    """Both steps for each share of authors with ids."""
    works = WORKS if len(place.sizes) > 1 else place.sizes[0] * WORKS_A_PAPER // 10
    for known in (1.0, 0.96, 0.0):
        given = f"{works:,} works, ids of {known:.0%} of authors"
        read, parsed = alone(_read, works, known), alone(_parse, works, known)
        yield Row("pages to works", given, read, None, "floor: JSON", ratio(read, parsed.cpu))
        yield Row("works to citations", given, alone(_relate, works, known))


def _read(works: int, known: float) -> Taken:
    pages = pages_of(works, known)
    return taken(lambda: citing_works(pages), TIMES)


def _parse(works: int, known: float) -> Taken:
    pages = pages_of(works, known)
    return taken(lambda: [page.json() for page in pages], TIMES)


def _relate(works: int, known: float) -> Taken:
    links, records = _cited(-(-works // WORKS_A_PAPER))
    citing = citing_works(pages_of(works, known))
    return taken(lambda: citations(links, records, citing), TIMES)


def pages_of(works: int, known: float) -> list[StoredPage]:
    """Batches with nested citations, in which that share of authors have ids."""
    papers = list(range(-(-works // WORKS_A_PAPER)))
    groups = [papers[i : i + PAPERS_A_PAGE] for i in range(0, len(papers), PAPERS_A_PAGE)]
    return [_page(group, known) for group in groups]


def _page(papers: list[int], known: float) -> StoredPage:
    dice = np.random.default_rng(papers[0])
    answer = []
    for paper in papers:
        numbers = range(paper * WORKS_A_PAPER, (paper + 1) * WORKS_A_PAPER)
        works = [_work(number, dice, known) for number in numbers]
        cited = {"paperId": f"{paper:040x}", "citationCount": WORKS_A_PAPER, "citations": works}
        answer.append(cited)
    ids = {"ids": [f"CorpusId:{paper}" for paper in papers]}
    payload = json.dumps(answer).encode()
    return StoredPage("semantic_scholar", "paper/batch", {}, ids, SEEN, 200, payload)


def _work(number: int, dice: np.random.Generator, known: float) -> dict[str, object]:
    day = np.datetime64("2021-01-01") + int(dice.integers(0, 1_800))
    return {
        "paperId": f"{number * 2_654_435_761:040x}",
        "corpusId": number,
        "title": f"On the Lamps of the {number}th Street and their Keepers",
        "year": day.astype(object).year,
        "venue": "arXiv.org",
        "publicationDate": None if dice.random() < 0.05 else str(day),
        "authors": [_author(dice, known) for _ in range(3)],
    }


def _author(dice: np.random.Generator, known: float) -> dict[str, object]:
    """One of 1.3 million people, of whom one in seven has the most frequent family name."""
    given = int(dice.integers(len(SYLLABLES) ** 3))
    family = int(SURNAMES * dice.random() ** 3)
    name = f"{_spelled(given).title()} {_spelled(family + 3_000).title()}"
    return {"authorId": f"{given}{family:03}" if dice.random() < known else None, "name": name}


def _spelled(number: int) -> str:
    """A number as three syllables."""
    size = len(SYLLABLES)
    return "".join(SYLLABLES[number // size**place % size] for place in (2, 1, 0))


def _cited(papers: int) -> tuple[pa.Table, pa.Table]:
    dice = np.random.default_rng(0)
    people = [[_author(dice, 1.0) for _ in range(5)] for _ in range(papers)]
    ids = [{"s2_paper_id": f"{paper:040x}", "s2_corpus_id": paper} for paper in range(papers)]
    link = {"venue_id": "lantern", "status": "linked", "reasons": [], "twin_ids": []}
    links = LINKS.from_rows(
        link | row | {"paper_id": f"paper{row['s2_corpus_id']:06}"} for row in ids
    )
    records = S2_RECORDS.from_rows(
        row
        | {
            "authors": [author["name"] for author in authors],
            "author_ids": [author["authorId"] for author in authors],
            "seen_at": SEEN,
        }
        for row, authors in zip(ids, people, strict=True)
    )
    return links, records
