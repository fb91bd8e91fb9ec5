"""The stand-in, loaded with what the services once answered, answers the same again."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from connectors.standin.corpus import Corpus
from connectors.standin.rules import Rules
from connectors.standin.server import StandIn, serve

pytestmark = pytest.mark.corpora

Recording = Callable[[str], Any]
# Values of these are of the day or the place, not of the question.
VOLATILE = {"Date", "Via", "X-Amz-Cf-Id", "X-Amz-Cf-Pop", "x-amz-apigw-id", "x-amzn-RequestId"}
# CloudFront and gunicorn tell the date once more; the stand-in has one.
NOT_SENT = {"x-amzn-Remapped-Date"}


@pytest.fixture
def recording(corpora: Path) -> Recording:
    wire = corpora.parent / "wire"
    if not wire.is_dir():
        pytest.skip("no recordings beside the project")
    return lambda name: json.loads((wire / name).read_text())


@contextmanager
def knowing(*papers: Any, **more: Any) -> Iterator[StandIn]:
    known = {paper["paperId"]: paper for paper in papers if paper and paper.get("paperId")}
    with serve([Corpus(papers=list(known.values()), **more)]) as running:
        yield running


def again(standin: StandIn, request: Any) -> requests.Response:
    """Ask a recorded question anew."""
    url = urlsplit(request["url"])
    anew = f"{standin.semantic_scholar}{url.path}?{url.query}"
    return requests.request(request["method"], anew, json=request["json"], timeout=10)


def assert_same_headers(answer: requests.Response, recorded: dict[str, str]) -> None:
    ours = {name.lower() for name in answer.headers}
    assert {name.lower() for name in recorded if name not in NOT_SENT} == ours
    for name, value in recorded.items():
        if name not in VOLATILE | NOT_SENT and "Length" not in name:
            assert answer.headers[name] == value


def as_paper(row: Any) -> Any:
    ids = row.get("externalIds") or {}
    return {"corpusId": ids.get("CorpusId"), "externalIds": ids, "authors": [], **row}


def test_batches(recording: Recording) -> None:
    exchanges = recording("semantic_scholar/batch.json")
    full = exchanges[1]["response"]["json"]
    dois = {full[2]["paperId"]: "10.2139/ssrn.2250500"}
    papers = [
        row | {"externalIds": row["externalIds"] | {"DOI": dois.get(row["paperId"], "10.1/x")}}
        for row in full
        if row
    ]
    with knowing(*papers) as standin:
        for exchange in exchanges:
            answer, recorded = again(standin, exchange["request"]), exchange["response"]
            assert answer.status_code == recorded["status"]
            assert_same_headers(answer, recorded["headers"])
            ours, theirs = answer.json(), recorded["json"]
            assert [row and list(row) for row in ours] == [row and list(row) for row in theirs]
            for mine, yours in zip(ours, theirs, strict=True):
                if mine is not None:
                    mine.pop("externalIds", None), yours.pop("externalIds", None)
                assert mine == yours
            assert answer.text.endswith(recorded["raw_tail"][-20:])


def test_a_body_is_the_same_byte_for_byte(recording: Recording) -> None:
    exchange = recording("semantic_scholar/batch.json")[0]
    papers = exchange["response"]["json"]
    asked = exchange["request"]["json"]["ids"]
    known = [
        paper
        | {
            "corpusId": 470667 if at == 0 else at,
            "externalIds": {"DOI": asked[1]} if at == 1 else {},
        }
        for at, paper in enumerate(papers)
    ]
    with knowing(*known) as standin:
        answer = again(standin, exchange["request"])
    assert len(answer.content) == exchange["response"]["raw_bytes"]
    assert answer.text.endswith(exchange["response"]["raw_tail"])


def test_three_bulk_pages(recording: Recording) -> None:
    pages = [recording(f"semantic_scholar/bulk_page{n}.json")[0] for n in (1, 2, 3)]
    rows = [row for page in pages for row in page["response"]["json"]["data"]]
    # What was found by its abstract had the word there.
    papers = [row | {"abstract": "kubernetes"} for row in rows]
    with knowing(*papers) as standin:
        token, seen = None, []
        for page in pages:
            url = f"{standin.semantic_scholar}/graph/v1/paper/search/bulk"
            asked = {"query": "kubernetes", "fields": "title", "token": token}
            answer = requests.get(url, params=asked, timeout=10)
            recorded = page["response"]
            assert list(answer.json()) == list(recorded["json"])
            assert answer.json()["total"] == recorded["json"]["total"]
            assert len(answer.json()["data"]) == len(recorded["json"]["data"])
            assert (answer.json()["token"] is None) == (recorded["json"]["token"] is None)
            assert_same_headers(answer, recorded["headers"])
            token = answer.json()["token"]
            seen += answer.json()["data"]
    assert seen == sorted(rows, key=lambda row: row["paperId"])


def test_matches(recording: Recording) -> None:
    exchanges = recording("semantic_scholar/match.json")
    real = [e for e in exchanges if "HAND-MADE" not in (e["_provenance"]["note"] or "")]
    hits = [e["response"]["json"]["data"][0] for e in real if e["response"]["status"] == 200]
    papers = [as_paper({k: v for k, v in hit.items() if k != "matchScore"}) for hit in hits]
    with knowing(*papers) as standin:
        for exchange in real:
            answer, recorded = again(standin, exchange["request"]), exchange["response"]
            assert answer.status_code == recorded["status"], exchange["request"]
            if recorded["status"] == 404:
                assert answer.text.encode() == recorded["raw_tail"].encode()
                continue
            (mine,), (yours,) = answer.json()["data"], recorded["json"]["data"]
            assert mine["paperId"] == yours["paperId"]
            assert list(mine)[-1] == list(yours)[-1] == "matchScore"
            assert set(yours) <= set(mine)
            assert 0.2 < mine["matchScore"] / yours["matchScore"] < 5


def test_pages_of_citations_and_references(recording: Recording) -> None:
    for kind, inner in (("citations", "citingPaper"), ("references", "citedPaper")):
        for exchange in recording(f"semantic_scholar/{kind}_pages.json"):
            recorded = exchange["response"]["json"]
            rows = recorded["data"]
            total = recorded["offset"] + len(rows) + ("next" in recorded)
            subject = {"paperId": "a" * 40, "corpusId": 14514057, "title": "Subject"}
            subject["externalIds"] = {"CorpusId": 14514057, "DOI": "10.2139/ssrn.2250500"}
            others = [{"paperId": f"{n:040x}", "title": "T"} for n in range(total)]
            pairs = [
                (subject, other) if kind == "citations" else (other, subject) for other in others
            ]
            edges = [
                {"citedPaperId": cited["paperId"], "citingPaper": citing} for cited, citing in pairs
            ]
            with knowing(subject, citations=edges) as standin:
                answer = again(standin, exchange["request"])
            assert list(answer.json()) == list(recorded)
            assert answer.json()["offset"] == recorded["offset"]
            assert answer.json().get("next") == recorded.get("next")
            assert len(answer.json()["data"]) == len(rows)
            assert {tuple(row[inner]) for row in answer.json()["data"]} == {("paperId", "title")}
            assert_same_headers(answer, exchange["response"]["headers"])


def test_edges_with_contexts(recording: Recording) -> None:
    rows = recording("semantic_scholar/edge_rows_with_contexts.json")["rows"]
    rows = [row for row in rows if row["citedPaper"]["paperId"]]
    edges = [
        {k: v for k, v in row.items() if k != "citedPaper"}
        | {"citingPaper": row["citedPaper"], "citedPaperId": "a" * 40}
        for row in rows
    ]
    subject = {"paperId": "a" * 40, "corpusId": 1, "title": "Subject"}
    fields = [name for name in rows[0]["citedPaper"] if name != "paperId"]
    fields += ["contexts", "intents", "contextsWithIntent", "isInfluential"]
    with knowing(subject, citations=edges) as standin:
        url = f"{standin.semantic_scholar}/graph/v1/paper/{'a' * 40}/citations"
        answer = requests.get(url, params={"fields": ",".join(fields)}, timeout=10).json()
    by_id = {row["citingPaper"]["paperId"]: row for row in answer["data"]}
    for row in rows:
        mine = by_id[row["citedPaper"]["paperId"]]
        assert mine["citingPaper"] == row["citedPaper"]
        assert list(mine["citingPaper"]) == list(row["citedPaper"])
        assert {k: v for k, v in mine.items() if k != "citingPaper"} == {
            k: v for k, v in row.items() if k != "citedPaper"
        }


def test_errors_of_semantic_scholar(recording: Recording) -> None:
    paper = {"paperId": "b" * 40, "corpusId": 1, "title": "Computing Machinery and Intelligence"}
    paper["externalIds"] = {"DOI": "10.1093/MIND/LIX.236.433"}
    ours = Rules(keys=frozenset({"ours"}))
    with serve([Corpus(papers=[paper])], rules=ours) as standin:
        for exchange in recording("semantic_scholar/errors_and_headers.json"):
            if "request" not in exchange or "recommendations" in exchange["request"]["url"]:
                continue
            request, recorded = exchange["request"], exchange["response"]
            url = urlsplit(request["url"])
            answer = requests.request(
                request["method"],
                f"{standin.semantic_scholar}{url.path}?{url.query}",
                json=request["json"],
                headers={"x-api-key": "placeholder"} if recorded["status"] == 403 else {},
                timeout=10,
            )
            if recorded["status"] == 429:
                continue
            assert answer.status_code == recorded["status"]
            assert answer.json() == recorded["json"]
            assert answer.text.endswith(recorded["raw_tail"])
            assert_same_headers(answer, recorded["headers"])


def test_datasets(recording: Recording, tiny: Corpus) -> None:
    recorded = recording("semantic_scholar/dataset_rows.json")["rows"]
    listed = recording("semantic_scholar/datasets_endpoints.json")
    with serve([tiny]) as standin:
        base = f"{standin.semantic_scholar}/datasets/v1"
        key = {"x-api-key": "k"}
        days = requests.get(f"{base}/release/", timeout=5).json()
        for path, exchange in zip(
            (
                "release/latest",
                "release/latest/dataset/papers",
                f"diffs/{days[0]}/to/latest/papers",
            ),
            listed[1:],
            strict=True,
        ):
            answer = requests.get(f"{base}/{path}", headers=key, timeout=5)
            assert list(answer.json()) == list(exchange["response"]["json"])
            assert_same_headers(answer, exchange["response"]["headers"])
        for name, rows in (("papers", "papers"), ("citations", "citations"), ("paper-ids", "ids")):
            url = f"{base}/release/latest/dataset/{name}"
            file = requests.get(url, headers=key, timeout=5).json()["files"][0]
            row = json.loads(gzip.decompress(requests.get(file, timeout=5).content).split(b"\n")[0])
            # Citations have an id of their own since August 2023.
            assert set(row) - {"citationid"} == set(recorded[rows][0])


def test_notes_of_api_v1(recording: Recording) -> None:
    recorded = recording("openreview/v1_iclr2018.json")
    notes = {note["id"]: note for note in recorded["notes_page"]["notes"]}
    for forum in recorded["forums"]:
        notes |= {note["id"]: note for note in forum["response"]["notes"]}
    with serve([Corpus(notes_v1=list(notes.values()))], rules=Rules(gate=False)) as standin:
        url = f"{standin.openreview_v1}/notes"
        for forum in recorded["forums"]:
            answer = requests.get(url, params={"forum": forum["forum"]}, timeout=10).json()
            assert answer["notes"] == forum["response"]["notes"]
            assert answer["count"] == len(answer["notes"])
        blind = {"invitation": "ICLR.cc/2018/Conference/-/Blind_Submission"}
        listed = requests.get(url, params=blind, timeout=10).json()["notes"]
        asked = {note["id"] for note in recorded["notes_page"]["notes"]}
        theirs = [note["id"] for note in recorded["notes_page"]["notes"]]
        assert [note["id"] for note in listed if note["id"] in asked] == theirs


def test_notes_of_api_v2(recording: Recording) -> None:
    notes = recording("openreview/v2_notes.json")
    with serve([Corpus(notes_v2=notes)], rules=Rules(gate=False)) as standin:
        for note in notes:
            venue = note["content"]["venueid"]["value"]
            url = f"{standin.openreview_v2}/notes"
            answer = requests.get(url, params={"content.venueid": venue}, timeout=10).json()
            assert answer == {"notes": [note]}


def test_errors_of_openreview(recording: Recording) -> None:
    def shape(value: Any) -> Any:
        return {k: shape(v) for k, v in value.items()} if isinstance(value, dict) else None

    recorded = recording("openreview/error_bodies.json")
    challenge = next(e for e in recorded if e["status"] == 403)["body"]
    with serve([Corpus()], faults="throttled") as standin:
        url = f"{standin.openreview_v2}/notes"
        answers = [
            requests.get(url, headers={"Accept": "application/json"}, timeout=5) for _ in range(11)
        ]
    assert answers[0].json()["name"] == challenge["name"]
    assert answers[0].json()["message"].startswith(challenge["message"])
    assert set(challenge["details"]) <= set(answers[0].json()["details"])
    limit = next(e for e in recorded if e["status"] == 429 and "body" in e)["body"]
    assert answers[-1].status_code == 429
    assert shape(answers[-1].json()) == shape(limit)
    assert answers[-1].json()["message"].startswith("Too many requests: You have made 501 requests")
