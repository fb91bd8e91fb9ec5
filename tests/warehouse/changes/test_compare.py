"""What is news between two states of a venue, and what is not."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from warehouse.changes import KINDS, Change, Record, compare, count_kinds, decode
from warehouse.quality import Check
from warehouse.tables import CITATION_COUNTS, FLAGS, LINKS, PAPERS

VENUE = "Lantern.example/2025/Conference"
DAY = date(2025, 7, 1)
FIRST, SECOND = datetime(2025, 7, 1, 6, tzinfo=UTC), datetime(2025, 7, 8, 6, tzinfo=UTC)

Paper = Mapping[str, Any]
"""What a test says of a paper: state, link, record, cited, low, percentile, counts, as_of."""


def tables(papers: Mapping[str, Paper]) -> dict[str, pa.Table]:
    """A venue in which each paper is accepted, linked and not cited, unless it says otherwise."""
    accepted = {p: x for p, x in papers.items() if x.get("state", "accepted") == "accepted"}
    return {
        "papers": PAPERS.from_rows(_paper(p, x) for p, x in papers.items()),
        "links": LINKS.from_rows(_link(p, x) for p, x in accepted.items()),
        "flags": FLAGS.from_rows(_flag(p, x) for p, x in accepted.items()),
        "citation_counts": CITATION_COUNTS.from_rows(
            _count(p, x, at, count)
            for p, x in accepted.items()
            for at, count in x.get("counts", ())
        ),
    }


def _paper(paper: str, said: Paper) -> dict[str, Any]:
    state = said.get("state", "accepted")
    url = f"https://forum.example/{paper}"
    return {"paper_id": paper, "venue_id": VENUE, "title": paper.upper(), "state": state} | {
        "forum_url": url
    }


def _link(paper: str, said: Paper) -> dict[str, Any]:
    return {
        "paper_id": paper,
        "venue_id": VENUE,
        "status": said.get("link", "linked"),
        "s2_corpus_id": said.get("record", 1) if said.get("link", "linked") == "linked" else None,
        "method": "arxiv",
        "reasons": [],
        "twin_ids": [],
    }


def _flag(paper: str, said: Paper) -> dict[str, Any]:
    return {
        "paper_id": paper,
        "venue_id": VENUE,
        "as_of": said.get("as_of", DAY),
        "cited": said.get("cited", "no"),
        "citations_low": said.get("low", 0),
        "percentile": said.get("percentile"),
        "rank": said.get("rank"),
        "reasons": [],
    }


def _count(paper: str, said: Paper, at: datetime, count: int) -> dict[str, Any]:
    return {
        "paper_id": paper,
        "venue_id": VENUE,
        "s2_corpus_id": said.get("record", 1),
        "s2_paper_id": "s",
        "observed_at": at,
        "citation_count": count,
        "source": "semantic_scholar",
    }


def news(before: Mapping[str, Paper], after: Mapping[str, Paper]) -> list[tuple[str, str | None]]:
    return [(c.kind, c.paper_id) for c in compare(tables(before), tables(after), [], [])]


def test_nothing_new_is_no_news() -> None:
    same = {"a": {"cited": "yes", "low": 3, "percentile": 95.0}, "b": {"link": "review"}}

    assert news(same, same) == []


def test_a_first_run_is_one_note() -> None:
    (change,) = compare(tables({}), tables({f"p{i}": {"cited": "yes"} for i in range(40)}), [], [])

    assert change.kind == "first_run"
    assert "40 accepted papers, 40 of them linked, 40 cited already" in change.text


def test_the_day_of_the_decisions_is_one_note() -> None:
    waiting = {f"p{i}": {"state": "under_review"} for i in range(40)}

    assert news({}, waiting) == [("first_run", None)]
    assert news(waiting, waiting) == []
    assert news(waiting, {f"p{i}": {} for i in range(40)}) == [("decided", None)]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({}, {"cited": "yes", "low": 1}, "newly_cited"),
        ({"cited": "unknown"}, {"cited": "yes", "low": 1}, "newly_cited"),
        ({"cited": "yes"}, {"cited": "no"}, None),
        ({"link": "review"}, {"link": "linked"}, "newly_linked"),
        ({"link": "absent"}, {"link": "linked"}, "newly_linked"),
        ({"link": "linked"}, {"link": "review"}, "to_review"),
        ({"link": "absent"}, {"link": "review"}, "to_review"),
        ({"link": "review"}, {"link": "absent"}, None),
        ({"link": "linked"}, {"link": "absent"}, "link_lost"),
        ({"record": 1}, {"record": 2}, "link_moved"),
        ({"state": "rejected"}, {}, "accepted"),
        ({}, {"state": "withdrawn"}, "withdrawn"),
        ({"state": "under_review"}, {"state": "withdrawn"}, None),
        ({"counts": [(FIRST, 100)]}, {"counts": [(FIRST, 100), (SECOND, 40)]}, "collapsed"),
        ({"counts": [(FIRST, 100)]}, {"counts": [(FIRST, 100), (SECOND, 97)]}, None),
    ],
)
def test_each_kind_of_news(before: Paper, after: Paper, kind: str | None) -> None:
    stands = {"other": {}}

    found = news({"a": before} | stands, {"a": after} | stands)

    assert found == ([(kind, "a")] if kind else [])


def test_a_paper_that_is_gone_is_withdrawn_under_its_old_title() -> None:
    (change,) = compare(tables({"a": {}, "b": {}}), tables({"b": {}}), [], [])

    assert (change.kind, change.title) == ("withdrawn", "A")
    assert change.text == "was accepted and is not listed any more"


@pytest.mark.parametrize(
    ("was", "now", "gained", "passed"),
    [
        (89.9, 90.0, 1, "90"),
        (80.0, 99.5, 1, "99"),
        (90.0, 98.9, 1, None),
        (89.0, 95.0, 0, None),
        (99.5, 80.0, 1, None),
    ],
)
def test_rising_past_a_percentile_takes_a_citation(
    was: float, now: float, gained: int, passed: str | None
) -> None:
    before = {"a": {"cited": "yes", "low": 3, "percentile": was}}
    after = {"a": {"cited": "yes", "low": 3 + gained, "percentile": now}}
    found = compare(tables(before), tables(after), [], [])

    assert [c.text.split(" %")[0] for c in found] == ([f"ahead of {passed}"] if passed else [])


def test_flags_of_an_earlier_day_are_not_compared() -> None:
    before = {"a": {"as_of": DAY}}

    assert news(before, {"a": {"cited": "yes", "low": 1, "as_of": DAY - timedelta(days=1)}}) == []


def test_old_collapses_are_not_told_again() -> None:
    fallen = {"a": {"counts": [(FIRST, 100), (SECOND, 40)]}}

    assert (
        news(fallen, {"a": {"counts": [*fallen["a"]["counts"], (SECOND + timedelta(7), 41)]}}) == []
    )


def test_a_reindex_day_is_one_note_and_other_news_still_comes() -> None:
    before = {f"p{i:02}": {"counts": [(FIRST, 100)], "percentile": 50.0} for i in range(60)}
    before |= {"quiet": {"counts": [(FIRST, 0)]}}
    moved = [(FIRST, 100), (SECOND, 300)], [(FIRST, 100), (SECOND, 10)]
    after = {
        paper: said | {"counts": moved[index % 2], "cited": "yes", "low": 9, "percentile": 99.9}
        for index, (paper, said) in enumerate(before.items())
    }
    after |= {"quiet": {"counts": [(FIRST, 0), (SECOND, 0)], "cited": "yes", "low": 1}}
    after["p00"] |= {"link": "review"}
    found = compare(tables(before), tables(after), [], [])

    assert [(c.kind, c.paper_id) for c in found] == [
        ("reindexed", None),
        ("newly_cited", "quiet"),
        ("to_review", "p00"),
    ]
    assert "on 2025-07-08, of 61 papers" in found[0].text


def test_checks_are_news_when_they_fail_anew() -> None:
    one = tables({"a": {}})
    before = [Check("a", "fail", "1"), Check("b", "warn", "1"), Check("c", "pass", "")]
    now = [
        Check("a", "fail", "2"),
        Check("b", "fail", "2"),
        Check("c", "warn", "3"),
        Check("new", "fail", "4"),
        Check("fallen counts", "warn", "told apart"),
    ]
    found = compare(one, one, before, now)

    assert [(c.kind, c.text) for c in found] == [
        ("check_failed", "check of b: 2"),
        ("check_failed", "check of new: 4"),
        ("check_warns", "check of c: 3"),
    ]


def test_changes_come_in_the_order_of_their_importance() -> None:
    before = {"x": {}, "y": {}, "z": {}, "w": {"link": "review"}}
    after = {
        "x": {"cited": "yes", "rank": 2},
        "y": {"cited": "yes", "rank": 1},
        "z": {"state": "withdrawn"},
        "w": {},
    }
    found = compare(tables(before), tables(after), [], [Check("f", "fail", "")])

    assert [c.kind for c in found] == sorted((c.kind for c in found), key=list(KINDS).index)
    assert [c.paper_id for c in found] == [None, "y", "x", "z", "w"]
    assert count_kinds(found)["newly_cited"] == 2


def test_a_record_comes_back_as_it_was_kept() -> None:
    import msgspec

    record = Record(
        (Change("risen", "up", "a", "A <b>", "https://x", 89.5, 91),), (Check("a", "warn", "m"),)
    )
    assert decode(msgspec.json.encode(record)) == record
