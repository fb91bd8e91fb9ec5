"""What goes wrong on purpose, how often, and that it ends."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from connectors.standin.corpus import Corpus
from connectors.standin.exchange import Answer, Question
from connectors.standin.faults import lies, outages, wires
from connectors.standin.faults.budgets import Interval, Window
from connectors.standin.faults.flaky import FLAKY, Fault, Flaky
from connectors.standin.faults.hostile import TRANSIENT, Hostile
from connectors.standin.faults.profile import Profile, dice
from connectors.standin.faults.profiles import NoSuchProfileError, profile_named
from connectors.standin.faults.throttled import Throttled
from connectors.standin.server import serve

GRAPH = "/semantic_scholar/graph/v1/paper/search/bulk"
NOTES = "/openreview/v2/notes"


def good(_question: Question) -> Answer:
    return Answer(200, b'{"total": 3, "token": "PCOX", "data": [{"paperId": "a"}]}\n', JSON)


JSON = {"Content-Type": "application/json"}


def question(number: int, path: str = GRAPH, **more: Any) -> Question:
    return Question(number, "GET", path, **more)


def said(value: Any) -> Callable[[Question], Answer]:
    return lambda _question: Answer(200, json.dumps(value).encode(), JSON)


@contextmanager
def served(tiny: Corpus, profile: Profile | str) -> Iterator[tuple[requests.Session, str, str]]:
    with serve([tiny], faults=profile) as standin, requests.Session() as session:
        yield session, standin.openreview_v2, f"{standin.semantic_scholar}/graph/v1"


def test_names() -> None:
    for name in ("none", "flaky", "throttled", "hostile"):
        assert profile_named(name).answer(question(1), good)
    with pytest.raises(NoSuchProfileError, match="choose from none, flaky, throttled, hostile"):
        profile_named("evil")


@pytest.mark.parametrize(
    ("fault", "status", "content"),
    [
        (outages.limited, 429, "json"),
        (outages.failed, 500, "json"),
        (outages.bad_gateway, 502, "html"),
        (outages.unavailable, 503, "html"),
        (outages.timed_out, 504, "json"),
    ],
)
def test_outages_over_the_wire(tiny: Corpus, fault: Fault, status: int, content: str) -> None:
    with served(tiny, Flaky(faults=[fault], share=1)) as (session, openreview, graph):
        answer = session.get(f"{graph}/paper/search/bulk?query=oaks", timeout=5)
        assert answer.status_code == status
        assert content in answer.headers["Content-Type"]
        if content == "json":
            assert "message" in answer.json()
        assert session.get(f"{openreview}/groups", timeout=5).status_code == status


def test_a_429_of_semantic_scholar() -> None:
    answers = [outages.limited(question(1), good, dice(seed, 1)) for seed in range(20)]
    for answer in answers:
        assert json.loads(answer.body)["code"] == "429"
        assert len(answer.body) == 174
        assert answer.headers["x-amzn-ErrorType"] == "TooManyRequestsException"
    assert {answer.headers.get("Retry-After") for answer in answers} == {None, "1"}


def test_a_429_of_openreview() -> None:
    answer = outages.limited(question(7, NOTES), good, dice(1, 1))
    error = json.loads(answer.body)
    assert error["name"] == "RateLimitError"
    assert error["message"].startswith("Too many requests: You have made 501 requests, surpassing")
    assert error["details"]["resetTime"].endswith("Z")
    assert error["details"]["reqId"] in error["message"]


@pytest.mark.parametrize("fault", [wires.reset, wires.broken_off])
def test_broken_wires(tiny: Corpus, fault: Fault) -> None:
    with served(tiny, Flaky(faults=[fault], share=1)) as (session, _, graph):
        url = f"{graph}/paper/search/bulk?query=oaks"
        for _ in range(2):
            with pytest.raises(
                (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)
            ):
                session.get(url, timeout=5)
        assert session.get(url, timeout=5).json()["total"] == 2


def test_a_reset_is_in_the_journal_without_a_status(tiny: Corpus) -> None:
    with serve([tiny], faults=Flaky(faults=[wires.reset], share=1)) as standin:
        with pytest.raises(requests.exceptions.ConnectionError):
            requests.get(f"{standin.openreview_v2}/groups", timeout=5)
        assert [entry["status"] for entry in standin.journal()] == [None]


def test_a_slow_first_byte(tiny: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "FIRST_BYTE_AFTER", 0.3)
    with served(tiny, Flaky(faults=[wires.slow], share=1)) as (session, openreview, _):
        with pytest.raises(requests.exceptions.ReadTimeout):
            session.get(f"{openreview}/groups", timeout=(5, 0.05))
        assert session.get(f"{openreview}/groups", timeout=5).ok


def test_a_bad_day_is_the_same_for_the_same_client() -> None:
    def day(seed: int) -> list[tuple[int, bool, float, float]]:
        flaky = Flaky(seed)
        answers = [flaky.answer(question(n, query=str(n)), good) for n in range(1, 200)]
        return [(a.status, a.reset, round(a.sent, 6), a.delay) for a in answers]

    assert day(0) == day(0) != day(1)
    unharmed = sum(told == (200, False, 1.0, 0.0) for told in day(0))
    assert 110 < unharmed < 170
    assert {status for status, *_ in day(0)} == {200, 429, 500, 502, 503, 504}


def test_the_third_try_is_good() -> None:
    flaky = Flaky(share=1)
    for name in "abc":
        tries = [flaky.answer(question(n, query=name), good) for n in (1, 2, 3)]
        assert tries[2] == good(question(3))
    assert len(FLAKY) == 8


def test_an_interval_grants_one_at_a_time() -> None:
    interval = Interval(1.0)
    assert [interval.wait(now) for now in (10.0, 10.5, 10.6)] == [0.0, 0.5, pytest.approx(0.4)]
    assert interval.wait(11.0) == 0.0
    assert interval.wait(11.96) == 0.0  # five hundredths are forgiven


def test_a_window_others_had_used() -> None:
    window = Window(limit=3, seconds=3600, left=1, ends_in=5)
    assert window.wait(100) == 0
    assert window.wait(101) == 4
    assert [window.wait(105) for _ in range(3)] == [0, 0, 0]
    assert window.wait(106) == 3599
    assert window.ends_after(106) == 3599


def test_semantic_scholar_throttled() -> None:
    now = 0.0
    throttled = Throttled(clock=lambda: now)
    keyed = {"x-api-key": "k"}

    def status(headers: dict[str, str]) -> int:
        return throttled.answer(question(1, headers=headers), good).status

    assert [status(keyed), status(keyed), status({}), status({})] == [200, 429, 200, 429]
    now = 1.0
    assert [status(keyed), status({})] == [200, 429]
    now = 3.0
    assert status({}) == 200


def test_retry_after_every_second_time_never_or_always() -> None:
    def told(every: int, path: str) -> list[str | None]:
        throttled = Throttled(
            openreview=Window(9, 60, left=0, ends_in=7), retry_after_every=every, clock=lambda: 5.0
        )
        throttled.answer(question(1, path), good)
        answers = [throttled.answer(question(n, path), good) for n in (2, 3, 4)]
        assert {answer.status for answer in answers} == {429}
        return [answer.headers.get("Retry-After") for answer in answers]

    assert told(0, GRAPH) == [None, None, None]
    assert told(1, GRAPH) == ["3", "3", "3"]
    assert Counter(told(2, GRAPH)) == {None: 2, "3": 1}
    assert told(1, NOTES) == ["7", "7", "7"]


def test_openreview_throttled(tiny: Corpus) -> None:
    window = Window(limit=500, seconds=3600, left=2, ends_in=0.2)
    with served(tiny, Throttled(openreview=window)) as (session, openreview, _):
        login = {"id": "reader@tiny.test", "password": "sesame"}
        assert session.post(f"{openreview}/login", json=login, timeout=5).ok
        first = session.get(f"{openreview}/groups", timeout=5)
        assert first.headers["ratelimit-remaining"] == "1"
        session.get(f"{openreview}/groups", timeout=5)
        refused = session.get(f"{openreview}/groups", timeout=5)
        assert refused.status_code == 429
        error = refused.json()
        assert error["details"]["limit"] == 500
        assert error["details"]["used"] == 501
        assert refused.headers["ratelimit-remaining"] == "0"
        assert int(refused.headers["ratelimit-reset"]) == 1


def twist(lie: lies.Lie, value: Any, asked: Question | None = None) -> Any:
    asked = asked or question(1)
    told = lie(asked, said(value)(asked), said(value), dice(3, 1))
    return told and told.body


def test_truncated_json() -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(twist(lies.truncated, {"data": list(range(100))}))


def test_a_page_for_json() -> None:
    told = lies.page_for_json(question(1), good(question(1)), good, dice(1, 1))
    assert (told.status, told.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_an_early_end() -> None:
    value = {"total": 9, "token": "PCO", "data": [1]}
    assert json.loads(twist(lies.early_end, value)) == {"total": 9, "token": None, "data": [1]}
    assert twist(lies.early_end, {"total": 1, "token": None, "data": [1]}) is None


def test_a_stuck_cursor() -> None:
    asked = question(1, params={"token": ["PCOOLD"]})
    value = {"total": 9, "token": "PCONEW", "data": []}
    assert json.loads(twist(lies.stuck_cursor, value, asked))["token"] == "PCOOLD"
    edges = {"offset": 100, "next": 200, "data": []}
    assert json.loads(twist(lies.stuck_cursor, edges))["next"] == 100
    assert twist(lies.stuck_cursor, {"offset": 100, "data": []}) is None


def test_a_page_after_a_note_that_is_the_first_again() -> None:
    def listing(asked: Question) -> Answer:
        return said({"notes": ["second"] if asked.value("after") else ["first"]})(asked)

    asked = question(1, NOTES, params={"after": ["n9"], "limit": ["2"]})
    told = lies.stuck_cursor(asked, listing(asked), listing, dice(1, 1))
    assert told is not None
    assert json.loads(told.body) == {"notes": ["first"]}


def test_a_duplicate_row() -> None:
    rows = json.loads(twist(lies.duplicate_row, {"data": [1, 2, 3]}))["data"]
    assert sorted(rows) == [1, 1, 2, 3]
    assert twist(lies.duplicate_row, {"data": [1]}) is None


def test_drifting_numbers() -> None:
    assert json.loads(twist(lies.drifting_total, {"count": 9, "notes": []}))["count"] in (8, 10, 11)
    rows = [{"citationCount": 5} for _ in range(500)]
    drifted = json.loads(twist(lies.drifting_citations, rows))
    assert Counter(row["citationCount"] for row in drifted)[6] in range(1, 30)


def test_elided_references() -> None:
    asked = question(1, "/semantic_scholar/graph/v1/paper/a/references")
    told = json.loads(twist(lies.elided, {"offset": 0, "next": 1, "data": [1]}, asked))
    assert told["data"] is None
    assert "elided by the publisher" in str(told)
    assert twist(lies.elided, {"data": [1]}) is None


def test_a_lie_is_told_once() -> None:
    hostile = Hostile(transient=[lies.truncated], share=1)
    lied, true = (hostile.answer(question(n), good) for n in (1, 2))
    assert lied != good(question(1))
    assert json.loads(true.body)["total"] == 3
    assert len(TRANSIENT) == 5


def test_a_duplicate_row_is_told_each_time() -> None:
    many = said({"total": 3, "token": None, "data": [{"paperId": name} for name in "abc"]})
    hostile = Hostile(transient=[])
    first, second = (
        [
            hostile.answer(question(n, query=str(n % 50)), many).body
            for n in range(start, start + 50)
        ]
        for start in (0, 50)
    )
    assert first == second
    assert len({len(json.loads(body)["data"]) for body in first}) == 2


def test_errors_and_logins_are_left_alone() -> None:
    hostile = Hostile(share=1)
    login = question(1, "/openreview/v2/login")
    assert hostile.answer(login, good) == good(login)
    missing = Answer(404, b'{"error":"Title match not found"}\n', JSON)
    assert hostile.answer(question(2), lambda _question: missing) == missing


def test_a_hostile_crawl_ends_with_everything(tiny: Corpus) -> None:
    """A client that believes only what fits asks again and gets it all."""
    with served(tiny, "hostile") as (session, _, graph):
        found = set()
        for word in ("oaks", "forests", "gardens"):
            for _ in range(2):
                answer = session.get(f"{graph}/paper/search/bulk?query={word}", timeout=5)
            found |= {row["paperId"][-1] for row in answer.json()["data"]}
    assert found == {"1", "2", "3", "4", "5"}
