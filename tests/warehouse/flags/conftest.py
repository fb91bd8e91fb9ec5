"""Small venues for the flags: from golden cases, or from bare counts and ages."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from warehouse.citations.coverage import COVERAGE
from warehouse.flags import flags
from warehouse.tables.citations import CITATION_COUNTS, CITATIONS
from warehouse.tables.links import LINKS
from warehouse.tables.papers import PAPERS

VENUE = "lantern.example/LANTERN/2025/Conference"
AS_OF = date(2025, 7, 1)

RECORDS = pa.schema(
    [
        ("s2_paper_id", pa.string()),
        ("s2_corpus_id", pa.int64()),
        ("published_on", pa.date32()),
        ("arxiv_id", pa.string()),
    ]
)

_ASSUMED: Mapping[str, Mapping[str, Any]] = {
    "papers": {"venue_id": VENUE, "state": "accepted", "forum_url": "https://forum.example"},
    "links": {"venue_id": VENUE, "status": "linked", "reasons": [], "twin_ids": []},
    "counts": {"venue_id": VENUE, "source": "semantic_scholar"},
    "citations": {
        "venue_id": VENUE,
        "date_precision": "day",
        "first_seen_at": datetime(2025, 9, 1, 6, tzinfo=UTC),
    },
}

Rows = Iterable[Mapping[str, Any]]


def tables_of(case: Mapping[str, Rows]) -> dict[str, pa.Table]:
    """The tables that flags are made of, from rows that name only what matters.

    Citations and their coverage are there only when the case has them.
    """
    specs = {"papers": PAPERS, "links": LINKS, "counts": CITATION_COUNTS}
    if "citations" in case:
        specs |= {"citations": CITATIONS}
    made = {
        name: spec.from_rows(dict(_ASSUMED[name]) | dict(row) for row in case.get(name, ()))
        for name, spec in specs.items()
    }
    records = [dict(row) for row in case.get("records", ())]
    made |= {"records": pa.Table.from_pylist(records, schema=RECORDS)}
    if "coverage" in case:
        looked = [dict(row) for row in case["coverage"]]
        made |= {"coverage": pa.Table.from_pylist(looked, schema=COVERAGE)}
    return made


def flag_rows(case: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The flags of a case by paper."""
    made = flags(**tables_of(case), as_of=case["as_of"], venue_name=case.get("venue_name"))
    return {row["paper_id"]: row for row in made.to_pylist()}


def bare_case(papers: Iterable[tuple[str, int | None, int]]) -> dict[str, Any]:
    """A case from (paper id, count, age in days) alone; no count is no ledger row."""
    papers = list(papers)
    midnight = datetime.combine(AS_OF, datetime.min.time(), UTC)
    return {
        "as_of": AS_OF,
        "venue_name": "LANTERN 2025",
        "papers": [
            {"paper_id": paper, "public_at": midnight - timedelta(days=age)}
            for paper, _, age in papers
        ],
        "links": [
            {"paper_id": paper, "s2_paper_id": f"s-{paper}", "s2_corpus_id": index}
            for index, (paper, _, _) in enumerate(papers)
        ],
        "counts": [
            {
                "paper_id": paper,
                "s2_paper_id": f"s-{paper}",
                "s2_corpus_id": index,
                "observed_at": midnight,
                "citation_count": count,
            }
            for index, (paper, count, _) in enumerate(papers)
            if count is not None
        ],
    }


def read_case(folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A golden case: what goes in, and what should come out of it."""
    given = tomllib.loads((folder / "input.toml").read_text())
    return given, tomllib.loads((folder / "expect.toml").read_text())["flags"]


@pytest.fixture
def tables() -> Callable[[Mapping[str, Rows]], dict[str, pa.Table]]:
    return tables_of


@pytest.fixture
def flagged() -> Callable[[Mapping[str, Any]], dict[str, dict[str, Any]]]:
    return flag_rows


@pytest.fixture
def bare() -> Callable[[Iterable[tuple[str, int | None, int]]], dict[str, Any]]:
    return bare_case


@pytest.fixture
def golden() -> Callable[[Path], tuple[dict[str, Any], list[dict[str, Any]]]]:
    return read_case
