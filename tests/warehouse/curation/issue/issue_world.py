"""Venues for issues: small ones that a case describes in a file."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse.curation.issue import Compiled, compile_issue
from warehouse.curation.standing import Standing
from warehouse.tables import (
    CITATION_COUNTS,
    CITATIONS,
    FLAGS,
    LINK_CANDIDATES,
    LINKS,
    PAPERS,
    VENUES,
)

CASES = Path(__file__).parents[3] / "cases" / "issue"
VENUE = "Gulls.example/2025/Conference"
LISTED = datetime(2025, 6, 1, 9, tzinfo=UTC)

Case = dict[str, Any]


def read_case(name: str) -> Case:
    """What a case describes."""
    return tomllib.loads((CASES / name / "input.toml").read_text())


def tables_of(case: Case) -> dict[str, pa.Table]:
    """Its venue as tables."""
    papers = case["papers"]
    venue = {"venue_id": VENUE, "kind": "conference", "api_version": 2, "fetched_at": LISTED}
    linked = [paper for paper in papers if "s2_paper_id" in paper.get("link", {})]
    return {
        "venues": VENUES.from_rows([venue | case["venue"]]),
        "papers": PAPERS.from_rows(_paper(paper) for paper in papers),
        "flags": FLAGS.from_rows(_flag(paper, case) for paper in papers),
        "links": LINKS.from_rows(_link(paper) for paper in papers if "link" in paper),
        "citation_counts": CITATION_COUNTS.from_rows(_count(p) for p in linked if "asked_at" in p),
        "citations": CITATIONS.from_rows(_citation(row) for row in case.get("citations", [])),
        "link_candidates": LINK_CANDIDATES.empty(),
    }


_BESIDES = ("flag", "link", "asked_at")


def _paper(paper: Mapping[str, Any]) -> Case:
    own = {name: value for name, value in paper.items() if name not in _BESIDES}
    url = f"https://openreview.net/forum?id={paper['paper_id']}"
    return {"venue_id": VENUE, "state": "accepted", "forum_url": url} | own


def _flag(paper: Mapping[str, Any], case: Case) -> Case:
    about = {"paper_id": paper["paper_id"], "venue_id": VENUE, "as_of": case["as_of"]}
    return about | {"reasons": []} | paper["flag"]


def _link(paper: Mapping[str, Any]) -> Case:
    about = {"paper_id": paper["paper_id"], "venue_id": VENUE}
    return about | {"reasons": [], "twin_ids": []} | paper["link"]


def _count(paper: Mapping[str, Any]) -> Case:
    ids = {name: paper["link"][name] for name in ("s2_paper_id", "s2_corpus_id")}
    about = {"paper_id": paper["paper_id"], "venue_id": VENUE, "observed_at": paper["asked_at"]}
    return about | ids | {"citation_count": 1, "source": "semantic_scholar"}


def _citation(row: Mapping[str, Any]) -> Case:
    return {"venue_id": VENUE, "date_precision": "year", "first_seen_at": LISTED} | dict(row)


def standings_of(case: Case) -> dict[str, dict[str, Standing]]:
    """What its curators say."""
    found: dict[str, dict[str, Standing]] = {}
    for said in case["decisions"]:
        texts = [said.get(name) for name in ("note", "why", "key_insights")]
        found.setdefault(said["paper_id"], {})[said["curator"]] = Standing(
            said.get("verdict"), *texts, LISTED
        )
    return found


def compiled(case: Case, **options: Any) -> Compiled:
    """Its issue."""
    return compile_issue(tables_of(case), standings_of(case), case["as_of"], **options)
