"""A run's limits and its manners towards a service in trouble, kept by the transport."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import AskForLess, RetryLater, TimeSpent
from connectors.openreview import Credentials, OpenReview
from connectors.page import Request
from connectors.semantic_scholar import SemanticScholar
from connectors.transport.terms import Deadline, Patience, Terms

RECORD = Request("semantic_scholar", "paper/search/bulk", {"query": "x1"})
NOTES = Request("openreview", "v2/notes", {"id": "x1"})
GROUPS = Request("openreview", "v2/groups", {"id": "x1"})
NOTHING = {"total": 0, "data": []}


def scholar(script, terms, interval=0.0):
    return SemanticScholar(base_url=script.url, terms=terms, interval=interval).fetch


def review(script, terms):
    token = Credentials(token="t0ken")
    return OpenReview(token, v1_url=script.url, v2_url=script.url, terms=terms, interval=0).fetch


def until(time, seconds):
    return Terms(timing=time.timing, deadline=Deadline(seconds / 60, time.at + seconds))


def test_a_run_ends_at_its_deadline_with_what_it_has(script, time):
    script.answer = lambda _: script.reply(NOTHING)
    fetch = scholar(script, until(time, 60), interval=25)
    with pytest.raises(TimeSpent, match=r"limit of 1 minute\(s\).*is kept.*go on from here"):
        list(map(fetch, [RECORD] * 9))
    assert len(script.asked) == 3  # at 0, 25 and 50 seconds


def test_no_wait_begins_that_would_end_too_late(script, time):
    script.say({}, 429, Retry_After="120")
    with pytest.raises(TimeSpent):
        scholar(script, until(time, 60))(RECORD)
    assert time.slept == []


def test_a_turn_that_came_too_late_is_not_used(script, time):
    terms = until(time, 60)
    late = Terms(timing=time.timing, deadline=terms.deadline, turn=lambda _: time.sleep(90))
    with pytest.raises(TimeSpent):
        scholar(script, late)(RECORD)
    assert script.asked == []


def test_every_attempt_takes_a_turn_that_names_the_service(script, time):
    turns = []
    terms = Terms(timing=time.timing, turn=turns.append)
    script.say({}, 503)
    script.say(NOTHING)
    script.say({"groups": []})
    scholar(script, terms)(RECORD)
    review(script, terms)(GROUPS)
    assert turns == ["semantic_scholar", "semantic_scholar", "openreview"]


def test_a_service_that_was_down_is_tried_by_one_request_and_trusted_again(script, time):
    patience = Patience(attempts=3, failures=1, rest=300)
    fetch = scholar(script, Terms(patience=patience, timing=time.timing))
    script.answer = lambda _: script.reply({}, 500)
    with pytest.raises(RetryLater, match="again and again"):
        fetch(RECORD)
    assert len(script.asked) == 3

    time.at += 301
    with pytest.raises(RetryLater, match="again and again"):
        fetch(RECORD)
    assert len(script.asked) == 4  # the probe
    with pytest.raises(RetryLater, match="several times in a row"):
        fetch(RECORD)

    time.at += 301
    script.say(NOTHING)
    fetch(RECORD)
    script.say({}, 500)
    script.say(NOTHING)
    assert fetch(RECORD).status == 200  # with all its attempts again


def test_a_request_that_is_too_large_is_no_sign_of_a_service_that_is_down(script, time):
    patience = Patience(failures=1)
    fetch = scholar(script, Terms(patience=patience, timing=time.timing))
    for _ in range(2):
        script.say({"message": "Endpoint request timed out"}, 504)
    with pytest.raises(AskForLess):
        fetch(RECORD)
    script.say(NOTHING)
    assert fetch(RECORD).status == 200


def test_the_end_of_openreviews_window_is_waited_for_to_the_second(script, time):
    end = datetime.fromtimestamp(time.at, UTC) + timedelta(seconds=90)
    said = {"name": "RateLimitError", "status": 429, "details": {"resetTime": end.isoformat()}}
    script.say(said, 429)
    script.say({"notes": []})
    assert review(script, Terms(timing=time.timing))(NOTES).status == 200
    assert time.slept == [91.0]


def test_a_window_that_opens_in_an_hour_is_left_to_the_next_run(script, time):
    end = datetime.fromtimestamp(time.at, UTC) + timedelta(hours=1)
    script.say({"details": {"resetTime": end.isoformat()}}, 429)
    with pytest.raises(RetryLater, match="asks to wait") as caught:
        review(script, Terms(timing=time.timing))(NOTES)
    assert caught.value.at == end + timedelta(seconds=1)
    assert time.slept == []


def test_a_used_up_window_of_one_route_does_not_hold_the_others(script, time):
    script.say({"notes": []}, ratelimit_remaining="0", ratelimit_reset="30")
    script.say({"groups": []})
    script.say({"notes": []})
    fetch = review(script, Terms(timing=time.timing))
    fetch(NOTES)
    fetch(GROUPS)
    assert time.slept == []
    fetch(NOTES)
    assert time.slept == [31.0]


def test_threads_that_share_a_client_keep_its_pace_and_never_overlap(script, time):
    busy = threading.Lock()

    def answer(_):
        assert busy.acquire(blocking=False), "two requests at once"
        time.at += 2
        busy.release()
        return script.reply(NOTHING)

    script.answer = answer
    fetch = scholar(script, Terms(timing=time.timing), interval=1.1)
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(fetch, [RECORD] * 12))
    assert [json.loads(page.payload) for page in pages] == [NOTHING] * 12
    assert time.slept == [pytest.approx(1.1)] * 11
