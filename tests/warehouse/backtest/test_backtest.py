"""Early citations against later ones, of a small made-up venue."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from warehouse.backtest import backtest, compare_days
from warehouse.backtest.windows import windows
from warehouse.citations.coverage import coverage
from warehouse.tables.citations import CITATION_COUNTS, CITATIONS
from warehouse.tables.flags import FLAGS
from warehouse.tables.links import LINKS
from warehouse.tables.papers import PAPERS

PUBLIC = date(2022, 1, 10)
LOOKED = datetime(2025, 7, 1, 6, tzinfo=UTC)


def citations_of(rows: list[dict[str, Any]]) -> pa.Table:
    assumed = {
        "venue_id": "lantern",
        "date_precision": "day",
        "is_self_citation": False,
        "first_seen_at": LOOKED,
    }
    return CITATIONS.from_rows(
        assumed | {"citing_id": f"c{index:04}"} | row for index, row in enumerate(rows)
    )


def day(days: int) -> date:
    return PUBLIC + timedelta(days=days)


def public_of(**papers: date) -> pa.Table:
    return pa.table(
        {"paper_id": list(papers), "first_public_on": pa.array(papers.values(), pa.date32())}
    )


def test_windows_count_what_was_surely_there() -> None:
    citations = citations_of(
        [
            {"paper_id": "a", "published_on": day(-30)},
            {"paper_id": "a", "published_on": day(365)},
            {"paper_id": "a", "published_on": day(366)},
            {"paper_id": "a", "published_on": day(1095), "is_self_citation": True},
            {"paper_id": "a", "published_on": day(1096)},
            {"paper_id": "a", "published_on": day(9), "is_self_citation": None},
            # 2022 is over by the 10th of January 2023, 2025 is not by that of 2025.
            {"paper_id": "a", "date_precision": "year", "year": 2022},
            {"paper_id": "a", "date_precision": "year", "year": 2025},
            {"paper_id": "a", "date_precision": "none"},
        ]
    )
    public = public_of(a=PUBLIC, b=PUBLIC, late=date(2023, 1, 1))
    found = windows(citations, public, 365, 1095, LOOKED.date()).to_pylist()
    assert found == [
        {
            "paper_id": "a",
            "early": 4,
            "late": 6,
            "independent_early": 3,
            "independent_late": 4,
        },
        {"paper_id": "b", "early": 0, "late": 0, "independent_early": 0, "independent_late": 0},
    ]


@pytest.fixture
def venue() -> dict[str, pa.Table]:
    """Thirty papers; paper n has n early citations, and gained as many again; ten were never
    looked at, nobody cites the last."""
    names = [f"p{number:02}" for number in range(40)]
    public = datetime.combine(PUBLIC, datetime.min.time(), UTC)
    papers = PAPERS.from_rows(
        {
            "paper_id": name,
            "venue_id": "lantern",
            "state": "rejected" if name == "p29" else "accepted",
            "forum_url": "https://forum.example",
            "public_at": public,
        }
        for name in names
    )
    links = LINKS.from_rows(
        {
            "paper_id": name,
            "venue_id": "lantern",
            "status": "linked",
            "s2_paper_id": name,
            "s2_corpus_id": number,
            "reasons": [],
            "twin_ids": [],
        }
        for number, name in enumerate(names)
    )
    citations = citations_of(
        [
            {"paper_id": f"p{number:02}", "published_on": day(when)}
            for number in range(30)
            for when in (30, 900)
            for _ in range(number)
        ]
    )
    return {"papers": papers, "links": links, "citations": citations}


def test_a_venue_whose_early_counts_told_it_all(venue) -> None:
    found = backtest(**venue)
    assert (found.linked, found.counted, found.uncited_early, found.risen) == (39, 28, 0, 0)
    assert found.late.spearman == pytest.approx(1)
    assert found.gain.overlap == found.independent_gain.overlap == 1
    assert found.until == date(2025, 7, 1)


def test_papers_that_nobody_cites_count_where_they_were_looked_at(venue) -> None:
    ledger = CITATION_COUNTS.from_rows(
        [
            {
                "paper_id": "p00",
                "venue_id": "lantern",
                "s2_paper_id": "p00",
                "s2_corpus_id": 0,
                "observed_at": LOOKED,
                "citation_count": 0,
                "source": "semantic_scholar",
            }
        ]
    )
    covered = coverage(venue["links"], venue["citations"], ledger)
    found = backtest(**venue, covered=covered)
    assert (found.counted, found.uncited_early) == (29, 1)


def test_first_public_days_may_be_given(venue) -> None:
    later = public_of(**{f"p{number:02}": date(2024, 1, 1) for number in range(40)})
    assert backtest(**venue, public=later).counted == 0
    # Flags of several days name a paper as often.
    twice = pa.concat_tables([later, later])
    assert backtest(**venue, early_days=30, late_days=365, public=twice).counted == 28
    assert backtest(**venue, early_days=30, late_days=365, public=later).counted == 28


def test_the_report_stands_beside_the_published_figures(venue) -> None:
    said = backtest(**venue).report()
    assert said.startswith("28 of 39 linked papers have 1095 days behind them by 2025-07-01.")
    assert "| 365 days against the gain until 1095 | 28 | 1.000 | 1.00 |" in said
    assert "| published, ICLR 2020, 365 against the gain until 1095 | 685 | 0.827 | 0.68 |" in said
    assert "anonymity-period" in said


def test_a_venue_without_citing_works_has_nothing_to_compare(venue) -> None:
    found = backtest(**(venue | {"citations": CITATIONS.empty()}))
    assert (found.counted, found.until, found.late.spearman) == (0, None, None)
    assert (
        found.report() == "No citing works on file: nothing to compare for 0 of 39 linked papers.\n"
    )


@pytest.mark.parametrize("windows", [(365, 365), (0, 365), (-1, 30), (400, 365)])
def test_windows_must_follow_each_other(venue, windows) -> None:
    with pytest.raises(ValueError, match="must lie beyond"):
        backtest(**venue, early_days=windows[0], late_days=windows[1])


def flags_of(day: date, ranks: dict[str, int | None], cited: str = "yes") -> pa.Table:
    return FLAGS.from_rows(
        {
            "paper_id": paper,
            "venue_id": "lantern",
            "as_of": day,
            "cited": "unknown" if rank is None else cited,
            "rank": rank,
            "rank_low": rank,
            "rank_high": rank,
            "reasons": ["because"],
        }
        for paper, rank in ranks.items()
    )


def test_two_days_are_compared_by_their_queues() -> None:
    places = {f"p{number:02}": number + 1 for number in range(20)}
    doors = flags_of(date(2022, 4, 25), places | {"p20": None})
    later = flags_of(date(2025, 4, 25), places | {"p20": 21, "elsewhere": 22})
    found = compare_days(doors, later)
    assert found.ranks.papers == 20
    assert found.ranks.spearman == pytest.approx(1)
    assert (found.ranks.overlap, found.cited, found.still_cited, found.newly_cited) == (
        1,
        20,
        20,
        1,
    )
    assert found.report().startswith("2022-04-25 against 2025-04-25, 20 papers ranked on both")
    assert compare_days(doors, FLAGS.empty()).report() == "No paper is flagged on both days.\n"
