"""Search by meaning, with a small model of our own whose meaning of a text can be computed."""

import numpy as np
import pyarrow as pa
import pytest

from warehouse.explore.search import Filters, KeywordIndex
from warehouse.explore.search.embeddings import (
    Model,
    brought_up_to_date,
    matrix_of,
    nearest,
    texts_of,
)
from warehouse.explore.search.fusion import fused
from warehouse.explore.search.searching import Search
from warehouse.tables import EMBEDDINGS

TOPICS = ({"lantern", "lamp", "light"}, {"rain", "umbrella", "storm"}, {"moss", "fern"})


def encode(texts):
    """A direction for each topic; a text without any points to the last one."""
    vectors = np.zeros((len(texts), len(TOPICS) + 1), dtype=np.float32)
    for row, text in enumerate(texts):
        words = set(text.lower().split())
        for column, topic in enumerate(TOPICS):
            vectors[row, column] = len(words & topic)
        vectors[row, -1] = 0.1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class Counting:
    """A model that keeps what it was asked to embed."""

    def __init__(self, name="made-up"):
        self.asked = []
        self.model = Model(name, self.encode)

    def encode(self, texts):
        self.asked.append(list(texts))
        return encode(texts)


def papers(*titles):
    rows = [
        {
            "paper_id": f"p{number}",
            "venue_id": "Moss.example/2025/Conference",
            "title": title,
            "tldr": None,
            "keywords": ["Rain"] if number % 2 else None,
            "abstract": None,
            "authors": ["Ada"],
            "state": "accepted",
            "tier": "poster",
            "forum_url": "https://openreview.net/forum?id=p",
            "pdf_url": None,
            "year": 2025,
            "cited": "yes",
            "citations_low": 1,
            "citations_high": 1,
            "percentile": 50.0,
        }
        for number, title in enumerate(titles)
    ]
    table = pa.Table.from_pylist(rows)
    for name in ("tldr", "abstract", "pdf_url"):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].cast(pa.string()))
    return table


@pytest.fixture
def shelf():
    return papers("lantern walks", "storm at sea", "moss and lantern", "nothing of that")


def test_only_what_is_new_or_changed_is_embedded_and_what_went_is_gone(shelf):
    model = Counting()
    first = brought_up_to_date(EMBEDDINGS.empty(), shelf, model.model)
    assert model.asked == [texts_of(shelf)]
    changed = papers("lantern walks", "storm at home", "moss and lantern")
    second = brought_up_to_date(first, changed, model.model)
    assert model.asked[1:] == [["storm at home"]]
    assert second["paper_id"].to_pylist() == ["p0", "p1", "p2"]
    assert brought_up_to_date(second, changed, model.model).equals(second)
    assert len(model.asked) == 2


def test_vectors_of_another_model_are_no_help(shelf):
    first = brought_up_to_date(EMBEDDINGS.empty(), shelf, Counting("one").model)
    other = Counting("other")
    brought_up_to_date(first, shelf, other.model)
    assert len(other.asked) == 1


def test_vectors_come_back_as_they_were_made(shelf):
    table = brought_up_to_date(EMBEDDINGS.empty(), shelf, Counting().model)
    assert np.array_equal(matrix_of(table), encode(texts_of(shelf)))
    assert matrix_of(EMBEDDINGS.empty()).size == 0


def test_the_nearest_come_first_and_equals_keep_their_order(shelf):
    table = brought_up_to_date(EMBEDDINGS.empty(), shelf, Counting().model)
    found = nearest(table, encode(["a lamp"])[0], 2)
    assert [paper for paper, _ in found] == ["p0", "p2"]
    assert found[0][1] == pytest.approx(1.0, abs=0.02)


@pytest.fixture
def search(shelf):
    model = Counting().model
    table = brought_up_to_date(EMBEDDINGS.empty(), shelf, model)
    return Search(shelf, KeywordIndex.of(shelf), table, model)


def test_meaning_finds_what_no_word_does(search):
    assert search.by_words("umbrella") == []
    [first, *_] = search.by_meaning("umbrella")
    assert (first.paper_id, first.found_by, first.words) == ("p1", ("meaning",), [])


def test_filters_hold_for_meaning_too(search):
    assert {h.paper_id for h in search.by_meaning("lamp", Filters(keyword="rain"))} == {"p1", "p3"}
    assert search.by_meaning("lamp", Filters(year=1999)) == []


def test_what_both_found_stands_above_what_one_found(search):
    hits = search.by_both("lantern")
    both = [hit for hit in hits if hit.found_by == ("words", "meaning")]
    assert [hit.paper_id for hit in hits[: len(both)]] == [hit.paper_id for hit in both]
    assert {"p0", "p2"} == {hit.paper_id for hit in both}
    assert both[0].words == ["lantern"]


def test_nothing_typed_nothing_found(search):
    assert search.by_both('  -lantern ""') == []


def test_ranks_are_fused_as_published():
    assert fused([["a", "b"], ["b", "c"]], k=60) == [
        ("b", pytest.approx(1 / 62 + 1 / 61)),
        ("a", pytest.approx(1 / 61)),
        ("c", pytest.approx(1 / 62)),
    ]
    assert fused([]) == []
