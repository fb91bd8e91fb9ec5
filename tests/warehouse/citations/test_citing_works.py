"""From pages to citing works and to how far each list was got."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from warehouse.citations.citing_works import (
    CITING_LISTS,
    CITING_WORKS,
    citing_rejects,
    citing_works,
    together,
)
from warehouse.raw import StoredPage

START = datetime(2025, 7, 1, 6, tzinfo=UTC)


def work(name: str, **more: Any) -> dict[str, Any]:
    return {"paperId": name, "corpusId": 900, "title": f"On {name}", "authors": []} | more


def batch(*cited: tuple[str, Any], minute: int = 0, raw: str | None = None) -> StoredPage:
    """A batch that asked for nested citations, from (asked id, its record or None)."""
    ids, records = [id_ for id_, _ in cited], [record for _, record in cited]
    payload = (json.dumps(records) if raw is None else raw).encode()
    at = START + timedelta(minutes=minute)
    params = {"fields": "corpusId,citationCount,citations.title"}
    return StoredPage("semantic_scholar", "paper/batch", params, {"ids": ids}, at, 200, payload)


def cited(count: Any, *works: Any) -> dict[str, Any]:
    return {"paperId": "p", "citationCount": count, "citations": list(works)}


def edges(asked: int, body: Any, minute: int = 0, **params: Any) -> StoredPage:
    """A page of ``/citations``."""
    at, endpoint = START + timedelta(minutes=minute), f"paper/CorpusId:{asked}/citations"
    payload = json.dumps(body).encode()
    return StoredPage("semantic_scholar", endpoint, params, None, at, 200, payload)


def edge(name: str, **more: Any) -> dict[str, Any]:
    return {"citingPaper": work(name)} | more


def pairs(*pages: StoredPage) -> list[tuple[int, str]]:
    rows = citing_works(pages).works.to_pylist()
    return sorted((row["asked_corpus_id"], row["citing_id"]) for row in rows)


def lists(*pages: StoredPage) -> dict[int, tuple[int, int | None, bool]]:
    """What is said of each list: received, counted, complete."""
    return {
        row["asked_corpus_id"]: (row["received"], row["citation_count"], row["is_complete"])
        for row in citing_works(pages).lists.to_pylist()
    }


def test_nested_works_belong_to_the_id_at_their_place() -> None:
    page = batch(
        ("CorpusId:1", cited(2, work("a"), work("b"))),
        ("CorpusId:2", None),
        ("corpusid:3", cited(1, work("a"))),
        ("ARXIV:2110.00001", cited(1, work("c"))),
    )
    assert pairs(page) == [(1, "a"), (1, "b"), (3, "a")]
    assert lists(page) == {1: (2, 2, True), 3: (1, 1, True)}


def test_what_a_page_says_of_a_work() -> None:
    told = work(
        "a",
        title="  Lamps for ada@lab.example ",
        venue="",
        year=2024,
        publicationDate="2024-02-29",
        authors=[{"authorId": "7", "name": " Ada Candle"}, {"authorId": None, "name": ""}],
    )
    row = citing_works([batch(("CorpusId:1", cited(1, told)))]).works.to_pylist()[0]
    assert row == {
        "asked_corpus_id": 1,
        "citing_id": "a",
        "citing_corpus_id": 900,
        "title": "Lamps for [removed]",
        "authors": ["Ada Candle", None],
        "author_ids": ["7", None],
        "venue": None,
        "year": 2024,
        "published_on": date(2024, 2, 29),
        "is_influential": None,
        "intents": None,
        "seen_at": START,
    }


def test_no_authors_are_unknown_authors() -> None:
    rows = citing_works([batch(("CorpusId:1", cited(1, work("a"))))]).works.to_pylist()
    assert (rows[0]["authors"], rows[0]["author_ids"]) == (None, None)


def test_a_list_that_was_cut_is_not_whole() -> None:
    page = batch(("CorpusId:1", cited(9, work("a"))), ("CorpusId:2", cited(5)))
    assert lists(page) == {1: (1, 9, False), 2: (0, 5, False)}


def test_a_cut_list_that_was_asked_again_is_whole() -> None:
    cut = batch(("CorpusId:1", cited(2)))
    assert lists(cut, batch(("CorpusId:1", cited(2, work("a"), work("b"))), minute=1)) == {
        1: (2, 2, True)
    }


def test_counts_alone_are_no_list() -> None:
    page = batch(("CorpusId:1", {"paperId": "p", "citationCount": 0}))
    assert lists(page) == {}


def test_a_count_of_the_same_run_measures_the_list() -> None:
    counted = batch(("CorpusId:1", {"paperId": "p", "citationCount": 2}))
    news = edges(1, {"offset": 0, "next": 1, "data": [edge("a")]}, minute=1)
    assert lists(counted, news) == {1: (1, 2, False)}


def test_a_list_followed_to_its_end_is_whole_whatever_is_counted() -> None:
    pages = [
        batch(("CorpusId:1", cited(7))),
        edges(1, {"offset": 0, "next": 2, "data": [edge("a"), edge("b")]}, minute=1),
        edges(1, {"offset": 2, "data": [edge("b"), edge("c")]}, minute=2, offset=2),
    ]
    assert lists(*pages) == {1: (3, 7, True)}
    assert pairs(*pages) == [(1, "a"), (1, "b"), (1, "c")]


@pytest.mark.parametrize(
    ("body", "params"),
    [
        ({"offset": 0, "next": 1000, "data": [edge("a")]}, {}),
        ({"offset": 1000, "data": [edge("a")]}, {"offset": 1000}),
        ({"data": [edge("a")]}, {"offset": "1000"}),
        ({"offset": 0, "data": [edge("a")]}, {"publicationDateOrYear": "2024-01:2024-06"}),
        ({"offset": 0, "data": None}, {}),
        ({"offset": 0, "next": 0, "data": [edge("a")]}, {}),
        ({}, {}),
        ([], {}),
    ],
    ids=[
        "more to come",
        "no start",
        "no start, told by request",
        "days",
        "elided",
        "loop",
        "nothing",
        "no object",
    ],
)
def test_other_pages_make_no_whole_list(body, params) -> None:
    received, counted, is_complete = lists(edges(1, body, **params))[1]
    assert (received <= 1, counted, is_complete) == (True, None, False)


def test_only_pages_of_their_own_say_how_a_work_cites() -> None:
    said = edge("a", isInfluential=True, intents=["methodology", ""])
    pages = [
        edges(1, {"offset": 0, "data": [said, edge("b", isInfluential=False, intents=[])]}),
        batch(("CorpusId:1", cited(2, work("a", title="Anew"), work("b"))), minute=1),
    ]
    rows = {row["citing_id"]: row for row in citing_works(pages).works.to_pylist()}
    assert (rows["a"]["is_influential"], rows["a"]["intents"]) == (True, ["methodology", None])
    assert rows["a"]["title"] == "Anew"
    assert rows["a"]["seen_at"] == START + timedelta(minutes=1)
    assert (rows["b"]["is_influential"], rows["b"]["intents"]) == (False, [])


HOSTILE = [
    None,
    7,
    "a",
    [],
    {},
    {"paperId": None, "title": "No id"},
    {"paperId": ""},
    work("a", authors="Ada"),
    work("a", authors=[7]),
]


@pytest.mark.parametrize("wrong", HOSTILE, ids=repr)
def test_a_work_that_cannot_be_read_takes_no_other_with_it(wrong) -> None:
    page = batch(("CorpusId:1", cited(2, work("b"), wrong)), ("CorpusId:2", cited(1, work("c"))))
    assert pairs(page) == [(1, "b"), (2, "c")]
    assert lists(page) == {1: (1, 2, False), 2: (1, 1, True)}
    rejected = citing_rejects("lantern", [page]).to_pylist()
    assert len(rejected) == 1
    edge_page = edges(1, {"offset": 0, "data": [edge("b"), {"citingPaper": wrong}, wrong]})
    assert pairs(edge_page) == [(1, "b")]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"year": "2024"}, {"year": 2024}),
        ({"year": 0}, {"year": None}),
        ({"year": 99_999}, {"year": None}),
        ({"publicationDate": "2024-13-45"}, {"published_on": None}),
        ({"publicationDate": "2024"}, {"published_on": None}),
        ({"publicationDate": " 2024-01-01T00:00"}, {"published_on": date(2024, 1, 1)}),
        ({"corpusId": "12"}, {"citing_corpus_id": 12}),
        ({"corpusId": "twelve"}, {"citing_corpus_id": None}),
        ({"corpusId": 10**30}, {"citing_corpus_id": None}),
        ({"corpusId": -1}, {"citing_corpus_id": None}),
        ({"title": "half \ud83d a pair"}, {"title": "half \ufffd a pair"}),
        ({"authors": [{"authorId": 7, "name": None}]}, {"author_ids": ["7"], "authors": [None]}),
    ],
    ids=str,
)
def test_absurd_values_are_unknown_ones(given, read) -> None:
    row = citing_works([batch(("CorpusId:1", cited(1, work("a", **given))))]).works.to_pylist()[0]
    assert {name: row[name] for name in read} == read


@pytest.mark.parametrize(
    "page",
    [
        batch(("CorpusId:1", cited(1, work("a"))), raw="[]"),
        batch(("CorpusId:1", None), raw='{"error": "odd"}'),
        batch(("CorpusId:1", "text")),
        batch(("CorpusId:1", {"citationCount": "many", "citations": "none"})),
        batch((7, cited(1, work("a")))),
        StoredPage("semantic_scholar", "paper/batch", {}, {}, START, 200, b"[]"),
        StoredPage(
            "semantic_scholar", "paper/batch", {}, {"ids": ["CorpusId:1"]}, START, 400, b"{}"
        ),
        StoredPage("semantic_scholar", "paper/abc/citations", {}, None, START, 200, b"{}"),
        StoredPage("semantic_scholar", "paper/search/bulk", {}, None, START, 200, b"{}"),
    ],
    ids=lambda page: f"{page.endpoint} {page.payload[:20]!r}",
)
def test_pages_of_other_kinds_and_shapes_say_nothing(page: StoredPage) -> None:
    found = citing_works([page])
    assert found.works.equals(CITING_WORKS.empty_table())
    assert found.lists.equals(CITING_LISTS.empty_table())


def test_runs_are_put_together_row_by_row() -> None:
    first = citing_works([batch(("CorpusId:1", cited(1, work("a"))))])
    second = citing_works([batch(("CorpusId:1", cited(1, work("a"))), minute=9)])
    whole = together([first, second])
    assert (whole.works.num_rows, whole.lists.num_rows) == (2, 2)
    assert together([]).works.schema == CITING_WORKS
    assert (first + second).works == whole.works
