"""Semantic Scholar by words: bulk with tokens and filters, the nearest title, by relevance."""

from typing import Any

import pytest
import requests


def sha(number: int) -> str:
    return f"{number:040x}"


def found(answer: requests.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["paperId"] for row in answer.json()["data"]]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"query": "garden"}, [1, 5]),
        ({"query": "gardens trees"}, [1]),
        ({"query": "oaks | forests"}, [2, 3, 4]),
        ({"query": '"small gardens" | "random forests"'}, [1, 2]),
        ({"query": "uberwintern"}, [6]),
        ({"query": "nothing"}, []),
        ({"venue": "ICLR"}, [1, 3]),
        ({"venue": "iclr"}, [1, 3]),
        ({"venue": "International Conference on Learning Representations"}, [1, 3]),
        ({"venue": "Int Conf Learn Represent,NIPS"}, [1, 3]),
        ({"venue": "NIPS"}, []),
        ({"year": "2022"}, [2]),
        ({"year": "2022-"}, [1, 2, 3, 4, 5]),
        ({"year": "-2022"}, [2]),
        ({"year": "2020-2022", "query": ""}, [2]),
        ({"publicationDateOrYear": "2022:2023-04"}, [2]),
        ({"publicationDateOrYear": "2023-05"}, [1, 3, 4, 5]),
        ({"publicationDateOrYear": ":2022-01-01"}, [2]),
        ({"minCitationCount": "1"}, [1]),
        ({"fieldsOfStudy": "Computer Science", "query": "oaks"}, [3, 4]),
        ({"fieldsOfStudy": "Art"}, []),
        ({"publicationTypes": "Conference,JournalArticle", "venue": "ICLR"}, [1, 3]),
        ({"openAccessPdf": ""}, []),
        ({"query": "oaks", "sort": "paperId:desc"}, [4, 3]),
        ({"query": "trees | forests", "sort": "citationCount:desc"}, [1, 2]),
        ({"query": "trees | forests", "sort": "publicationDate"}, [1, 2]),
    ],
    ids=str,
)
def test_bulk(visitor: Any, params: dict[str, str], expected: list[int]) -> None:
    answer = visitor.graph("/paper/search/bulk", **params)
    assert found(answer) == [sha(number) for number in expected]
    assert answer.json()["total"] == len(expected)
    assert answer.json()["token"] is None


def test_bulk_pages_by_token(crowd: Any) -> None:
    query = {"year": "2023", "fields": "title"}
    first = crowd.graph("/paper/search/bulk", **query, offset=0, limit=100)
    second = crowd.graph("/paper/search/bulk", **query, token=first.json()["token"])
    third = crowd.graph("/paper/search/bulk", **query, token=second.json()["token"])
    rows = found(first) + found(second) + found(third)
    assert rows == [sha(number) for number in range(2_345)]
    assert list(first.json()) == ["total", "token", "data"]
    assert first.json()["total"] == third.json()["total"] == 2_345
    tokens = [page.json()["token"] for page in (first, second, third)]
    assert tokens[2] is None
    assert tokens[0] != tokens[1]
    assert all(token.startswith("PCO") and 122 <= len(token) <= 128 for token in tokens[:2])
    assert all(token.isalnum() and token.isupper() for token in tokens[:2])


def test_tokens_belong_to_their_query(crowd: Any) -> None:
    token = crowd.graph("/paper/search/bulk", year="2023").json()["token"]
    assert crowd.graph("/paper/search/bulk", year="2023", token=token, fields="year").ok
    for other in ({"year": "2022-"}, {"year": "2023", "sort": "citationCount"}):
        assert crowd.graph("/paper/search/bulk", **other, token=token).status_code == 400
    for token in ("PCOABC", "x", "PCO" + "A" * 122):
        assert crowd.graph("/paper/search/bulk", year="2023", token=token).status_code == 400


def test_sorted_pages(crowd: Any) -> None:
    query = {"year": "2023", "sort": "citationCount:desc", "fields": "citationCount"}
    page = crowd.graph("/paper/search/bulk", **query)
    counts = [row["citationCount"] for row in page.json()["data"]]
    assert counts == sorted(counts, reverse=True)
    assert found(page)[:2] == [sha(6), sha(13)]


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"year": "soon"}, "Unacceptable query params: [year=soon]"),
        (
            {"publicationDateOrYear": "2023-5"},
            "Unacceptable query params: [publicationDateOrYear=2023-5]",
        ),
        ({"query": "oaks", "sort": "title"}, "Unacceptable query params: [sort=title]"),
        (
            {"query": "oaks", "minCitationCount": "few"},
            "Unacceptable query params: [minCitationCount=few]",
        ),
        (
            {"query": "oaks", "fields": "title,tldr,citations"},
            "Unrecognized or unsupported fields: [tldr, citations]",
        ),
    ],
    ids=str,
)
def test_bulk_refusals(visitor: Any, params: dict[str, str], error: str) -> None:
    answer = visitor.graph("/paper/search/bulk", **params)
    assert (answer.status_code, answer.json()) == (400, {"error": error})


def test_bulk_asks_for_something(visitor: Any) -> None:
    assert visitor.graph("/paper/search/bulk").status_code == 400


def test_an_empty_bulk_hides_bad_fields(visitor: Any) -> None:
    answer = visitor.graph("/paper/search/bulk", query="nothing", fields="unknown")
    assert answer.json() == {"total": 0, "token": None, "data": []}


def test_match(visitor: Any) -> None:
    answer = visitor.graph("/paper/search/match", query="Pruning Random Forests!", fields="year")
    assert answer.status_code == 200
    (row,) = answer.json()["data"]
    assert list(row) == ["paperId", "year", "matchScore"]
    assert row["paperId"] == sha(2)
    assert row["matchScore"] > 0


def test_match_finds_half_a_title_and_one_of_twins(visitor: Any) -> None:
    assert found(visitor.graph("/paper/search/match", query="leaves and how")) == [sha(5)]
    assert found(visitor.graph("/paper/search/match", query="twin oaks")) == [sha(3)]


def test_match_takes_the_nearest_for_a_title_it_does_not_hold(visitor: Any) -> None:
    answer = visitor.graph("/paper/search/match", query="Growing trees in large gardens")
    assert found(answer) == [sha(1)]


def test_match_jitters(visitor: Any) -> None:
    scores = {
        visitor.graph("/paper/search/match", query="twin oaks").json()["data"][0]["matchScore"]
        for _ in range(5)
    }
    assert len(scores) > 1
    assert max(scores) < 1.1 * min(scores)


@pytest.mark.parametrize(
    "params",
    [
        {"query": "abs12032jsdafn"},
        {"query": "An entirely other matter"},
        {"query": "twin oaks", "year": "1999"},
        {"query": "***"},
    ],
)
def test_match_misses(visitor: Any, params: dict[str, str]) -> None:
    answer = visitor.graph("/paper/search/match", **params, fields="unknown")
    assert answer.status_code == 404
    assert answer.content == b'{"error":"Title match not found"}\n'


def test_match_filters(visitor: Any) -> None:
    answer = visitor.graph("/paper/search/match", query="twin oaks", venue="ICLR")
    assert found(answer) == [sha(3)]
    assert visitor.graph("/paper/search/match", query="oaks", year="x").status_code == 400
    assert visitor.graph("/paper/search/match").status_code == 400


def test_relevance(visitor: Any, crowd: Any) -> None:
    assert visitor.graph("/paper/search", query="garden").json() == {
        "total": 2,
        "offset": 0,
        "data": [
            {"paperId": sha(1), "title": "Growing trees in small gardens"},
            {"paperId": sha(5), "title": "Leaves, and how they fall"},
        ],
    }
    page = crowd.graph("/paper/search", query="paper", offset=100, limit=100).json()
    assert (page["total"], page["next"], len(page["data"])) == (2_345, 200, 100)
    last = crowd.graph("/paper/search", query="paper", offset=900, limit=100).json()
    assert "next" not in last


@pytest.mark.parametrize("query", ["nothing", "twin-oaks"])
def test_relevance_finds_nothing(visitor: Any, query: str) -> None:
    answer = visitor.graph("/paper/search", query=query, fields="unknown")
    assert answer.content == b'{"total": 0, "offset": 0}\n'


def test_relevance_refusals(crowd: Any) -> None:
    beyond = crowd.graph("/paper/search", query="paper", offset=950, limit=100)
    assert beyond.json() == {
        "error": "Requested data for this limit and/or offset is not available"
    }
    assert crowd.graph("/paper/search", query="paper", fields="x").status_code == 400
    assert crowd.graph("/paper/search", query="paper", offset="x").status_code == 400
    assert crowd.graph("/paper/search", query="paper", year="x").status_code == 400
    assert crowd.graph("/paper/search").status_code == 400
