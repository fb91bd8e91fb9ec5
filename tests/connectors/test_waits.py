import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.transport.waits import (
    LONGEST_BACKOFF,
    LONGEST_WAIT,
    asked_wait,
    backoff,
    service_date,
    spent_window,
)

NOW = datetime(2026, 4, 25, 12, 0, 0, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("attempt", "ceiling"), [(1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 60), (99, 60)]
)
def test_backoff_doubles_up_to_a_minute(attempt, ceiling):
    assert backoff(attempt, 1.0) == ceiling
    assert backoff(attempt, 0.0) == 0


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_backoff_stays_below_its_ceiling(attempt, jitter):
    assert 0 <= backoff(attempt, jitter) < LONGEST_BACKOFF


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        ("Sat, 25 Apr 2026 12:00:30 GMT", 30.0),
        ("Sat, 25 Apr 2026 11:59:00 GMT", 0.0),
        ("99999999999", LONGEST_WAIT),
        ("soon", None),
        ("", None),
        ("inf", None),
        ("nan", None),
    ],
)
def test_retry_after_comes_as_seconds_or_as_a_date(value, seconds):
    assert asked_wait({"Retry-After": value}, b"", NOW) == seconds


def test_a_429_of_openreview_names_the_end_of_its_window():
    body = json.dumps({"details": {"resetTime": "2026-04-25T12:10:00.000Z"}}).encode()
    assert asked_wait({}, body, NOW) == 601.0


def test_the_longer_of_two_waits_counts():
    body = json.dumps({"details": {"resetTime": "2026-04-25T12:00:09.000Z"}}).encode()
    assert asked_wait({"Retry-After": "60"}, body, NOW) == 60.0
    assert asked_wait({"Retry-After": "3"}, body, NOW) == 10.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"ratelimit-remaining": "0", "ratelimit-reset": "42"}, 43.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(NOW + 20)}, 21.0),
        ({"ratelimit-remaining": "1", "ratelimit-reset": "42"}, None),
        ({"ratelimit-remaining": "0"}, None),
        ({"ratelimit-remaining": "none", "ratelimit-reset": "42"}, None),
        ({}, None),
    ],
)
def test_a_window_that_is_used_up_is_waited_for(headers, seconds):
    assert spent_window(headers, NOW) == seconds


def test_the_date_of_an_answer_is_the_services_own():
    date = service_date({"Date": "Fri, 24 Apr 2026 08:00:00 GMT"}, NOW)
    assert date == datetime(2026, 4, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize("value", ["", "yesterday", "Fri, 99 Foo 2026 08:00:00 GMT"])
def test_without_a_readable_date_our_clock_counts(value):
    assert service_date({"Date": value}, NOW).timestamp() == NOW


@given(st.text(), st.binary())
def test_no_junk_on_the_wire_breaks_the_waits(text, body):
    names = ("Retry-After", "ratelimit-remaining", "ratelimit-reset", "Date")
    headers = dict.fromkeys(names, text)
    for wait in (asked_wait(headers, body, NOW), spent_window(headers, NOW)):
        assert wait is None or 0 <= wait <= LONGEST_WAIT
    assert service_date(headers, NOW).tzinfo is UTC
