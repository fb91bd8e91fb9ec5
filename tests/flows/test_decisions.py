"""Decisions out of a warehouse and into it, by the command and through runs and rebuilds."""

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import rispy
from typer.testing import CliRunner

from flows.build import rebuild
from flows.cli import app
from flows.decisions import exported, imported
from flows.failures import Failed
from flows.run import Job
from flows.settings import Settings
from tests.flows.conftest import Pulled
from tests.flows.world import THIMBLE, track
from warehouse.curation.decision_log import BadDecision, Entry, decide, read_decisions
from warehouse.errors import NoSuchVenue
from warehouse.quality import checks
from warehouse.store import read_table, read_venue, writer_lock

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def root(pulled: Pulled, tmp_path: Path) -> Path:
    """A copy of the pulled warehouse, to decide in."""
    return Path(shutil.copytree(pulled.root, tmp_path / "warehouse"))


def accepted(root: Path) -> list[str]:
    rows = read_table(root, "papers", THIMBLE).to_pylist()
    return [row["paper_id"] for row in rows if row["state"] == "accepted"]


def say(root: Path, paper: str, curator: str = "ada", **said: Any) -> None:
    decide(root, Entry(paper_id=paper, venue_id=THIMBLE, curator=curator, **said), NOW)


def run(root: Path, *words: str) -> str:
    result = CliRunner().invoke(app, ["decisions", *words, "--warehouse", str(root)])
    if result.exception:
        raise result.exception
    return result.stdout


def test_rebuilds_and_runs_publish_what_was_decided(root: Path, settings: Settings) -> None:
    first, second, *_ = accepted(root)
    say(root, first, verdict="shortlist", why="early")
    rebuild(root, THIMBLE)
    assert read_table(root, "decisions", THIMBLE)["paper_id"].to_pylist() == [first]

    say(root, second, verdict="skip")
    track(Job(THIMBLE, root, counts_only=True), settings)
    assert read_table(root, "decisions", THIMBLE)["paper_id"].to_pylist() == [first, second]
    found = {check.name: check for check in checks(read_venue(root, THIMBLE))}
    assert found["decisions"].status == "pass"


def test_a_rebuild_gives_the_same_bytes(root: Path) -> None:
    say(root, accepted(root)[0], verdict="shortlist")
    assert [file.parts[-3] for file in rebuild(root, THIMBLE)] == ["decisions"]
    assert rebuild(root, THIMBLE) == []


def test_the_summary_counts_curators_and_their_agreement(root: Path) -> None:
    first, second, third, *_ = papers = accepted(root)
    say(root, first, verdict="shortlist")
    say(root, second, verdict="skip")
    say(root, first, "bob", verdict="shortlist")
    say(root, second, "bob", verdict="skip")
    say(root, third, "bob", note="later")

    assert run(root, THIMBLE).splitlines() == [
        f"2 of {len(papers)} seen: 1 shortlisted, 0 maybe, 1 skipped.",
        "ada: 2 seen, 1 shortlisted.",
        "bob: 2 seen, 1 shortlisted.",
        "ada and bob: the same on 2 of 2 papers both decided (Cohen's kappa 1.00).",
    ]


@pytest.mark.parametrize("form", ["csv", "json", "ris"])
def test_a_file_takes_decisions_to_another_warehouse_once(
    root: Path, pulled: Pulled, tmp_path: Path, form: str
) -> None:
    first, second, *_ = accepted(root)
    say(root, first, verdict="shortlist", why="=early\nand ASReview_irrelevant", note="\u202ex")
    say(root, second, verdict="maybe", key_insights=" light ")
    say(root, second, "bob", verdict="skip")
    file, other = tmp_path / f"decisions.{form}", tmp_path / "other"
    shutil.copytree(pulled.root, other)

    run(root, THIMBLE, "--format", form, "--out", str(file))
    told = [run(other, "import", str(file), THIMBLE, "--curator", "cy") for _ in range(2)]

    assert told[0].startswith("3 added, ")
    assert told[1].startswith("0 added, ")
    kept = [exported(place, THIMBLE, "json") for place in (root, other)]
    assert kept[0] == kept[1]
    assert run(root, "import", str(file), THIMBLE).startswith("0 added, ")
    assert read_table(other, "decisions", THIMBLE).num_rows == 3


def test_ris_has_every_accepted_paper_with_what_managers_need(root: Path) -> None:
    paper = accepted(root)[0]
    say(root, paper, verdict="skip")
    records = {r["id"]: r for r in rispy.loads(run(root, THIMBLE, "--format", "ris"))}
    assert sorted(records) == sorted(accepted(root))
    row = next(r for r in read_table(root, "papers").to_pylist() if r["paper_id"] == paper)
    record = records[paper]
    assert record["title"] == " ".join(row["title"].split())
    assert record["authors"] == row["authors"]
    assert re.fullmatch(r"20\d\d", record["year"])
    assert record["notes"][0] == "ASReview_irrelevant"


def test_the_order_is_that_of_the_queue(root: Path) -> None:
    flags = read_table(root, "flags", THIMBLE).to_pylist()
    ranked = sorted((r for r in flags if r["rank"]), key=lambda r: (r["rank"], r["paper_id"]))
    for row in ranked:
        say(root, row["paper_id"], verdict="maybe")
    rows = json.loads(exported(root, THIMBLE, "json"))
    assert [row["paper_id"] for row in rows] == [row["paper_id"] for row in ranked]


def test_one_curator_alone(root: Path) -> None:
    paper = accepted(root)[0]
    say(root, paper, verdict="skip")
    say(root, paper, "bob", verdict="shortlist")
    rows = json.loads(run(root, THIMBLE, "--format", "json", "--curator", "bob"))
    assert [(row["curator"], row["verdict"]) for row in rows] == [("bob", "shortlist")]


def test_what_was_said_of_a_paper_that_left_the_venue_goes_along(root: Path) -> None:
    say(root, "gone", verdict="shortlist", note="kept")
    for form in ("csv", "json", "ris"):
        assert "kept" in exported(root, THIMBLE, form)  # type: ignore[arg-type]


def test_papers_of_another_venue_are_named_and_left_out(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "few.csv"
    file.write_text(f"paper_id,verdict\n{accepted(root)[0]},skip\nstranger,skip\n,skip\n")
    told = run(root, "import", str(file), THIMBLE, "--curator", "ada").splitlines()
    assert told == [
        "1 added, 0 known before, 0 older than what is here.",
        "2 papers are not of this venue: a paper without an id, stranger",
    ]
    assert len(read_decisions(root)) == 1


def test_an_import_does_not_wait_for_a_run(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text(f"paper_id,verdict\n{accepted(root)[0]},skip\n")
    with writer_lock(root, "a run"):
        assert len(imported(root, file, THIMBLE, "ada", NOW).entries) == 1
    assert read_table(root, "decisions", THIMBLE).num_rows == 0
    rebuild(root, THIMBLE)
    assert read_table(root, "decisions", THIMBLE).num_rows == 1


def test_what_cannot_be_done_is_said(root: Path, tmp_path: Path) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"paper_id,note\nx,\xe9\n")
    with pytest.raises(Failed, match="not UTF-8"):
        imported(root, latin, THIMBLE, "ada", NOW)
    with pytest.raises(Failed, match="cannot be read"):
        imported(root, tmp_path / "none.csv", THIMBLE, "ada", NOW)
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(BadDecision, match="no JSON list"):
        imported(root, tmp_path / "x.json", THIMBLE, "ada", NOW)
    with pytest.raises(NoSuchVenue):
        exported(root, "nowhere", "csv")
    for words in (["import"], ["import", "file"], [THIMBLE, "more"]):
        with pytest.raises(Failed, match="Say: precited decisions"):
            run(root, *words)
    assert read_decisions(root) == []
