"""Semantic Scholar by id: batches, single records, and the edges of one."""

import json
from typing import Any

import pytest
import requests

from connectors.standin.corpus import Corpus
from connectors.standin.rules import Rules
from connectors.standin.server import serve


def sha(number: int) -> str:
    return f"{number:040x}"


def test_batch_keeps_the_order_and_has_null_for_the_unknown(visitor: Any) -> None:
    asked = ["CorpusId:1002", "CorpusId:999", sha(1), "BOGUS:xyz", sha(1)]
    answer = visitor.batch(asked, fields="title,corpusId")
    assert answer.status_code == 200
    first = {"paperId": sha(1), "corpusId": 1001, "title": "Growing trees in small gardens"}
    second = {"paperId": sha(2), "corpusId": 1002, "title": "Pruning random forests"}
    assert answer.json() == [second, None, first, None, first]


@pytest.mark.parametrize(
    "asked",
    [
        sha(2),
        "CorpusId:1002",
        "CorpusID:1002",
        "corpusid:1002",
        "DOI:10.1234/abc.2",
        "10.1234/ABC.2",
        "ARXIV:2301.00002",
        "arXiv:2301.00002v3",
        "URL:https://arxiv.org/abs/2301.00002v1",
        "URL:https://arxiv.org/pdf/2301.00002.pdf",
        f"URL:https://www.semanticscholar.org/paper/Pruning/{sha(2)}",
    ],
)
def test_every_kind_of_id(visitor: Any, asked: str) -> None:
    assert visitor.batch([asked]).json()[0]["paperId"] == sha(2)
    assert visitor.graph(f"/paper/{asked}").json()["paperId"] == sha(2)


@pytest.mark.parametrize(
    "asked",
    ["0", "DBLP:conf/x/Y", "openreview:1", "URL:https://openreview.net/forum?id=1", "CorpusId:"],
)
def test_ids_that_find_nothing(visitor: Any, asked: str) -> None:
    assert visitor.batch([asked, sha(1)]).json()[0] is None


def test_old_ids_answer_with_the_new_record(visitor: Any) -> None:
    rows = visitor.batch(["f" * 40, "e" * 40]).json()
    assert [row["paperId"] for row in rows] == [sha(1), sha(1)]


def test_citing_works_have_records_too(visitor: Any) -> None:
    rows = visitor.batch([sha(101), "CorpusId:1104"], fields="title,citationCount,externalIds")
    assert rows.json() == [
        {
            "paperId": sha(101),
            "externalIds": {"CorpusId": 1101},
            "title": "Citing work 101",
            "citationCount": 0,
        },
        {
            "paperId": sha(104),
            "externalIds": {"CorpusId": 1104},
            "title": "Citing work 104",
            "citationCount": 0,
        },
    ]
    cited = visitor.batch([sha(101)], fields="references.title").json()[0]["references"]
    assert [work["paperId"] for work in cited] == [sha(1), sha(2)]


@pytest.mark.parametrize(
    ("ids", "error"),
    [
        (["CorpusId:999", "x"], "No valid paper ids given"),
        ([], "No valid paper ids given"),
        ([sha(1), ""], "No valid paper ids given"),
        ("CorpusId:1", "Request body must hold a list of ids"),
    ],
)
def test_batches_that_are_refused(visitor: Any, ids: Any, error: str) -> None:
    answer = visitor.batch(ids)
    assert answer.status_code == 400
    assert answer.content == b'{"error":"' + error.encode() + b'"}\n'


def test_500_ids_are_the_most(visitor: Any) -> None:
    assert len(visitor.batch([sha(1)] * 500).json()) == 500
    assert visitor.batch([sha(1)] * 501).status_code == 400


@pytest.mark.parametrize(
    "fields", ["unknown", "citationStyles.bibtex", "title,authors.aliases", "matchScore", "Title"]
)
def test_unknown_fields(visitor: Any, fields: str) -> None:
    bad = fields.rpartition(",")[2]
    expected = {"error": f"Unrecognized or unsupported fields: [{bad}]"}
    assert visitor.batch([sha(1)], fields=fields).json() == expected
    assert visitor.graph(f"/paper/{sha(1)}", fields=fields).json() == expected
    assert visitor.graph("/paper/search/match", query="twin oaks", fields=fields).json() == expected


def test_all_bad_fields_are_listed(visitor: Any) -> None:
    answer = visitor.batch([sha(1)], fields="a,title,b.c")
    assert answer.json() == {"error": "Unrecognized or unsupported fields: [a, b.c]"}


def test_fields_are_not_looked_at_when_nothing_is_found(visitor: Any) -> None:
    missing = visitor.graph("/paper/0", fields="unknown")
    assert missing.status_code == 404
    assert missing.content == b'{"error":"Paper with id 0 not found"}\n'


def test_a_200_is_written_as_python_writes(visitor: Any) -> None:
    answer = visitor.batch([sha(6), "x"], fields="title")
    assert answer.content == json.dumps(answer.json()).encode() + b"\n"
    assert b"\\u00dcberwintern" in answer.content


def test_without_fields_id_and_title(visitor: Any) -> None:
    assert visitor.graph(f"/paper/{sha(3)}").json() == {"paperId": sha(3), "title": "Twin oaks"}


def test_nested_citations(visitor: Any) -> None:
    row = visitor.batch([sha(1)], fields="citations.publicationDate,citations.authors").json()[0]
    assert row == {
        "paperId": sha(1),
        "citations": [
            {
                "paperId": sha(number),
                "publicationDate": day,
                "authors": [{"authorId": "9", "name": "Di Dogwood"}],
            }
            for number, day in [
                (103, "2024-01-15"),
                (104, "2023-12-01"),
                (101, "2023-06-01"),
                (102, None),
            ]
        ],
    }
    bare = visitor.batch([sha(2)], fields="citations").json()[0]["citations"]
    assert bare == [{"paperId": sha(101), "title": "Citing work 101"}]


def test_nested_citations_of_a_call_end_at_9999(crowd: Any) -> None:
    rows = crowd.batch([sha(1), sha(0), sha(1), "x"], fields="citations.corpusId").json()
    assert [len(row["citations"]) if row else None for row in rows] == [20, 9_979, 0, None]


def test_nested_citations_of_a_single_record_end_at_the_1000_newest(crowd: Any) -> None:
    listed = crowd.graph(f"/paper/{sha(0)}", fields="citations.publicationDate").json()["citations"]
    assert len(listed) == 1_000
    assert {work["publicationDate"] for work in listed} >= {"2024-01-28"}
    assert min(work["publicationDate"] for work in listed) >= "2024-01-26"


def test_answers_beyond_10_megabytes(many: Corpus) -> None:
    long = {**many.papers[0], "abstract": "word " * 5_000}
    with serve([Corpus(papers=[long])]) as standin:
        url = f"{standin.semantic_scholar}/graph/v1/paper/batch?fields=abstract"
        answer = requests.post(url, json={"ids": [sha(0)] * 500}, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Response would exceed maximum size")


def test_pages_of_citations(visitor: Any) -> None:
    first = visitor.graph(f"/paper/{sha(1)}/citations", fields="title,isInfluential", limit=3)
    assert list(first.json()) == ["offset", "next", "data"]
    assert first.json()["next"] == 3
    assert first.json()["data"][0] == {
        "isInfluential": False,
        "citingPaper": {"paperId": sha(103), "title": "Citing work 103"},
    }
    last = visitor.graph(f"/paper/{sha(1)}/citations", limit=3, offset=3).json()
    assert last == {
        "offset": 3,
        "data": [{"citingPaper": {"paperId": sha(102), "title": "Citing work 102"}}],
    }


def test_all_that_an_edge_tells(visitor: Any) -> None:
    fields = "contexts,intents,contextsWithIntent,isInfluential,citingPaper.year"
    row = visitor.graph(f"/paper/{sha(2)}/citations", fields=fields).json()["data"][0]
    assert row == {
        "contexts": ["as shown in [2]"],
        "intents": ["background"],
        "contextsWithIntent": [{"context": "as shown in [2]", "intents": []}],
        "isInfluential": False,
        "citingPaper": {"paperId": sha(101), "year": 2023},
    }


def test_citations_between_dates_lose_the_undated(visitor: Any) -> None:
    answer = visitor.graph(f"/paper/{sha(1)}/citations", publicationDateOrYear="2023")
    assert [row["citingPaper"]["paperId"] for row in answer.json()["data"]] == [sha(104), sha(101)]
    assert visitor.graph(f"/paper/{sha(1)}/citations", publicationDateOrYear="x").status_code == 400


def test_references(visitor: Any) -> None:
    answer = visitor.graph(f"/paper/{sha(101)}/references", fields="title").json()
    assert [row["citedPaper"]["title"] for row in answer["data"]] == [
        "Growing trees in small gardens",
        "Pruning random forests",
    ]
    assert visitor.graph(f"/paper/{sha(4)}/references").json() == {"offset": 0, "data": []}


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"offset": 9_500, "limit": 500}, "offset + limit must be < 10000"),
        ({"limit": 1_001}, "Unacceptable query params: [offset=None, limit=1001]"),
        ({"fields": "authors.name"}, "Unrecognized or unsupported fields: [authors.name]"),
        ({"fields": "tldr"}, "Unrecognized or unsupported fields: [tldr]"),
    ],
)
def test_pages_of_citations_that_cannot_be(crowd: Any, params: Any, error: str) -> None:
    answer = crowd.graph(f"/paper/{sha(0)}/citations", **params)
    assert (answer.status_code, answer.json()) == (400, {"error": error})


def test_the_legal_end_of_citations(crowd: Any) -> None:
    answer = crowd.graph(f"/paper/{sha(0)}/citations", offset=9_000, limit=999, fields="year")
    assert len(answer.json()["data"]) == 999
    assert answer.json()["next"] == 9_999


def test_citations_of_nobody(visitor: Any) -> None:
    answer = visitor.graph("/paper/CorpusId:999/citations")
    assert (answer.status_code, answer.json()["error"]) == (
        404,
        "Paper with id CorpusId:999 not found",
    )


def test_headers_of_application_and_gateway(visitor: Any, tiny: Corpus) -> None:
    good = visitor.graph(f"/paper/{sha(1)}").headers
    bad = visitor.graph("/paper/0").headers
    assert good["X-Cache"] == "Miss from cloudfront"
    assert bad["X-Cache"] == "Error from cloudfront"
    for headers in (good, bad):
        assert headers["x-amzn-Remapped-Server"] == "gunicorn"
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Content-Type"] == "application/json"
        assert "Server" not in headers
    with serve([tiny], rules=Rules(keys=frozenset({"good"}))) as strict:
        url = f"{strict.semantic_scholar}/graph/v1/paper/{sha(1)}"
        assert requests.get(url, timeout=5).status_code == 200
        assert requests.get(url, headers={"X-API-KEY": "good"}, timeout=5).status_code == 200
        forbidden = requests.get(url, headers={"x-api-key": "bad"}, timeout=5)
    assert forbidden.status_code == 403
    assert forbidden.content == b'{"message":"Forbidden"}'
    assert forbidden.headers["x-amzn-ErrorType"] == "ForbiddenException"
    assert "Access-Control-Allow-Origin" not in forbidden.headers


def test_authors_and_other_routes(visitor: Any) -> None:
    assert visitor.graph("/author/0").content == b'{"error":"Author with id 0 not found"}\n'
    assert visitor.graph("/nowhere").status_code == 403


def test_urls_beyond_8192_bytes(visitor: Any) -> None:
    assert visitor.graph("/paper/search/bulk", query="a" * 9_000).status_code == 413
