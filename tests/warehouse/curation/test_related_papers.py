"""Topics and related papers, from the words that papers share."""

from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.curation.keywords import keywords_of
from warehouse.curation.shared_keywords import RELATED, SHARED_KEYWORDS, shared_keywords
from warehouse.curation.topics import topics
from warehouse.tables import PAPERS

WORDS = st.none() | st.lists(st.sampled_from(["lamp", "wick", "oil", "wax", "glass"]) | st.text())


def papers(*rows: dict[str, Any]) -> pa.Table:
    common = {"venue_id": "lantern", "state": "accepted"}
    table = [common | {"paper_id": f"p{i:03d}"} | row for i, row in enumerate(rows)]
    return pa.Table.from_pylist(table, schema=PAPERS.schema)


def with_keywords(*words: list[str] | None) -> pa.Table:
    return papers(*({"keywords": each} for each in words))


def test_spellings_of_one_keyword_count_as_the_most_usual_one() -> None:
    given_ = [["Lamp-Oils"], ["lamp oil"], ["lamp  oil"], ["LAMP OIL "], None, ["", "wick"]]
    found = keywords_of(with_keywords(*given_))
    assert found == [["lamp oil"]] * 4 + [[], ["wick"]]


def test_a_keyword_of_others_is_found_in_titles_and_in_narrower_keywords() -> None:
    table = papers(
        {"title": "Wicks", "keywords": ["oil lamps", "wick"]},
        {"title": "Trimming Oil Lamps: a wick's tale", "keywords": None},
        {"title": None, "keywords": ["antique oil lamp repair"]},
    )
    assert keywords_of(table)[1:] == [["oil lamps"], ["antique oil lamp repair", "oil lamps"]]


def test_an_abstract_among_the_keywords_is_none() -> None:
    assert keywords_of(with_keywords(["x" * 300, *(f"k{i}" for i in range(99))]))[0] == [
        f"k{i}" for i in range(50)
    ]


def test_the_topic_is_the_area_or_else_what_parts_the_venue_best() -> None:
    table = papers(
        {"primary_area": " Lights  and lamps ", "keywords": ["oil"]},
        {"keywords": ["machine learning", "a rare thing", "oil"]},
        {"keywords": ["oil", "machine learning"]},
        {"keywords": ["machine learning"]},
        {"keywords": ["wax", "machine learning"]},
        {"keywords": None},
    )
    assert topics(table) == ["Lights and lamps", "oil", "oil", "machine learning", "wax", None]


def test_rare_keywords_weigh_more() -> None:
    table = with_keywords(
        ["lamp", "whale oil"], ["lamp"], ["lamp"], ["whale oil"], ["lamp"], ["mirror"]
    )
    found = [row for row in shared_keywords(table).to_pylist() if row["paper_id"] == "p000"]
    assert [row["neighbour_id"] for row in found] == ["p003", "p001", "p002", "p004"]
    assert [row["rank"] for row in found] == [1, 2, 3, 4]
    assert found[0]["similarity"] > found[1]["similarity"] == found[3]["similarity"] > 0
    assert {row["basis"] for row in found} == {"text"}


def test_papers_without_shared_keywords_have_no_rows() -> None:
    for table in (papers(), with_keywords(None), with_keywords(None, []), with_keywords(["a"])):
        assert shared_keywords(table).num_rows == 0
    assert shared_keywords(with_keywords(["a"], ["b"])).num_rows == 0


@settings(max_examples=50, deadline=None)
@given(words=st.lists(WORDS, max_size=40), shuffle=st.randoms(use_true_random=False))
def test_ten_at_most_in_order_never_oneself_whatever_the_order_of_papers(
    words: list[list[str] | None], shuffle: Any
) -> None:
    table = with_keywords(*words)
    found = shared_keywords(table)
    assert found.schema == SHARED_KEYWORDS
    by_paper: dict[str, list[dict[str, Any]]] = {}
    for row in found.to_pylist():
        by_paper.setdefault(row["paper_id"], []).append(row)
    for paper, rows in by_paper.items():
        assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
        assert len(rows) <= RELATED
        near = [(-row["similarity"], row["neighbour_id"]) for row in rows]
        assert near == sorted(near)
        assert all(0 < row["similarity"] <= 1 for row in rows)
        assert paper not in {row["neighbour_id"] for row in rows}
    order = list(range(table.num_rows))
    shuffle.shuffle(order)
    assert shared_keywords(table.take(pa.array(order, pa.int64()))).equals(found)
