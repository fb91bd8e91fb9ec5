"""Each check on a sound venue and on the same venue with one thing wrong."""

import doctest
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from warehouse.flags import flags as flag_papers
from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.quality import (
    Check,
    check,
    checks,
    counts,
    flags,
    keys,
    links,
    papers,
    privacy,
    report,
    runs,
    worst,
)
from warehouse.quality.check import Checker, subject
from warehouse.tables import BY_NAME

SOUND = Path(__file__).parents[1] / "cases" / "quality" / "sound"
TODAY = date(2025, 7, 2)
DAY = datetime(2025, 1, 1, tzinfo=UTC)

ASSUMED: dict[str, dict[str, Any]] = {
    "papers": {
        "venue_id": "lantern",
        "state": "accepted",
        "title": "On Lamps",
        "abstract": "Light.",
        "keywords": ["lamp"],
        "authors": ["Ada Candle"],
        "pdf_url": "https://forum.example/pdf",
        "forum_url": "https://forum.example",
        "submitted_at": DAY,
        "public_at": DAY,
    },
    "links": {"venue_id": "lantern", "status": "linked", "reasons": [], "twin_ids": []},
    "citation_counts": {
        "venue_id": "lantern",
        "source": "semantic_scholar",
        "influential_citation_count": 0,
        "reference_count": 20,
    },
    "runs": {"venue_id": "lantern"},
    "rejects": {
        "source": "openreview",
        "venue_id": "lantern",
        "reason": "no title",
        "seen_at": DAY,
    },
}

Tables = dict[str, pa.Table]


def with_rows(tables: Tables, name: str, *rows: dict[str, Any]) -> Tables:
    """The tables with rows added to one of them."""
    whole = tables[name].to_pylist() + [ASSUMED.get(name, {}) | row for row in rows]
    return tables | {name: pa.Table.from_pylist(whole, schema=BY_NAME[name].schema)}


def changed(tables: Tables, name: str, key: str, **values: Any) -> Tables:
    """The tables with one row, known by its first column, changed; unchecked."""
    first = BY_NAME[name].schema.names[0]
    rows = [row | values if row[first] == key else row for row in tables[name].to_pylist()]
    return tables | {name: pa.Table.from_pylist(rows, schema=BY_NAME[name].schema)}


def without(tables: Tables, name: str, key: str) -> Tables:
    """The tables with the rows of one key gone."""
    first = BY_NAME[name].schema.names[0]
    rows = [row for row in tables[name].to_pylist() if row[first] != key]
    return tables | {name: pa.Table.from_pylist(rows, schema=BY_NAME[name].schema)}


@pytest.fixture(scope="module")
def sound() -> Tables:
    rows = tomllib.loads((SOUND / "tables.toml").read_text())
    made = {
        name: spec.from_rows(ASSUMED.get(name, {}) | row for row in rows.get(name, []))
        for name, spec in BY_NAME.items()
    }
    flagged = flag_papers(
        made["papers"],
        made["links"],
        made["citation_counts"],
        S2_RECORDS.empty(),
        date(2025, 7, 1),
        "LANTERN 2025",
    )
    return made | {"flags": flagged}


def found(tables: Tables, checker: Checker, today: date | None = TODAY) -> Check:
    with subject(tables, today) as asked:
        return checker(asked)


def test_a_sound_venue_passes_every_check(sound: Tables) -> None:
    said = checks(sound, TODAY)
    assert [check for check in said if check.status != "pass"] == []
    assert worst(said) == "pass"
    assert len({check.name for check in said}) == len(said)


def test_the_report_of_a_sound_venue(sound: Tables) -> None:
    assert report(checks(sound, TODAY)) == (SOUND / "report.md").read_text()


COUNT = {"paper_id": "a", "s2_paper_id": "s1", "s2_corpus_id": 1, "citation_count": 31}
NEXT_WEEK = datetime(2025, 7, 8, 6, tzinfo=UTC)

WRONG: list[tuple[Checker, str, str, Callable[[Tables], Tables]]] = [
    # the check, its status, what it says, what is done to the sound tables
    (papers.submissions, "fail", "no papers", lambda t: t | {"papers": t["papers"].slice(0, 0)}),
    (papers.submissions, "warn", "1 unknown", lambda t: changed(t, "papers", "e", state="unknown")),
    (
        papers.accepted,
        "fail",
        "lantern: 4 accepted papers, its row in venues says 5",
        lambda t: changed(t, "venues", "lantern", accepted_count=5),
    ),
    (
        papers.accepted,
        "fail",
        "its row in venues says nothing",
        lambda t: without(t, "venues", "lantern"),
    ),
    (papers.tiers, "warn", "1 without a tier", lambda t: changed(t, "papers", "a", tier=None)),
    (
        papers.tiers,
        "pass",
        "4 without a tier",
        lambda t: (
            t
            | {
                "papers": t["papers"].set_column(
                    t["papers"].schema.get_field_index("tier"), "tier", pa.nulls(6, pa.string())
                )
            }
        ),
    ),
    (
        papers.tiers_of_others,
        "fail",
        "papers with a tier that were not accepted: 1",
        lambda t: changed(t, "papers", "e", tier="poster"),
    ),
    (
        papers.dates,
        "fail",
        "papers submitted in the future: 1",
        lambda t: changed(t, "papers", "e", submitted_at=datetime(2025, 7, 3, tzinfo=UTC)),
    ),
    (
        papers.rejects,
        "warn",
        "records that could not be read: 2, of no title (2)",
        lambda t: with_rows(t, "rejects", {"record_id": "x"}, {"record_id": "y"}),
    ),
    (
        links.linked,
        "warn",
        "linked 2 of 4 (50.0 %), awaiting review 1 of 4 (25.0 %), without a record 1 of 4 (25.0 %)",
        lambda t: changed(changed(t, "links", "a", status="review"), "links", "b", status="absent"),
    ),
    (
        links.ids,
        "fail",
        "linked papers without a record id: 1",
        lambda t: changed(t, "links", "a", s2_paper_id=None),
    ),
    (
        links.ids,
        "fail",
        "papers that name a record but are not linked: 1",
        lambda t: changed(t, "links", "a", status="absent"),
    ),
    (
        links.shared,
        "warn",
        "accepted papers that share a record with another of their venue: 2",
        lambda t: changed(t, "links", "a", s2_paper_id="s2"),
    ),
    (
        counts.uncounted,
        "warn",
        "linked papers without a count: 1 of 4 (25.0 %)",
        lambda t: without(t, "citation_counts", "a"),
    ),
    (
        counts.uncounted,
        "fail",
        "4 of 4 (100.0 %)",
        lambda t: t | {"citation_counts": t["citation_counts"].slice(0, 0)},
    ),
    (
        counts.fallen,
        "warn",
        "counts that lost more than half: 1; a from 31 to 2, now another record",
        lambda t: with_rows(
            t,
            "citation_counts",
            COUNT | {"citation_count": 2, "s2_paper_id": "s9", "observed_at": NEXT_WEEK},
        ),
    ),
    (
        counts.fallen,
        "pass",
        "small corrections downwards: 1",
        lambda t: with_rows(
            t, "citation_counts", COUNT | {"citation_count": 30, "observed_at": NEXT_WEEK}
        ),
    ),
    (
        flags.flagged,
        "warn",
        "unknown 4",
        lambda t: (
            t
            | {
                "flags": flag_papers(
                    t["papers"],
                    t["links"],
                    t["citation_counts"],
                    S2_RECORDS.empty(),
                    date(2025, 5, 1),
                )
            }
        ),
    ),
    (
        flags.arithmetic,
        "fail",
        "intervals upside down: 1",
        lambda t: changed(t, "flags", "a", citations_high=3),
    ),
    (
        flags.arithmetic,
        "fail",
        "flags whose rank lies outside its range of ties: 1",
        lambda t: changed(t, "flags", "a", rank_high=0),
    ),
    (
        flags.arithmetic,
        "fail",
        "flags whose yes, no or unknown is not what the interval says: 1",
        lambda t: changed(t, "flags", "c", cited="yes"),
    ),
    (
        flags.arithmetic,
        "fail",
        "flags with a percentile but no count, or a count but no percentile: 1",
        lambda t: changed(t, "flags", "a", percentile=None),
    ),
    (
        flags.places,
        "fail",
        "queues with a place missing or given twice: 1",
        lambda t: changed(t, "flags", "a", rank=2, rank_high=2),
    ),
    (
        flags.not_yet_public,
        "warn",
        "flags of a day before their paper was public: 1",
        lambda t: changed(t, "flags", "a", first_public_on=date(2025, 7, 2)),
    ),
    (
        keys.papers_of_rows,
        "fail",
        "authorships of papers that are not there: 2",
        lambda t: without(t, "papers", "a"),
    ),
    (
        keys.links_of_accepted,
        "fail",
        "accepted papers without a row in links: 1",
        lambda t: without(t, "links", "a"),
    ),
    (
        keys.links_of_accepted,
        "fail",
        "links of papers that are not accepted: 1",
        lambda t: changed(t, "papers", "a", state="withdrawn"),
    ),
    (
        keys.counts_of_linked,
        "fail",
        "papers with counts but no row in links: 1",
        lambda t: without(t, "links", "a"),
    ),
    (
        keys.counts_of_linked,
        "warn",
        "papers with counts of a link that is not trusted now: 1",
        lambda t: changed(t, "links", "a", status="review"),
    ),
    (
        keys.flags_of_accepted,
        "fail",
        "accepted papers without a flag: 1",
        lambda t: without(t, "flags", "a"),
    ),
    (
        keys.flags_of_accepted,
        "fail",
        "flags of papers that are not accepted: 1",
        lambda t: changed(t, "papers", "a", state="withdrawn"),
    ),
    (
        keys.decisions_of_accepted,
        "warn",
        "papers with decisions that are not accepted now: 1",
        lambda t: with_rows(t, "decisions", {"decision_id": "1", "paper_id": "e"}),
    ),
    (
        keys.declarations,
        "fail",
        "papers: forum_url: 1 value(s) missing where one is required",
        lambda t: changed(t, "papers", "a", forum_url=None),
    ),
    (
        papers.gaps,
        "warn",
        "papers.abstract 6 of 6 (100.0 %)",
        lambda t: (
            t
            | {
                "papers": t["papers"].set_column(
                    t["papers"].schema.get_field_index("abstract"),
                    "abstract",
                    pa.nulls(6, pa.string()),
                )
            }
        ),
    ),
    (
        papers.gaps,
        "pass",
        "papers.abstract 1 of 6 (16.7 %)",
        lambda t: changed(t, "papers", "a", abstract=None),
    ),
    (
        runs.unfinished,
        "warn",
        "2025-07-08 of lantern did not finish",
        lambda t: with_rows(
            t,
            "runs",
            {
                "run_id": "2025-07-08",
                "flow": "counts",
                "started_at": NEXT_WEEK,
                "status": "running",
            },
        ),
    ),
]


@pytest.mark.parametrize(
    ("checker", "status", "said", "harm"),
    WRONG,
    ids=[f"{row[0].__name__}: {row[2]}" for row in WRONG],
)
def test_what_is_wrong_is_found(sound: Tables, checker, status, said, harm) -> None:
    finding = found(harm(sound), checker)
    assert finding.status == status
    assert said in finding.message


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("authorships", "openreview_profile_id", "ada.candle@lamp.example"),
        ("authorships", "name", "Åsa Übü <ås.übü+x@lämp.example>"),
        ("authorships", "institution", "{ada,bo}@lamp.example"),
        ("reviews", "rating_text", "8: write to ada%40lamp.example"),
        ("papers", "authors", ["Ada Candle", "ada@lamp.example"]),
        ("rejects", "payload", '{"id": "x", "authorids": ["ada@cs.lamp.example"]}'),
    ],
)
def test_addresses_are_found_and_not_repeated(sound: Tables, table, column, value) -> None:
    rows = {
        "authorships": {"paper_id": "a", "position": 3},
        "reviews": {"review_id": "r2", "paper_id": "a"},
        "rejects": {"record_id": "x"},
        "papers": {"paper_id": "g"},
    }
    finding = found(with_rows(sound, table, rows[table] | {column: value}), privacy.addresses)
    assert finding == Check(
        "e-mail addresses", "fail", f"values of {table}.{column} with an e-mail address: 1"
    )


@pytest.mark.parametrize(
    ("today", "status", "said"),
    [
        (None, "pass", "not judged"),
        (date(2025, 7, 9), "pass", "the newest count is of 2025-07-01"),
        (date(2025, 7, 10), "warn", "last counted more than 8 days ago: 4 of 4 (100.0 %)"),
    ],
)
def test_counts_grow_stale_after_eight_days(sound: Tables, today, status, said) -> None:
    finding = found(sound, counts.stale, today)
    assert (finding.status, finding.message[: len(said)]) == (status, said)


def test_a_reindex_is_named_with_its_day(sound: Tables) -> None:
    rows = [
        {
            "paper_id": paper,
            "s2_paper_id": "s",
            "s2_corpus_id": 9,
            "observed_at": at,
            "citation_count": count,
        }
        for paper in (f"x{index:02}" for index in range(20))
        for at, count in ((datetime(2025, 7, 1, tzinfo=UTC), 10), (NEXT_WEEK, 30))
    ]
    finding = found(with_rows(sound, "citation_counts", *rows), counts.reindexed)
    assert finding.status == "warn"
    assert finding.message.startswith("2025-07-08: of 20 papers 20 jumped and 0 fell")


def test_foreign_columns_are_all_that_is_said(sound: Tables) -> None:
    place = sound["links"].schema.get_field_index("score")
    harmed = sound | {
        "papers": sound["papers"].drop_columns("title"),
        "links": sound["links"].set_column(place, "score", pa.nulls(4, pa.string())),
    }
    said = "papers: no column title; links: score is string, not double"
    assert checks(harmed, TODAY) == [Check("columns", "fail", said)]


def test_no_tables_at_all_are_no_sound_venue() -> None:
    assert worst(checks({}, TODAY)) == "fail"


def test_the_worst_of_nothing_is_a_pass() -> None:
    assert worst([]) == "pass"


def test_the_report_puts_the_worst_first_and_keeps_its_cells() -> None:
    text = report([Check("a", "pass", "fine"), Check("b", "fail", "one|two\nthree")])
    assert text.splitlines()[0] == "1 failed, 0 to look at, 1 passed."
    assert text.splitlines()[4:] == ["| fail | b | one\\|two three |", "| pass | a | fine |"]


def test_the_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(check).failed == 0
