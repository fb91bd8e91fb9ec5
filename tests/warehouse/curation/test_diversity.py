"""The order that changes the subject: a permutation, near the fair order, no topic on and on."""

import random
from itertools import groupby
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.curation.diversity import diversified
from warehouse.tables import PAPERS

COLUMNS = ("paper_id", "title", "tldr", "keywords", "primary_area")
SCHEMA = pa.schema([PAPERS.schema.field(name) for name in COLUMNS])
TEXT = st.none() | st.text(max_size=30)


def papers(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def planted(labels: list[str], seed: int) -> pa.Table:
    """A paper for each label: its topic among its keywords, the rest of its words at random."""
    chance = random.Random(seed)  # noqa: S311
    return papers(
        [
            {
                "paper_id": f"p{i:04d}",
                "title": f"On {label} and {chance.randrange(300)} lamps",
                "tldr": " ".join(f"word{chance.randrange(500)}" for _ in range(12)),
                "keywords": [label, f"light {chance.randrange(400)}"],
            }
            for i, label in enumerate(labels)
        ]
    )


def longest_run(order: list[str], labels: list[str]) -> int:
    """Papers of one topic in a row while papers of others were left."""
    offered = [labels[int(paper[1:])] for paper in order]
    runs = [len(list(run)) for _, run in groupby(offered)]
    return max(runs[:-1], default=0)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "title": TEXT,
                "tldr": TEXT,
                "keywords": st.none() | st.lists(TEXT, max_size=5),
                "primary_area": TEXT,
            }
        ),
        max_size=30,
    ),
    strength=st.floats(0, 1),
)
def test_every_paper_is_there_once_the_first_first_and_always_in_the_same_order(
    rows: list[dict[str, Any]], strength: float
) -> None:
    ids = [f"p{i}" for i in range(len(rows))]
    table = papers([row | {"paper_id": paper} for row, paper in zip(rows, ids, strict=True)])

    order = diversified(table, strength)

    assert sorted(order) == sorted(ids)
    assert order[:1] == ids[:1]
    assert diversified(table, strength) == order
    assert diversified(table, 0) == ids


@settings(max_examples=25, deadline=None)
@given(
    clump=st.integers(10, 80),
    more=st.integers(0, 60),
    topics=st.integers(2, 8),
    strength=st.floats(0.3, 1),
    seed=st.integers(0, 99),
)
def test_no_topic_comes_ten_times_in_a_row_while_there_are_others(
    clump: int, more: int, topics: int, strength: float, seed: int
) -> None:
    # Up to half of all papers; what nearly all of a venue are about is no topic of some.
    labels = ["candle making"] * clump + [f"topic {i % topics}" for i in range(clump + more)]
    order = diversified(planted(labels, seed), strength)
    assert longest_run(order, labels) < 10


def test_a_queue_of_many_topics_hardly_moves() -> None:
    chance = random.Random(7)  # noqa: S311
    labels = [f"topic {chance.randrange(12)}" for _ in range(300)]
    order = diversified(planted(labels, 7), 0.5)
    moves = [abs(place - int(paper[1:])) for place, paper in enumerate(order)]
    assert longest_run(order, labels) <= 2
    assert max(moves) < 60
    assert sorted(moves)[150] < 10


def test_papers_of_no_topic_are_not_alike_for_that() -> None:
    rows = [{"paper_id": f"p{i}", "title": None, "keywords": []} for i in range(20)]
    assert diversified(papers(rows), 1) == [f"p{i}" for i in range(20)]


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_that_is_none_is_refused(strength: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        diversified(papers([]), strength)
