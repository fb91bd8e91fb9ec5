"""The flags as a whole table."""

from datetime import date

import pyarrow as pa

from warehouse.flags.intervals import INTERVALS
from warehouse.flags.table import flag_intervals, flags
from warehouse.tables.flags import FLAGS


def test_no_papers_make_no_flags(tables) -> None:
    assert flags(**tables({}), as_of=date(2025, 7, 1)) == FLAGS.empty()


def test_a_venue_without_decisions_flags_nothing(tables) -> None:
    made = tables({"papers": [{"paper_id": "a", "state": "under_review"}]})
    assert flags(**made, as_of=date(2025, 7, 1)).num_rows == 0


def test_the_order_of_rows_does_not_matter(tables, bare) -> None:
    case = bare((f"p{index:03}", index % 7, 20 + index % 90) for index in range(150))
    there = tables(case)
    back = {
        name: table.take(pa.array(reversed(range(table.num_rows)), pa.int64()))
        for name, table in there.items()
    }
    assert flags(**back, as_of=case["as_of"]) == flags(**there, as_of=case["as_of"])


def test_each_venue_is_ranked_by_itself(tables, bare) -> None:
    case = bare([("a", 50, 100), ("b", 1, 100), ("c", 2, 100)])
    for name in ("papers", "links", "counts"):
        for row in case[name]:
            row["venue_id"] = "lantern" if row["paper_id"] == "a" else "harbour"
    rows = flags(**tables(case), as_of=case["as_of"]).to_pylist()
    assert [(row["paper_id"], row["venue_id"], row["rank"]) for row in rows] == [
        ("a", "lantern", 1),
        ("b", "harbour", 2),
        ("c", "harbour", 1),
    ]


def test_papers_are_compared_with_those_of_their_age(flagged, bare) -> None:
    young = [(f"young-{index:02}", index // 10, 20) for index in range(30)]
    old = [(f"old-{index:02}", 10 + index, 400) for index in range(30)]
    found = flagged(bare([*young, *old]))
    # Two citations are much at three weeks, and would be the least at thirteen months.
    assert found["young-29"]["percentile"] > 80
    assert found["young-29"]["reasons"][0] == (
        "2 citations in 0.7 months, more than 66 % of LANTERN 2025 papers of its age"
    )
    assert found["old-00"]["percentile"] < 2


def test_a_paper_without_a_count_moves_no_other(flagged, bare) -> None:
    known = [("a", 5, 100), ("b", 1, 100)]
    with_unknown = flagged(bare([*known, ("c", None, 100)]))
    without = flagged(bare(known))
    for paper in ("a", "b"):
        assert with_unknown[paper] == without[paper]


def test_intervals_rank_by_what_is_sure_and_without_self_citations(tables, bare) -> None:
    case = bare([("mostly-own", None, 100), ("undated", None, 100), ("plain", None, 100)])
    intervals = pa.Table.from_pylist(
        [
            _interval("mostly-own", 9, 9, 1, 1),
            _interval("undated", 0, 9, 0, 7),
            _interval("plain", 3, 3, 3, 3),
        ],
        schema=INTERVALS,
    )
    made = tables(case)
    del made["counts"]
    rows = flag_intervals(
        **made, intervals=intervals, as_of=case["as_of"], venue_name="LANTERN 2025"
    ).to_pylist()
    found = {row["paper_id"]: row for row in rows}
    assert [found[paper]["rank"] for paper in ("plain", "mostly-own", "undated")] == [1, 2, 3]
    assert [found[paper]["cited"] for paper in found] == ["yes", "yes", "unknown"]
    assert found["mostly-own"]["citations_low"] == 9
    assert found["mostly-own"]["reasons"][0].startswith("1 independent citation in 3.3 months")
    assert found["undated"]["reasons"][0] == ("between 0 and 7 independent citations in 3.3 months")
    assert found["plain"]["basis"] == "reconstructed"


def _interval(paper: str, low: int, high: int, independent_low: int, independent_high: int):
    return {
        "paper_id": paper,
        "citations_low": low,
        "citations_high": high,
        "independent_low": independent_low,
        "independent_high": independent_high,
        "basis": "reconstructed",
    }
