"""The Datasets API: releases, links that end, files in ranges, what changed in between."""

import gzip
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import requests

from connectors.standin.corpus import Corpus
from connectors.standin.semantic_scholar.releases import release_days
from connectors.standin.server import StandIn, serve

KEY = {"x-api-key": "k"}


def sha(number: int) -> str:
    return f"{number:040x}"


@pytest.fixture(scope="module")
def base(tiny: Corpus) -> Iterator[str]:
    with serve([tiny], today=date(2024, 1, 25)) as running:
        yield f"{running.semantic_scholar}/datasets/v1"


def rows(links: list[str]) -> list[Any]:
    files = [gzip.decompress(requests.get(link, timeout=5).content) for link in links]
    return [json.loads(line) for file in files for line in file.splitlines()]


def dataset(base: str, name: str, release: str = "latest") -> list[Any]:
    url = f"{base}/release/{release}/dataset/{name}"
    return rows(requests.get(url, headers=KEY, timeout=5).json()["files"])


def test_releases_are_tuesdays() -> None:
    days = release_days(date(2024, 1, 25))
    assert [f"{day}" for day in days] == ["2024-01-02", "2024-01-09", "2024-01-16", "2024-01-23"]
    assert release_days(date(2024, 1, 23))[-1] == date(2024, 1, 23)


def test_releases(base: str) -> None:
    assert requests.get(f"{base}/release/", timeout=5).json()[-1] == "2024-01-23"
    latest = requests.get(f"{base}/release/latest", timeout=5).json()
    assert latest["release_id"] == "2024-01-23"
    assert [one["name"] for one in latest["datasets"]] == ["papers", "citations", "paper-ids"]
    assert requests.get(f"{base}/release/2024-01-24", timeout=5).status_code == 404


def test_files_need_a_key(base: str) -> None:
    for path in ("release/latest/dataset/papers", "diffs/2024-01-02/to/latest/papers"):
        answer = requests.get(f"{base}/{path}", timeout=5)
        assert answer.status_code == 401
        assert answer.content == b'{"error":"A valid API key is required"}\n'
    unknown = requests.get(f"{base}/release/latest/dataset/poems", headers=KEY, timeout=5)
    assert unknown.status_code == 404


def test_papers(base: str) -> None:
    papers = {row["corpusid"]: row for row in dataset(base, "papers")}
    assert len(papers) == 6 + 4
    assert papers[1001]["citationcount"] == 4
    assert papers[1002]["externalids"] == {
        "ACL": None,
        "DBLP": None,
        "ArXiv": "2301.00002",
        "MAG": None,
        "CorpusId": "1002",
        "PubMed": None,
        "DOI": "10.1234/AbC.2",
        "PubMedCentral": None,
    }
    assert papers[1103]["publicationdate"] == "2024-01-15"
    before = {row["corpusid"]: row for row in dataset(base, "papers", "2024-01-16")}
    assert before[1001]["citationcount"] == 3
    assert 1103 not in before


def test_citations(base: str) -> None:
    pairs = {(row["citingcorpusid"], row["citedcorpusid"]) for row in dataset(base, "citations")}
    assert pairs == {(1101, 1001), (1102, 1001), (1103, 1001), (1104, 1001), (1101, 1002)}
    assert len(dataset(base, "citations", "2024-01-02")) == 4


def test_paper_ids(base: str) -> None:
    ids = dataset(base, "paper-ids")
    assert {"sha": "f" * 40, "corpusid": 1001, "primary": False} in ids
    assert {"sha": sha(1), "corpusid": 1001, "primary": True} in ids


def test_diffs(base: str) -> None:
    url = f"{base}/diffs/2024-01-09/to/latest/citations"
    answer = requests.get(url, headers=KEY, timeout=5).json()
    assert [(step["from_release"], step["to_release"]) for step in answer["diffs"]] == [
        ("2024-01-09", "2024-01-16"),
        ("2024-01-16", "2024-01-23"),
    ]
    assert rows(answer["diffs"][0]["update_files"]) == []
    (changed,) = rows(answer["diffs"][1]["update_files"])
    assert (changed["citingcorpusid"], changed["citedcorpusid"]) == (1103, 1001)
    url = f"{base}/diffs/2024-01-16/to/latest/papers"
    (step,) = requests.get(url, headers=KEY, timeout=5).json()["diffs"]
    papers = {row["corpusid"]: row["citationcount"] for row in rows(step["update_files"])}
    assert papers == {1001: 4, 1103: 0}


def test_files_come_in_ranges_and_links_end(base: str) -> None:
    url = f"{base}/release/latest/dataset/papers"
    link = requests.get(url, headers=KEY, timeout=5).json()["files"][0]
    whole = requests.get(link, timeout=5)
    part = requests.get(link, headers={"Range": "bytes=10-"}, timeout=5)
    assert part.status_code == 206
    assert (
        part.headers["Content-Range"] == f"bytes 10-{len(whole.content) - 1}/{len(whole.content)}"
    )
    assert whole.content[:10] + part.content == whole.content
    few = requests.get(link, headers={"Range": "bytes=0-3"}, timeout=5)
    assert few.content == whole.content[:4]
    beyond = requests.get(link, headers={"Range": "bytes=99999999-"}, timeout=5)
    assert beyond.status_code == 416
    path, _, query = link.partition("?")
    assert requests.get(f"{path}?X-Amz-Expires=1", timeout=5).status_code == 403
    assert "expired" in requests.get(path, timeout=5).text
    wrong = path.replace("papers", "poems")
    assert requests.get(f"{wrong}?{query}", timeout=5).status_code == 404


def test_without_a_day_counts_are_the_stored_ones(standin: StandIn) -> None:
    base = f"{standin.semantic_scholar}/datasets/v1"
    papers = {row["corpusid"]: row for row in dataset(base, "papers")}
    assert papers[1001]["citationcount"] == 4
