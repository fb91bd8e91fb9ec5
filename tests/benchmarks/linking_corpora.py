"""Recorded venues, where they lie beside the project, read as a run reads them."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from connectors.standin.corpus import Corpus, load
from tests.benchmarks.linking_made_up import Writer, paper_row, record_row
from warehouse.normalise.s2_records import S2_RECORDS, s2_records
from warehouse.normalise.submissions import normalise_submissions
from warehouse.raw import StoredPage
from warehouse.tables import PAPERS

SHARED = Path(__file__).parents[3] / "shared"
AT = datetime(2026, 1, 1, tzinfo=UTC)
RIGHT_KINDS = ("same_title", "retitled")


@dataclass(frozen=True)
class Truth:
    """What is known of a paper.

    Attributes:
        kind: same_title, retitled, absent, impostor_only, wrong_record_in_pool.
        right: The record of it that is known; None when there is none.
        twins: Other records of the work.
        impostors: Records that must never be linked.
    """

    kind: str
    right: str | None
    twins: frozenset[str] = field(default=frozenset())
    impostors: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Recorded:
    """A venue's accepted papers, a pool of records, and the truth about each paper."""

    name: str
    papers: pa.Table
    records: pa.Table
    truth: dict[str, Truth]


def recorded_venues(folder: Path = SHARED / "corpora") -> list[Recorded]:
    """Every recorded venue for which truth is known; empty where none lies beside the project."""
    return [recorded(path.parents[1]) for path in sorted(folder.glob("*/truth/links.csv"))]


def recorded(folder: Path) -> Recorded:
    """One recorded venue."""
    corpus = load(folder)
    venue_id = next(group["id"] for group in corpus.groups if group["id"].count("/") > 1)
    papers = normalise_submissions(venue_id, list(_openreview(corpus))).papers
    records = s2_records([_page("paper/search/bulk", {"data": corpus.papers})])
    accepted = papers.filter(pc.equal(papers["state"], "accepted"))
    return Recorded(folder.name, accepted, records, truth(folder / "truth" / "links.csv"))


def truth(path: Path) -> dict[str, Truth]:
    """The truth by paper."""
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with path.open() as file:
        for row in csv.DictReader(file):
            rows[row["forum_id"]].append((row["kind"], row["s2_paper_id"]))
    return {paper: _truth(found) for paper, found in rows.items()}


def _truth(found: list[tuple[str, str]]) -> Truth:
    right = next(((kind, id_) for kind, id_ in found if kind in RIGHT_KINDS), None)
    other = next((kind for kind, _ in found if kind not in (*RIGHT_KINDS, "twin", "impostor")), "")
    kind, record = right or (other, None)
    return Truth(
        kind,
        record,
        frozenset(id_ for kind, id_ in found if kind == "twin"),
        frozenset(id_ for kind, id_ in found if kind == "impostor"),
    )


def _openreview(corpus: Corpus) -> Iterable[StoredPage]:
    yield _page("v2/groups", {"groups": corpus.groups})
    for endpoint, notes in (("v1/notes", corpus.notes_v1), ("v2/notes", corpus.notes_v2)):
        replies: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for note in notes:
            if note["id"] != note["forum"]:
                replies[note["forum"]].append(note)
        listed = [
            note | {"details": {"directReplies": replies[note["id"]]}}
            for note in notes
            if note["id"] == note["forum"]
        ]
        if listed:
            yield _page(endpoint, {"notes": listed, "count": len(listed)})


def _page(endpoint: str, payload: dict[str, Any]) -> StoredPage:
    source = "semantic_scholar" if endpoint.startswith("paper/") else "openreview"
    return StoredPage(source, endpoint, {}, None, AT, 200, msgspec.json.encode(payload))


@dataclass(frozen=True)
class TitlePair:
    """A title on OpenReview, one of a record, and whether they are one work."""

    venue: str
    title: str
    s2_title: str
    is_same: bool


def title_pairs(path: Path = SHARED / "hard_cases" / "title_pairs.csv") -> list[TitlePair]:
    """Recorded pairs of titles; empty where they do not lie beside the project."""
    if not path.exists():
        return []
    with path.open() as file:
        return [
            TitlePair(row["venue"], row["title"], row["s2_title"], row["label"] == "same")
            for row in csv.DictReader(file)
        ]


def pairs_as_tables(
    writer: Writer, pairs: Iterable[TitlePair], *, same_people: bool
) -> tuple[pa.Table, pa.Table]:
    """The pairs as papers and records, by made-up people who are the same or others."""
    papers, records = [], []
    for pair in pairs:
        short, year = pair.venue[:-4], int(pair.venue[-4:])
        people = writer.people(3, 5)
        moment = datetime(year - 1, 10, 1, tzinfo=UTC)
        others = people if same_people else writer.strangers(people)
        venue_id = f"{short}.cc/{year}/Conference"
        papers.append(paper_row(writer, pair.title, people, venue_id=venue_id, submitted_at=moment))
        records.append(
            record_row(writer, pair.s2_title, others, venue="arXiv.org", published_on=moment.date())
        )
    return PAPERS.from_rows(papers), S2_RECORDS.from_rows(records)
