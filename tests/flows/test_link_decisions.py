"""People decide about links: kept for good, obeyed by runs and rebuilds, taken back at will."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.standin import made_up
from flows.build import rebuild
from flows.failures import Failed
from flows.link_decisions import decide, doubtful
from flows.run import Job
from flows.settings import Settings
from tests.flows.conftest import Pulled
from tests.flows.world import THIMBLE, track
from warehouse.store import read_table

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def root(pulled: Pulled, tmp_path: Path) -> Path:
    """A copy of the pulled warehouse, to decide in."""
    return Path(shutil.copytree(pulled.root, tmp_path / "warehouse"))


def link_of(root: Path, paper_id: str) -> dict[str, Any]:
    links = read_table(root, "links").to_pylist()
    return next(row for row in links if row["paper_id"] == paper_id)


def linked_paper(root: Path) -> dict[str, Any]:
    links = read_table(root, "links", THIMBLE).to_pylist()
    return next(row for row in links if row["status"] == "linked")


def absent_paper(root: Path) -> str:
    links = read_table(root, "links", THIMBLE).to_pylist()
    return next(row["paper_id"] for row in links if row["status"] == "absent")


def test_doubtful_links_come_with_their_candidates(root: Path) -> None:
    for venue in ("Lanterns.example/2025/Conference", THIMBLE):
        for row in doubtful(root, venue):
            assert row["status"] == "review"
            assert row["candidates"]
            assert row["reasons"]


def test_a_rejected_record_is_unlinked_and_its_counts_go(root: Path) -> None:
    paper = linked_paper(root)["paper_id"]

    decide(root, "reject", [paper], "ada", "another work", NOW)

    link = link_of(root, paper)
    assert link["status"] != "linked"
    assert link["s2_paper_id"] is None
    counts = read_table(root, "citation_counts", THIMBLE).to_pylist()
    assert paper not in {row["paper_id"] for row in counts}
    flags = {row["paper_id"]: row for row in read_table(root, "flags", THIMBLE).to_pylist()}
    assert flags[paper]["cited"] == "unknown"


def test_undo_leaves_the_tables_as_they_were(root: Path) -> None:
    before = {f: f.read_bytes() for f in (root / "tables").rglob("*.parquet")}
    paper = linked_paper(root)["paper_id"]

    decision = decide(root, "reject", [paper], "ada", None, NOW)
    decide(root, "undo", [decision.override_id], "ada", None, NOW)

    assert {f: f.read_bytes() for f in (root / "tables").rglob("*.parquet")} == before


def test_a_pin_by_corpus_id_holds_through_rebuilds_and_is_counted_next(
    root: Path, settings: Settings
) -> None:
    paper, record = absent_paper(root), made_up.corpus().papers[0]

    decide(root, "pin", [paper, f"CorpusId:{record['corpusId']}"], "ada", "I asked them", NOW)

    link = link_of(root, paper)
    assert (link["status"], link["method"]) == ("linked", "human")
    assert "pinned by ada on 2026-11-24: I asked them" in link["reasons"]
    rebuild(root, THIMBLE)
    assert link_of(root, paper) == link
    track(Job(THIMBLE, root, counts_only=True), settings)
    assert link_of(root, paper)["s2_paper_id"] == record["paperId"]
    counts = {r["paper_id"]: r for r in read_table(root, "citation_counts", THIMBLE).to_pylist()}
    assert counts[paper]["citation_count"] == record["citationCount"]


def test_a_pin_by_address_is_looked_up_and_counted(root: Path, settings: Settings) -> None:
    paper, record = absent_paper(root), made_up.corpus().papers[1]
    forum = f"https://openreview.net/forum?id={paper}&noteId=x"

    decide(root, "pin", [forum, record["url"]], "ada", None, NOW)
    track(Job(THIMBLE, root, counts_only=True), settings)

    assert link_of(root, paper)["s2_corpus_id"] == record["corpusId"]
    counts = {r["paper_id"]: r for r in read_table(root, "citation_counts", THIMBLE).to_pylist()}
    assert counts[paper]["citation_count"] == record["citationCount"]


def test_the_log_keeps_every_decision_and_says_who_when_and_why(root: Path) -> None:
    paper = linked_paper(root)["paper_id"]
    decide(root, "reject", [paper], "ada", "first", NOW)
    decide(root, "undo", [paper], "bob", "second thoughts", NOW)

    lines = [json.loads(line) for line in (root / "curation/links.jsonl").read_text().splitlines()]
    assert [line["verdict"] for line in lines] == ["reject", "undo"]
    assert [line["curator"] for line in lines] == ["ada", "bob"]
    assert lines[1]["undoes"] == lines[0]["override_id"]
    assert lines[0]["decided_at"] == "2026-11-24T12:00:00Z"


def test_a_line_cut_short_by_a_crash_is_not_believed_and_not_in_the_way(root: Path) -> None:
    paper = linked_paper(root)["paper_id"]
    decide(root, "reject", [paper], "ada", None, NOW)
    log = root / "curation/links.jsonl"
    log.write_bytes(log.read_bytes() + b'{"override_id": "half')

    decide(root, "undo", [paper], "ada", None, NOW)

    assert link_of(root, paper)["status"] == "linked"
    assert len(log.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("verdict", "words", "says"),
    [
        ("accept", ["nobody"], "No accepted paper"),
        ("pin", ["PAPER"], "Name a paper and its record"),
        ("pin", ["PAPER", "a record"], "no Semantic Scholar id"),
        ("undo", ["PAPER"], "no decision"),
        ("undo", [], "precited links undo"),
    ],
)
def test_what_is_not_understood_changes_nothing(
    root: Path, verdict: str, words: list[str], says: str
) -> None:
    paper = absent_paper(root)
    with pytest.raises(Failed, match=says):
        decide(root, verdict, [paper if w == "PAPER" else w for w in words], "ada", None, NOW)
    assert not (root / "curation").exists()
