"""Decisions out to CSV, RIS and JSON and back: to the letter, once, and never less than before."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.curation.decision_log import BadDecision, Decision, Entry
from warehouse.curation.exporting import (
    decisions_csv,
    decisions_json,
    forum,
    read_csv,
    read_json,
)
from warehouse.curation.importing import News, Row, news
from warehouse.curation.ris import decisions_ris, read_ris
from warehouse.curation.standing import standing

VENUE = "Lanterns.example/2025/Conference"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LETTERS = st.characters(exclude_categories=["Cs"])
ODD = st.sampled_from(
    [
        "ASReview_irrelevant",
        "one\ntwo\r\n\r three",
        "ER  - \nTY  - JOUR",
        "=1+1",
        "'=x",
        "\u202egnp.exe\u2028\u2029\x85\x1c\x00",
        '"}\\u005f<p></p>',
        " \t spaces at the ends ",
        "\U0001f600é",
        "\ufeff;,\t",
    ]
)
TEXT = st.none() | (
    st.text(LETTERS, min_size=1, max_size=60) | ODD | st.tuples(ODD, ODD).map("".join)
)
NAMES = st.sampled_from(["ada", "bob", "ASReview_relevant", '=cy"\u202e'])


def paper(paper_id: str, **facts: Any) -> dict[str, Any]:
    return {
        "paper_id": paper_id,
        "title": f"On {paper_id}",
        "abstract": "Light.\nMore light.",
        "authors": ["Ada Candle", "Bo Wick"],
        "keywords": ["lamp; oil", "wick"],
        "forum_url": f"https://openreview.net/forum?id={paper_id}",
        "doi": "10.1/x",
        "year": 2025,
    } | facts


PAPERS = [paper("p1"), paper("p2", title="=HYPERLINK()\n", authors=None), paper("p3", title=None)]
IDS = {row["paper_id"] for row in PAPERS}


def log_of(found: News) -> list[Decision]:
    return numbered(*found.entries)


def numbered(*entries: tuple[Entry, datetime]) -> list[Decision]:
    return [
        Decision(
            **{name: getattr(entry, name) for name in Entry.__struct_fields__},
            decision_id=f"20261124T120000000000-{i:06d}",
            decided_at=moment,
        )
        for i, (entry, moment) in enumerate(entries)
    ]


def said(paper_id: str, curator: str, moment: datetime = NOW - DAY, **what: Any) -> Any:
    return Entry(paper_id=paper_id, venue_id=VENUE, curator=curator, **what), moment


saying = st.builds(
    said,
    paper_id=st.sampled_from(sorted(IDS)),
    curator=NAMES,
    verdict=st.sampled_from([None, "shortlist", "maybe", "skip"]),
    note=TEXT,
    why=TEXT,
    key_insights=TEXT,
)
FORMS: dict[str, Any] = {
    "csv": lambda papers, said: read_csv(decisions_csv(papers, said)),
    "json": lambda papers, said: read_json(decisions_json(papers, said)),
    "ris": lambda papers, said: read_ris(decisions_ris(papers, said, "Lanterns"))[0],
}


def brought(rows: list[Row], decisions: list[Decision], curator: str = "dan") -> News:
    return news(rows, decisions, VENUE, IDS, curator, NOW)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=150, deadline=None)
@given(entries=st.lists(saying, max_size=6))
def test_every_text_comes_back_to_the_letter_and_only_once(form: str, entries: list[Any]) -> None:
    decisions = numbered(*entries)
    before = standing(decisions, VENUE)

    rows = FORMS[form](PAPERS, before)

    anew = brought(rows, [])
    assert (anew.unread, anew.unknown) == ([], [])
    assert standing(log_of(anew), VENUE) == before
    for log in (decisions, log_of(anew)):
        again = brought(rows, log)
        assert again.entries == []


@settings(max_examples=150, deadline=None)
@given(entries=st.lists(saying, max_size=6))
def test_asreview_finds_one_label_in_each_record_whatever_curators_wrote(
    entries: list[Any],
) -> None:
    said = standing(numbered(*entries), VENUE)
    records = rispy.loads(decisions_ris(PAPERS, said, "Lanterns"))
    assert [record["id"] for record in records] == ["p1", "p2", "p3"]
    for record in records:
        words = re.findall(r"\bASReview_\w+\b", " ".join(record["notes"]))
        verdicts = {found.verdict for found in said.get(record["id"], {}).values()}
        expected = (
            "ASReview_relevant"
            if "shortlist" in verdicts
            else "ASReview_irrelevant"
            if "skip" in verdicts and "maybe" not in verdicts
            else "ASReview_not_seen"
        )
        assert words == [expected]


def test_a_record_is_what_reference_managers_expect() -> None:
    first, second, third = rispy.loads(decisions_ris(PAPERS, {}, "Lanterns 2025"))
    assert first == {
        "type_of_reference": "CPAPER",
        "id": "p1",
        "title": "On p1",
        "secondary_title": "Lanterns 2025",
        "abstract": "Light. More light.",
        "year": "2025",
        "doi": "10.1/x",
        "authors": ["Ada Candle", "Bo Wick"],
        "keywords": ["lamp; oil", "wick"],
        "urls": ["https://openreview.net/forum?id=p1"],
        "notes": ["ASReview_not_seen"],
    }
    assert "authors" not in second
    assert "title" not in third


def from_asreview(*records: dict[str, Any]) -> list[Row]:
    rows, unread = read_ris(rispy.dumps([{"type_of_reference": "CPAPER"} | r for r in records]))
    assert unread == []
    return rows


def test_labels_set_in_asreview_are_said_by_who_imports() -> None:
    rows = from_asreview(
        {"id": "p1", "notes": ["ASReview_relevant"]},
        {"urls": ["https://openreview.net/forum?id=p2"], "notes": ["ASReview_irrelevant x"]},
        {"id": "p3", "notes": ["ASReview_not_seen ASReview_prior"]},
        {"id": "p3", "notes": ["<p>read it again</p>", "and again"]},
        {"id": "p3"},
    )
    found = brought(rows, [])
    assert [(e.paper_id, e.curator, e.verdict, e.note) for e, _ in found.entries] == [
        ("p1", "dan", "shortlist", None),
        ("p2", "dan", "skip", "x"),
        ("p3", "dan", None, "read it again\nand again"),
    ]
    assert brought(rows, log_of(found)).same == 3


def test_a_label_changed_in_asreview_counts_and_one_that_follows_from_our_notes_does_not() -> None:
    decisions = numbered(said("p1", "ada", verdict="maybe"), said("p2", "ada", verdict="skip"))
    text = decisions_ris(PAPERS, standing(decisions, VENUE), "Lanterns")
    assert brought(read_ris(text)[0], decisions).entries == []
    changed = text.replace("ASReview_not_seen", "ASReview_relevant", 1)
    found = brought(read_ris(changed)[0], decisions)
    assert [(e.paper_id, e.curator, e.verdict) for e, _ in found.entries] == [
        ("p1", "dan", "shortlist")
    ]


def test_what_a_ris_file_has_wrong_is_told_and_the_rest_is_read() -> None:
    text = rispy.dumps(
        [
            {"id": "p1", "notes": ["ASReview_relevant", "ASReview_irrelevant"]},
            {"id": "p2", "notes": ['precited {"curator": 1}']},
            {"id": "p3", "notes": ["ASReview_relevant"]},
        ]
    )
    rows, unread = read_ris(text)
    assert [row.paper_id for row in rows] == ["p3"]
    assert ["p1" in unread[0], "p2" in unread[1]] == [True, True]


@pytest.mark.parametrize(
    "text", ["hello", "TY  - JOUR\nstray\n", "TY  - JOUR\nDO  - 1\nER  - \nTY  - J\nx"]
)
def test_what_is_no_ris_is_said(text: str) -> None:
    with pytest.raises(BadDecision, match="RIS"):
        read_ris(text)


@given(st.text(LETTERS, max_size=200), st.sampled_from([read_csv, read_json, read_ris]))
def test_no_file_breaks_a_reader(text: str, read: Any) -> None:
    with suppress(BadDecision):
        read(text)


def test_a_csv_that_a_person_made() -> None:
    rows = read_csv(
        "Forum_URL,Verdict , note\n"
        "https://openreview.net/forum?id=p1&noteId=9, Shortlist ,'=1\n"
        "https://openreview.net/forum?id=p2,later,\n"
        "nowhere,skip,\n"
        "https://openreview.net/forum?id=p3\n"  # too short a line says nothing
    )
    found = brought(rows, [])
    (first, moment), *others = found.entries
    assert (first.paper_id, first.verdict, first.note, moment) == ("p1", "shortlist", "=1", NOW)
    assert others == []
    assert found.unknown == ["a paper without an id"]
    assert len(found.unread) == 1
    assert "'later' is no verdict" in found.unread[0]


def test_a_csv_without_papers_is_refused() -> None:
    with pytest.raises(BadDecision, match="no column paper_id among title"):
        read_csv("title,verdict\nx,skip\n")


def test_what_is_older_than_the_last_word_changes_nothing() -> None:
    old = Row(paper_id="p1", curator="ada", verdict="shortlist", decided_at="2026-11-20")
    newer = said("p1", "ada", verdict="skip")
    undone = (
        said("p1", "ada", verdict="shortlist", moment=NOW - 4 * DAY),
        said("p1", "ada", verdict="undo"),
    )
    for decisions in (numbered(newer), numbered(*undone)):
        found = brought([old], decisions)
        assert (found.entries, found.older) == ([], 1)
    assert len(brought([old], numbered(said("p1", "bob", verdict="skip"))).entries) == 1


def test_what_is_newer_adds_what_differs_and_leaves_the_rest() -> None:
    decisions = numbered(said("p1", "ada", verdict="skip", note="a", why="b"))
    row = Row(
        paper_id="p1", curator="ada", verdict="skip", note="c", decided_at="2026-11-24T11:00:00"
    )
    found = brought([row, row], decisions)
    assert found.entries == [
        (Entry(paper_id="p1", venue_id=VENUE, curator="ada", note="c"), NOW - DAY / 24)
    ]
    assert (found.same, found.older) == (1, 0)


@pytest.mark.parametrize(
    ("moment", "kept"),
    [("2031-01-01T00:00:00Z", NOW), ("2026-11-24T14:00:00+05:00", NOW - 3 * DAY / 24)],
)
def test_times_are_utc_and_never_to_come(moment: str, kept: datetime) -> None:
    found = brought([Row(paper_id="p1", verdict="skip", decided_at=moment)], [])
    assert found.entries[0][1] == kept


@pytest.mark.parametrize("moment", ["soon", "9999-12-31T23:59:59-23:00", "0001-01-01T00:00+23:00"])
def test_a_time_that_is_none_is_told(moment: str) -> None:
    found = brought([Row(paper_id="p1", verdict="skip", decided_at=moment)], [])
    assert (found.entries, len(found.unread)) == ([], 1)


def test_forum_ids_in_addresses() -> None:
    assert forum("https://openreview.net/forum?id=abc&noteId=x") == "abc"
    assert forum(None) is None
    assert forum("https://example.org") is None
