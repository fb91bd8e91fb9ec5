"""The checks of citing works, and of growth."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from warehouse.quality import Check, citations, counts
from warehouse.quality.check import Checker, subject
from warehouse.tables import BY_NAME

LOOKED = datetime(2025, 7, 1, 6, tzinfo=UTC)

ASSUMED: dict[str, dict[str, Any]] = {
    "links": {"venue_id": "lantern", "status": "linked", "reasons": [], "twin_ids": []},
    "citation_counts": {
        "venue_id": "lantern",
        "source": "semantic_scholar",
        "s2_paper_id": "s",
        "s2_corpus_id": 1,
        "observed_at": LOOKED,
    },
    "citations": {
        "venue_id": "lantern",
        "date_precision": "day",
        "published_on": date(2024, 5, 6),
        "is_self_citation": False,
        "first_seen_at": LOOKED,
    },
}


def works(paper: str, count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"paper_id": paper, "citing_id": f"{more}{index:03}"} | more for index in range(count)]


def counted(*rows: tuple[str, int], at: datetime = LOOKED) -> list[dict[str, Any]]:
    return [
        {"paper_id": paper, "citation_count": count, "observed_at": at} for paper, count in rows
    ]


def found(checker: Checker, **rows: list[dict[str, Any]]) -> Check:
    rows.setdefault("links", [{"paper_id": paper} for paper in "ab"])
    tables: dict[str, pa.Table] = {
        name: BY_NAME[name].from_rows(ASSUMED[name] | row for row in given)
        for name, given in rows.items()
    }
    with subject(tables, None) as asked:
        return checker(asked)


@pytest.mark.parametrize(
    "checker", [citations.received, citations.dated, citations.own, citations.bases]
)
def test_no_citing_works_are_no_fault(checker: Checker) -> None:
    finding = found(checker, citation_counts=counted(("a", 12)))
    assert finding.status == "pass"
    assert "on file" in finding.message


def test_lists_that_fall_short_are_named() -> None:
    finding = found(
        citations.received,
        citation_counts=counted(("a", 60), ("b", 30)),
        citations=works("a", 40) + works("b", 28),
    )
    assert finding.status == "warn"
    assert finding.message == (
        "68 of 90 (75.6 %) of those counted; lists that fall short: 1, first a 40 of 60"
    )


def test_a_few_works_more_or_less_are_no_fault() -> None:
    finding = found(
        citations.received,
        citation_counts=counted(("a", 60), ("b", 3)),
        citations=works("a", 55) + works("b", 9),
    )
    assert (finding.status, finding.message) == ("pass", "58 of 63 (92.1 %) of those counted")


YEAR = {"date_precision": "year", "published_on": None, "year": 2024}
NONE = {"date_precision": "none", "published_on": None}


@pytest.mark.parametrize(
    ("rows", "status", "said"),
    [
        (
            works("a", 90) + works("a", 6, **YEAR) + works("a", 4, **NONE),
            "pass",
            "4 of 100 (4.0 %)",
        ),
        (works("a", 70) + works("a", 30, **YEAR), "warn", "with only a year 30 of 100 (30.0 %)"),
        (
            works("a", 90) + works("a", 10, published_on=date(2024, 1, 1)),
            "warn",
            "of the days 1 January 10 of 100 (10.0 %) where chance gives 0.3 %",
        ),
    ],
    ids=["some without a day", "many without a day", "many on 1 January"],
)
def test_dates_that_say_little(rows, status, said) -> None:
    finding = found(citations.dated, citations=rows)
    assert finding.status == status
    assert said in finding.message


@pytest.mark.parametrize(("unknown", "status"), [(20, "pass"), (21, "warn")])
def test_self_citations_that_nobody_can_tell(unknown, status) -> None:
    rows = works("a", 70 - unknown + 20, is_self_citation=False) + works(
        "a", 10, is_self_citation=True
    )
    rows += works("a", unknown, is_self_citation=None)
    finding = found(citations.own, citations=rows)
    assert finding.status == status
    assert finding.message == (
        f"self-citations 10 of 100 (10.0 %), unknown {unknown} of 100 ({unknown}.0 %)"
    )


def test_counts_within_what_dates_tell() -> None:
    finding = found(
        citations.bases,
        citation_counts=counted(("a", 12))
        + counted(("a", 9), at=datetime(2024, 5, 30, tzinfo=UTC)),
        citations=works("a", 10) + works("a", 2, **NONE),
    )
    assert finding.status == "warn"  # nine in the second quarter of 2024, where ten are dated
    assert finding.message == (
        "2024 Q2 counted 9, dates tell 10 to 12, 0 of 1 (0.0 %) papers within; "
        "2025 Q3 counted 12, dates tell 10 to 12, 1 of 1 (100.0 %) papers within; "
        "furthest apart in 2024 Q2: 1 fewer counted than dated by then"
    )


def test_counts_after_the_last_look_are_not_held_against_it() -> None:
    later = counted(("a", 500), at=LOOKED + timedelta(days=100))
    finding = found(
        citations.bases, citation_counts=counted(("a", 10)) + later, citations=works("a", 10)
    )
    assert finding.status == "pass"
    assert finding.message.startswith("2025 Q3 counted 10, dates tell 10 to 10")


def test_citing_works_of_papers_that_are_not_linked_are_a_fault() -> None:
    links = [{"paper_id": "a", "status": "review"}]
    finding = found(citations.of_linked, links=links, citations=works("a", 2) + works("b", 1))
    assert finding == Check("cited papers", "fail", "citations of papers that are not linked: 3")


def test_growth_is_told_with_its_fastest() -> None:
    before = LOOKED - timedelta(weeks=4)
    finding = found(
        counts.grown,
        citation_counts=counted(("a", 10), ("b", 2), at=before) + counted(("a", 30), ("b", 2)),
    )
    assert finding.message == (
        "citations a week in the 4 weeks to 2025-07-01, 2 papers: mean 2.50, median 2.50; "
        "most: a +5.0, b +0.0"
    )
    once = found(counts.grown, citation_counts=counted(("a", 10)))
    assert once.message == "no paper was counted twice of late"
