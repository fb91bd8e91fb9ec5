"""Several corpora as one world, the world of a day, and the journal."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests

from connectors.standin.app import http_date
from connectors.standin.corpus import Corpus
from connectors.standin.semantic_scholar.catalogue import Catalogue
from connectors.standin.server import StandIn, environment, serve
from connectors.standin.world import World


def sha(number: int) -> str:
    return f"{number:040x}"


@pytest.fixture(scope="module")
def past(tiny: Corpus) -> Iterator[StandIn]:
    with serve([tiny], today=date(2023, 12, 31)) as running:
        yield running


def batch(standin: StandIn, *ids: str, fields: str = "citationCount") -> Any:
    url = f"{standin.semantic_scholar}/graph/v1/paper/batch"
    return requests.post(url, params={"fields": fields}, json={"ids": ids}, timeout=5).json()


def test_counts_are_those_of_the_day(past: StandIn, standin: StandIn) -> None:
    fields = "citationCount,influentialCitationCount"
    assert batch(past, sha(1), sha(2), sha(3), fields=fields) == [
        {"paperId": sha(1), "citationCount": 3, "influentialCitationCount": 1},
        {"paperId": sha(2), "citationCount": 1, "influentialCitationCount": 0},
        {"paperId": sha(3), "citationCount": 0, "influentialCitationCount": 0},
    ]
    assert batch(standin, sha(1)) == [{"paperId": sha(1), "citationCount": 4}]


def test_works_indexed_later_are_not_there(past: StandIn) -> None:
    (row,) = batch(past, sha(1), fields="citations.publicationDate")
    assert [work["paperId"] for work in row["citations"]] == [sha(104), sha(101), sha(102)]
    assert batch(past, sha(103), sha(101))[0] is None


def test_searches_see_the_counts_of_the_day(past: StandIn) -> None:
    url = f"{past.semantic_scholar}/graph/v1/paper/search/bulk"
    asked = {"minCitationCount": "3", "fields": "citationCount"}
    found = requests.get(url, params=asked, timeout=5).json()["data"]
    assert found == [{"paperId": sha(1), "citationCount": 3}]


def test_ids_that_move_later_have_not_moved(past: StandIn) -> None:
    assert batch(past, "f" * 40) == [{"paperId": sha(1), "citationCount": 3}]  # moved before
    (row,) = batch(past, "e" * 40)  # moves in February
    assert row == {"paperId": "e" * 40, "citationCount": 3}


def test_the_date_is_on_the_day_and_runs(past: StandIn, standin: StandIn) -> None:
    for base in (past.openreview_v2 + "/groups", past.semantic_scholar + "/graph/v1/paper/0"):
        told = parsedate_to_datetime(requests.get(base, timeout=5).headers["Date"])
        assert told.date() == date(2023, 12, 31)
    told = parsedate_to_datetime(
        requests.get(standin.openreview_v2 + "/groups", timeout=5).headers["Date"]
    )
    assert abs(told - datetime.now(UTC)) < timedelta(seconds=30)


def test_http_date() -> None:
    now = datetime(2026, 11, 24, 9, 8, 7, tzinfo=UTC)
    assert http_date(now, None) == "Tue, 24 Nov 2026 09:08:07 GMT"
    assert http_date(now, date(2022, 4, 25)) == "Mon, 25 Apr 2022 09:08:07 GMT"


def test_of_two_records_the_richer_stays(tiny: Corpus) -> None:
    poor = {"paperId": sha(2), "corpusId": 77, "title": "Pruning random forests", "venue": ""}
    new = {"paperId": sha(50), "corpusId": 1050, "title": "Of another corpus"}
    for corpora in ([tiny, Corpus(papers=[poor, new])], [Corpus(papers=[poor, new]), tiny]):
        catalogue = Catalogue(corpora)
        assert len(catalogue.records) == 7
        assert catalogue.record(sha(2)) == tiny.papers[1]
        # Whoever knows the record under the poorer one's id still finds it.
        assert catalogue.find("CorpusId:77") == catalogue.find("CorpusId:1002") == tiny.papers[1]


def test_the_same_corpus_twice_is_the_same_world(tiny: Corpus) -> None:
    world = World([tiny, tiny])
    assert world.catalogue.edges.count(sha(1)) == 4
    assert len(world.catalogue.records) == len(tiny.papers)
    assert len(list(world.v2)) == len(tiny.notes_v2)
    members = world.groups["venues"]["members"]
    assert members == ["Tiny.org/2024/Conference", "Tiny.org/2021/Conference"]


def test_ids_that_move_in_a_circle_find_nothing() -> None:
    circle = [{"old": "a", "new": "b"}, {"old": "b", "new": "a"}, {"old": "c", "new": "c"}]
    catalogue = Catalogue([Corpus(aliases=circle)])
    assert catalogue.find("a") is catalogue.find("c") is None


def test_the_journal_notes_every_request_and_no_secret(tiny: Corpus) -> None:
    with serve([tiny]) as standin:
        login = {"id": "reader@tiny.test", "password": "sesame"}
        answer = requests.post(f"{standin.openreview_v2}/login", json=login, timeout=5)
        headers = {"Authorization": f"Bearer {answer.json()['token']}", "x-api-key": "my-key"}
        requests.get(f"{standin.openreview_v2}/notes?id=x&limit=3", headers=headers, timeout=5)
        url = f"{standin.semantic_scholar}/graph/v1/paper/batch?fields=title"
        requests.post(url, json={"ids": [sha(1)]}, headers=headers, timeout=5)
        entries = standin.journal()
        text = str(entries)
        assert all(datetime.fromisoformat(entry.pop("time")).tzinfo for entry in entries)
        assert entries == [
            {
                "method": "POST",
                "path": "/openreview/v2/login",
                "query": "",
                "body": "[redacted]",
                "key": None,
                "status": 200,
                "faults": [],
            },
            {
                "method": "GET",
                "path": "/openreview/v2/notes",
                "query": "id=x&limit=3",
                "body": None,
                "key": "my-key",
                "status": 404,
                "faults": [],
            },
            {
                "method": "POST",
                "path": "/semantic_scholar/graph/v1/paper/batch",
                "query": "fields=title",
                "body": {"ids": [sha(1)]},
                "key": "my-key",
                "status": 200,
                "faults": [],
            },
        ]
        assert "sesame" not in text
        assert "Bearer" not in text
        standin.clear()
        assert standin.journal() == []


def test_environment(standin: StandIn) -> None:
    made = environment(standin.urls)
    assert made == {
        "PRECITED_OPENREVIEW_V1_URL": standin.openreview_v1,
        "PRECITED_OPENREVIEW_V2_URL": standin.openreview_v2,
        "PRECITED_SEMANTIC_SCHOLAR_URL": standin.semantic_scholar,
        "PRECITED_SEMANTIC_SCHOLAR_INTERVAL": "0",
        "PRECITED_OPENREVIEW_INTERVAL": "0",
        "OPENREVIEW_USERNAME": "reader@stand-in.test",
        "OPENREVIEW_PASSWORD": "open-sesame",
    }
    login = {"id": made["OPENREVIEW_USERNAME"], "password": made["OPENREVIEW_PASSWORD"]}
    assert requests.post(f"{standin.openreview_v2}/login", json=login, timeout=5).ok
