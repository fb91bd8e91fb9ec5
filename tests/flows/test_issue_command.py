"""``precited issue``, as a person or a script calls it."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import bibtexparser  # type: ignore[import-untyped]
import pytest
import rispy  # type: ignore[import-untyped]

from flows.queue import queue
from tests.flows.conftest import Command, Pulled
from tests.flows.world import LANTERN, UNDECIDED
from warehouse.curation.decision_log import Entry, decide

NOW = datetime(2025, 5, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def decided(pulled: Pulled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse in which two curators have chosen among the first four of the queue."""
    root = tmp_path_factory.mktemp("decided") / "warehouse"
    shutil.copytree(pulled.root, root)
    first, second, third, fourth = (row["paper_id"] for row in queue(root, LANTERN)[:4])
    for paper, curator, verdict, text in (
        (first, "anna", "shortlist", f"As in [[{second}]]."),
        (second, "anna", "shortlist", "Why not."),
        (second, "ben", "shortlist", None),
        (third, "ben", "shortlist", None),
        (third, "anna", "skip", None),
        (fourth, "ben", "maybe", None),
    ):
        entry = Entry(
            paper_id=paper, venue_id=LANTERN, curator=curator, verdict=verdict, why=text,
            key_insights=text,
        )  # fmt: skip
        decide(root, entry, NOW)
    return root


@pytest.fixture
def issue(command_line: Callable[[Path], Command], decided: Path) -> Command:
    return partial(command_line(decided), "issue")


def test_markdown_is_printed_and_what_is_missing_goes_to_stderr(issue: Command) -> None:
    ended = issue(LANTERN, "--title", "Two for the road")

    assert ended.code == 0
    assert ended.out.startswith("# Two for the road\n")
    assert ended.out.count("\n## ") == 2 + 2  # its papers, the methods, the references
    assert "2 papers, fewer than the usual ten" in ended.err
    assert "![" not in ended.out


def test_a_markdown_file_has_its_chart_beside_it(issue: Command, tmp_path: Path) -> None:
    assert issue(LANTERN, "--out", str(tmp_path / "issue.md")).out == ""

    assert "(<issue-chart.png>)" in (tmp_path / "issue.md").read_text()
    assert (tmp_path / "issue-chart.png").read_bytes().startswith(b"\x89PNG")


def test_html_holds_its_chart_for_a_page_and_for_a_phone(issue: Command) -> None:
    page = issue(LANTERN, "--format", "html").out

    assert page.startswith("<!doctype html>")
    assert page.count("<svg ") == 2
    assert "Already cited when the doors open" in page


@pytest.mark.parametrize(
    ("form", "papers"),
    [
        ("bib", lambda text: bibtexparser.loads(text).entries),
        ("ris", rispy.loads),
        ("csv", lambda text: text.splitlines()[1:]),
    ],
)
def test_lists_hold_the_two_papers(
    issue: Command, form: str, papers: Callable[[str], list[object]]
) -> None:
    assert len(papers(issue(LANTERN, "--format", form).out)) == 2


def test_one_curators_issue_is_theirs(issue: Command) -> None:
    assert (
        issue(LANTERN, "--curator", "ben", "--format", "csv").out.count("openreview.net/forum") == 2
    )
    assert "nobody has shortlisted" in issue(LANTERN, "--curator", "cy").err


def test_another_day_has_other_numbers_and_says_so(issue: Command) -> None:
    out = issue(LANTERN, "--as-of", "2025-02-01").out
    assert "By 1 February 2025" in out
    assert "19 May 2025" not in out.replace("begins 19 May 2025", "")


def test_check_writes_nothing_and_fails_only_for_errors(issue: Command, tmp_path: Path) -> None:
    out = tmp_path / "issue.md"
    ended = issue(LANTERN, "--check", "--out", str(out))
    assert (ended.code, ended.out, out.exists()) == (0, "", False)
    ended = issue(LANTERN, "--check", "--curator", "ben")
    assert ended.code == 1
    assert "error: " in ended.err
    assert "no why" in ended.err


def test_templates_are_written_out_and_used(issue: Command, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    assert issue("--write-templates", str(mine)).out.count("\n") == 3
    (mine / "issue.md.jinja").write_text("{{ issue.picks | length }} papers\n")
    assert issue(LANTERN, "--templates", str(mine)).out == "2 papers\n"
    (mine / "issue.md.jinja").write_text("{{ nothing }}")
    ended = issue(LANTERN, "--templates", str(mine))
    assert ended.code == 1
    assert "mend it, see docs/issue.md" in ended.err


def test_wrong_calls_say_what_to_do(issue: Command) -> None:
    assert "precited run Gulls.example" in issue("Gulls.example/2020/Conference").err
    assert "has no accepted papers yet" in issue(UNDECIDED).err
    ended = issue()
    assert ended.code == 2
    assert "Name a venue" in ended.err
