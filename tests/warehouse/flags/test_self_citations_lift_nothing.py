"""However often authors cite themselves, their paper moves up no place."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PAPERS = [f"p{index}" for index in range(5)]
AS_OF = date(2025, 7, 1)
DOORS = datetime(2025, 7, 1, 6, tzinfo=UTC)

works = st.lists(
    st.fixed_dictionaries(
        {
            "paper_id": st.sampled_from(PAPERS),
            "published_on": st.dates(date(2025, 3, 1), date(2025, 9, 1)),
            "is_self_citation": st.sampled_from([True, False, False, None]),
        }
    ),
    max_size=25,
)
own = st.lists(
    st.tuples(st.dates(date(2025, 3, 1), AS_OF), st.sampled_from([True, None])), min_size=1
)


def case_of(works: list[dict[str, Any]], is_counted: bool) -> dict[str, Any]:
    """A venue of five papers of different ages, counted on the day or not."""
    counts = {
        paper: sum(row["paper_id"] == paper and row["published_on"] <= AS_OF for row in works)
        for paper in PAPERS
    }
    ids = [
        {"paper_id": paper, "s2_paper_id": f"s{paper}", "s2_corpus_id": index}
        for index, paper in enumerate(PAPERS)
    ]
    return {
        "as_of": AS_OF,
        "papers": [
            {"paper_id": paper, "public_at": DOORS - timedelta(days=40 * (index + 1))}
            for index, paper in enumerate(PAPERS)
        ],
        "links": ids,
        "counts": [
            row | {"observed_at": DOORS, "citation_count": counts[row["paper_id"]]} for row in ids
        ]
        if is_counted
        else [],
        "citations": [row | {"citing_id": f"c{index:03}"} for index, row in enumerate(works)],
        "coverage": [
            {"paper_id": paper, "looked_at": DOORS + timedelta(days=90), "on_file": 0, "missing": 0}
            for paper in PAPERS
        ],
    }


@pytest.mark.parametrize("is_counted", [True, False], ids=["observed", "reconstructed"])
@settings(
    max_examples=6,  # each opens DuckDB two dozen times
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(works, st.sampled_from(PAPERS), own)
def test_self_citations_lift_nothing(flagged, is_counted, works, paper, own) -> None:
    before = flagged(case_of(works, is_counted))
    added = [
        {"paper_id": paper, "published_on": day, "is_self_citation": is_own} for day, is_own in own
    ]
    after = flagged(case_of(works + added, is_counted))
    assert after[paper]["citations_low"] == before[paper]["citations_low"] + len(own)
    for name in ("rank", "rank_low", "rank_high", "percentile", "rate_per_month"):
        assert {p: row[name] for p, row in after.items()} == {
            p: row[name] for p, row in before.items()
        }
    assert after[paper]["basis"] == ("observed" if is_counted else "reconstructed")
