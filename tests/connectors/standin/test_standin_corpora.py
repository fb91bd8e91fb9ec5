"""The recorded corpora, whole: they load in seconds and answer fast."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from connectors.standin.corpus import Corpus, load
from connectors.standin.server import StandIn, serve

pytestmark = pytest.mark.corpora

ROOT = Path(__file__).parents[4] / "shared" / "corpora"
VENUE = "ICLR.cc/2022/Conference"


@pytest.fixture(scope="module")
def recorded() -> list[Corpus]:
    if not ROOT.is_dir():
        pytest.skip("no recorded corpora beside the project")
    return [load(ROOT / name) for name in ("iclr2022", "colm2024", "registry")]


@pytest.fixture(scope="module")
def running(recorded: list[Corpus]) -> Iterator[StandIn]:
    with serve(recorded) as standin:
        yield standin


def graph(standin: StandIn, path: str, **params: Any) -> Any:
    url = f"{standin.semantic_scholar}/graph/v1/paper/{path}"
    return requests.get(url, params=params, timeout=30).json()


def batch(standin: StandIn, ids: list[str], fields: str) -> Any:
    url = f"{standin.semantic_scholar}/graph/v1/paper/batch"
    return requests.post(url, params={"fields": fields}, json={"ids": ids}, timeout=30).json()


def truth(name: str) -> list[dict[str, str]]:
    with (ROOT / "iclr2022" / "truth" / name).open() as lines:
        return list(csv.DictReader(lines))


def test_groups_are_united(running: StandIn) -> None:
    answer = requests.get(f"{running.openreview_v2}/groups?id=venues", timeout=5).json()
    members = answer["groups"][0]["members"]
    assert VENUE in members
    assert len(members) == len(set(members)) >= 2_229


def test_a_venue_is_listed_in_whole(running: StandIn, recorded: list[Corpus]) -> None:
    wanted = {
        note["id"]
        for note in recorded[0].notes_v1
        if note["invitation"] == f"{VENUE}/-/Blind_Submission"
    }
    login = {"id": "reader@tiny.test", "password": "sesame"}
    url = f"{running.openreview_v1}/login"
    token = requests.post(url, json=login, timeout=5).json()["token"]
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    params = {"invitation": f"{VENUE}/-/Blind_Submission", "sort": "id", "limit": "1000"}
    seen: list[str] = []
    while True:
        after = {"after": seen[-1]} if seen else {}
        url = f"{running.openreview_v1}/notes"
        answer = requests.get(url, params=params | after, headers=headers, timeout=10).json()
        if not answer["notes"]:
            break
        seen += [note["id"] for note in answer["notes"]]
    assert answer["count"] == len(seen) == len(wanted)
    assert set(seen) == wanted


def test_seven_thousand_characters_of_phrases(running: StandIn, recorded: list[Corpus]) -> None:
    titles = [paper["title"].replace('"', " ") for paper in recorded[0].papers]
    query, asked = "", 0
    while len(query) + len(titles[asked]) < 7_000:
        query += f'{" | " if query else ""}"{titles[asked]}"'
        asked += 1
    found = graph(running, "search/bulk", query=query, fields="title")
    assert {row["title"].casefold() for row in found["data"]} >= {
        title.casefold() for title in titles[:asked] if title.strip()
    }


def test_every_title_matches_itself(running: StandIn, recorded: list[Corpus]) -> None:
    for paper in recorded[0].papers[:100]:
        found = graph(running, "search/match", query=paper["title"], fields="title")
        assert found["data"][0]["title"].casefold() == paper["title"].casefold()


@pytest.mark.parametrize("day", ["2022-11-18", "2024-01-30"])
def test_counts_of_a_day_are_those_recorded(recorded: list[Corpus], day: str) -> None:
    counts = {
        row["s2_paper_id"]: int(row["citation_count"])
        for row in truth("counts_over_time.csv")
        if row["observed_on"] == day
    }
    asked = list(counts)[:500]
    with serve(recorded, today=date.fromisoformat(day)) as standin:
        rows = batch(standin, asked, "citationCount")
    near = [abs(row["citationCount"] - counts[row["paperId"]]) <= 3 for row in rows]
    assert len(near) == 500
    assert sum(near) >= 0.98 * len(near)


def test_old_ids_lead_to_new_records(running: StandIn, recorded: list[Corpus]) -> None:
    aliases = recorded[0].aliases
    rows = batch(running, [alias["old"] for alias in aliases], "title")
    assert [row["paperId"] for row in rows] == [alias["new"] for alias in aliases]


def test_the_largest_list_of_citations(running: StandIn, recorded: list[Corpus]) -> None:
    edges = Counter(edge["citedPaperId"] for edge in recorded[0].citations)
    ((largest, _),) = edges.most_common(1)
    (row,) = batch(running, [largest], "citationCount,citations.corpusId")
    assert row["citationCount"] > len(row["citations"]) == 9_999
    page = graph(running, f"{largest}/citations", offset=8_000, limit=1_000, fields="title,year")
    assert page["next"] == 9_000
