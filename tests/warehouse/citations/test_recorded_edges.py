"""Who was cited by a day in a recorded venue, against its edges read straight from their file."""

import gzip
import json
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from warehouse.citations.as_of import intervals_as_of
from warehouse.citations.citing_works import Citing, citing_works, together
from warehouse.citations.coverage import coverage
from warehouse.citations.table import citations
from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.raw import StoredPage
from warehouse.tables.citations import CITATION_COUNTS
from warehouse.tables.links import LINKS

pytestmark = pytest.mark.corpora

# The doors; the last day of a year and the first of the next, where works with only a year turn
# from possible to sure; and a day within a later year that such works carry.
DAYS = [date(2022, 4, 25), date(2022, 12, 31), date(2023, 1, 1), date(2024, 8, 15)]
SEEN = datetime(2025, 7, 1, 6, tzinfo=UTC)
MOST_NESTED = 9_999

Row = dict[str, Any]


@pytest.fixture(scope="module")
def venue() -> Path:
    folder = Path(__file__).parents[4] / "shared" / "corpora" / "iclr2022" / "semantic_scholar"
    if not folder.is_dir():
        pytest.skip("no recorded corpora beside the project")
    return folder


def lines(file: Path) -> list[Row]:
    with gzip.open(file) as rows:
        return [json.loads(row) for row in rows]


@pytest.fixture(scope="module")
def edges(venue: Path) -> dict[str, list[Row]]:
    """Citing works by the paper they cite, newest first as they are served."""
    found = defaultdict(list)
    for edge in lines(venue / "citations.jsonl.gz"):
        found[edge["citedPaperId"]].append(edge["citingPaper"])
    for works in found.values():
        works.sort(key=lambda work: work["publicationDate"] or "", reverse=True)
    return found


@pytest.fixture(scope="module")
def records(venue: Path, edges: dict[str, list[Row]]) -> list[Row]:
    return [row for row in lines(venue / "papers.jsonl.gz") if row["paperId"] in edges]


@pytest.fixture(scope="module")
def links(records: list[Row]) -> pa.Table:
    return LINKS.from_rows(
        {
            "paper_id": f"forum of {row['paperId']}",
            "venue_id": "recorded",
            "status": "linked",
            "s2_paper_id": row["paperId"],
            "s2_corpus_id": row["corpusId"],
            "reasons": [],
            "twin_ids": [],
        }
        for row in records
    )


@pytest.fixture(scope="module")
def citing(records: list[Row], edges: dict[str, list[Row]]) -> Citing:
    """What comes of batches that each hold as many nested works as the service gives."""
    return together([citing_works([page]) for page in pages(records, edges)])


def pages(records: list[Row], edges: dict[str, list[Row]]) -> list[StoredPage]:
    groups: list[list[Row]] = [[]]
    for record in records:
        held = sum(len(edges[row["paperId"]]) for row in groups[-1])
        if held + len(edges[record["paperId"]]) > MOST_NESTED:
            groups.append([])
        groups[-1].append(record)
    return [batch(group, edges) for group in groups if group]


def batch(group: list[Row], edges: dict[str, list[Row]]) -> StoredPage:
    answer = [
        {
            "paperId": row["paperId"],
            "citationCount": len(edges[row["paperId"]]),
            "citations": edges[row["paperId"]][:MOST_NESTED],
        }
        for row in group
    ]
    ids = {"ids": [f"CorpusId:{row['corpusId']}" for row in group]}
    payload = json.dumps(answer).encode()
    return StoredPage("semantic_scholar", "paper/batch", {}, ids, SEEN, 200, payload)


@pytest.fixture(scope="module")
def table(links: pa.Table, records: list[Row], citing: Citing) -> pa.Table:
    people = S2_RECORDS.from_rows(
        {
            "s2_paper_id": row["paperId"],
            "s2_corpus_id": row["corpusId"],
            "authors": [author["name"] for author in row["authors"]],
            "author_ids": [author["authorId"] for author in row["authors"]],
            "seen_at": SEEN,
        }
        for row in records
    )
    return citations(links, people, citing)


def plainly(works: list[Row], day: date) -> tuple[int, int]:
    """How many of the works were there by the day: surely, and possibly."""
    low = high = 0
    for work in works:
        if work["publicationDate"]:
            is_there = date.fromisoformat(work["publicationDate"]) <= day
            low, high = low + is_there, high + is_there
        elif work["year"] is None:
            high += 1
        else:
            low += work["year"] < day.year
            high += work["year"] <= day.year
    return low, high


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_low_and_high_are_what_the_edges_say(day, table, links, edges) -> None:
    found = intervals_as_of(table, links, day, coverage(links, table, CITATION_COUNTS.empty()))
    intervals = {
        row["paper_id"].removeprefix("forum of "): (row["citations_low"], row["citations_high"])
        for row in found.to_pylist()
    }
    # Of a work cited more often than can be served nested, only that much can be on file.
    served = {paper: works[:MOST_NESTED] for paper, works in edges.items()}
    assert intervals == {paper: plainly(works, day) for paper, works in served.items()}


def test_what_could_not_be_served_widens_the_interval(table, links, edges, citing) -> None:
    held = coverage(links, table, CITATION_COUNTS.empty(), citing.lists)
    found = intervals_as_of(table, links, DAYS[0], held).to_pylist()
    wide = {row["paper_id"].removeprefix("forum of "): row for row in found}
    for paper, works in edges.items():
        low, high = plainly(works, DAYS[0])
        assert wide[paper]["citations_low"] <= low <= high <= wide[paper]["citations_high"]


def test_self_citations_by_ids_are_what_the_edges_say(table, records, edges) -> None:
    ours = {row["paperId"]: {a["authorId"] for a in row["authors"]} for row in records}
    theirs = {
        (paper, work["paperId"]): {author["authorId"] for author in work["authors"]}
        for paper, works in edges.items()
        for work in works[:MOST_NESTED]
    }
    for row in table.select(["paper_id", "citing_id", "is_self_citation"]).to_pylist():
        paper = row["paper_id"].removeprefix("forum of ")
        known, citing_ids = ours[paper], theirs[paper, row["citing_id"]]
        if known & citing_ids - {None}:
            assert row["is_self_citation"] is True
        elif None not in known | citing_ids and citing_ids:
            assert row["is_self_citation"] is False
