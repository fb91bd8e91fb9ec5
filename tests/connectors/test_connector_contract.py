"""What every connector does alike, whatever service it asks."""

import gzip
import json
import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest

from connectors.errors import (
    BudgetSpent,
    NotAuthorised,
    Refused,
    RetryLater,
    SourceChanged,
)
from connectors.openreview import Credentials, OpenReview, list_notes
from connectors.page import Fetch, Page, Request
from connectors.semantic_scholar import SemanticScholar, search_venue
from connectors.transport.terms import Budget, Patience, RequestLog, Terms

SECRET = "planted-5ecret-k3y"
DATE = datetime(2026, 4, 20, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Connector:
    """One connector as the contract sees it.

    ``listing`` asks for pages, ``pages`` are three bodies that answer it in full; ``circle`` is
    a body that leads back; ``interval`` is the default pace.
    """

    connect: Callable[..., Fetch]
    request: Request
    listing: Callable[[Fetch], Iterator[Page]]
    pages: list[Any]
    circle: Any
    nothing: Any
    interval: float


def _openreview(url: str, terms: Terms, **options: Any) -> Fetch:
    who = Credentials(token=SECRET)
    return OpenReview(who, v1_url=url, v2_url=url, terms=terms, **options).fetch


def _semantic_scholar(url: str, terms: Terms, **options: Any) -> Fetch:
    return SemanticScholar(SECRET, base_url=url, terms=terms, **options).fetch


CONNECTORS = {
    "openreview": Connector(
        connect=_openreview,
        request=Request("openreview", "v2/notes", {"id": "x1"}),
        listing=lambda fetch: list_notes(fetch, 2, {"invitation": "Venue/-/Submission"}),
        pages=[
            {"notes": [{"id": "a"}, {"id": "b"}], "count": 5},
            {"notes": [{"id": "c"}, {"id": "d"}]},
            {"notes": [{"id": "e"}]},
        ],
        circle={"notes": [{"id": "a"}, {"id": "b"}]},
        nothing={"notes": [], "count": 0},
        interval=1.0,
    ),
    "semantic_scholar": Connector(
        connect=_semantic_scholar,
        request=Request("semantic_scholar", "paper/search/bulk", {"query": '"x1"'}),
        listing=lambda fetch: search_venue(fetch, ["Venue"], (2020, 2022)),
        pages=[
            {"total": 5, "token": "PCOA", "data": [{"paperId": "a"}, {"paperId": "b"}]},
            {"total": 5, "token": "PCOB", "data": [{"paperId": "c"}, {"paperId": "d"}]},
            {"total": 5, "token": None, "data": [{"paperId": "e"}]},
        ],
        circle={"total": 5, "token": "PCOA", "data": [{"paperId": "c"}]},
        nothing={"total": 0, "token": None, "data": []},
        interval=1.1,
    ),
}


@pytest.fixture(params=CONNECTORS)
def connector(request):
    return CONNECTORS[request.param]


@pytest.fixture
def terms(time):
    return Terms(timing=time.timing)


@pytest.fixture
def fetch(connector, script, terms):
    return connector.connect(script.url, terms)


def test_pages_advance_to_the_last_and_no_request_follows(connector, script, fetch):
    for body in connector.pages:
        script.say(body)
    assert [page.json() for page in connector.listing(fetch)] == connector.pages
    assert len(script.asked) == 3


def test_a_cursor_that_repeats_is_an_error_that_names_the_request(connector, script, fetch):
    script.say(connector.pages[0])
    script.answer = lambda _: script.reply(connector.circle)
    with pytest.raises(SourceChanged, match=r"(notes|bulk)\?.*Venue"):
        list(connector.listing(fetch))
    assert len(script.asked) < 6


def test_an_empty_first_page_is_an_answer(connector, script, fetch):
    script.say(connector.nothing)
    assert [page.json() for page in connector.listing(fetch)] == [connector.nothing]


def test_the_payload_is_what_was_served_byte_for_byte(connector, script, fetch):
    body = json.dumps(connector.nothing, indent=3).encode() + b" \n"
    script.add(200, body)
    assert fetch(connector.request).payload == body


def test_a_packed_answer_is_unpacked(connector, script, fetch):
    body = json.dumps(connector.nothing).encode()
    script.add(200, gzip.compress(body), {"Content-Encoding": "gzip"})
    assert fetch(connector.request).payload == body


def test_a_page_bears_the_date_that_the_service_gave(connector, script, fetch):
    script.add(200, json.dumps(connector.nothing).encode(), {}, date=format_datetime(DATE, True))
    assert fetch(connector.request).fetched_at == DATE


def test_requests_keep_the_interval_from_the_end_of_the_last_answer(connector, script, fetch, time):
    for body in connector.pages:
        script.say(body)
    list(connector.listing(fetch))
    assert time.slept == [pytest.approx(connector.interval)] * 2


def test_no_interval_means_no_waiting(connector, script, terms, time):
    for body in connector.pages:
        script.say(body)
    list(connector.listing(connector.connect(script.url, terms, interval=0)))
    assert time.slept == []


def test_a_429_is_waited_for_as_long_as_it_asks(connector, script, fetch, time):
    script.say({"message": "slow down"}, 429, Retry_After="7")
    script.say(connector.nothing)
    fetch(connector.request)
    assert time.slept == [pytest.approx(7)]


def test_a_429_may_name_a_date(connector, script, fetch, time):
    until = datetime.fromtimestamp(time.at + 25, UTC)
    script.say({"message": "slow down"}, 429, Retry_After=format_datetime(until, True))
    script.say(connector.nothing)
    fetch(connector.request)
    assert time.slept == [pytest.approx(25)]


def test_after_a_429_the_pace_is_slower(connector, script, fetch, time):
    script.say({}, 429, Retry_After="1")
    for _ in range(2):
        script.say(connector.nothing)
    fetch(connector.request)
    fetch(connector.request)
    assert time.slept[-1] > connector.interval * 1.4


def test_a_wait_beyond_our_patience_is_raised_with_the_time_to_come_back(
    connector, script, fetch, time
):
    script.say({}, 429, Retry_After="3600")
    with pytest.raises(RetryLater, match="after 20") as caught:
        fetch(connector.request)
    assert caught.value.at == datetime.fromtimestamp(time.at + 3600, UTC)
    assert time.slept == []
    with pytest.raises(RetryLater):
        fetch(connector.request)
    assert len(script.asked) == 1, "the service was asked before the time it named"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 520])
def test_trouble_of_the_service_passes(connector, script, fetch, terms, status):
    script.add(status, b"<html>oops</html>", kind="text/html")
    script.add(status, b"")
    script.say(connector.nothing)
    assert fetch(connector.request).json() == connector.nothing
    assert sum(terms.log.requests().values()) == 3
    assert sum(terms.log.retries().values()) == 2


def test_trouble_that_stays_means_later(connector, script, fetch, terms, time):
    script.answer = lambda _: script.reply({"message": "down"}, 503)
    time.chance = 0.999999
    with pytest.raises(RetryLater, match="goes on from here"):
        fetch(connector.request)
    assert time.slept == [pytest.approx(s, abs=0.01) for s in (2, 4, 8, 16, 32, 60, 60)]
    assert len(script.asked) == terms.patience.attempts == 8


@pytest.mark.parametrize("broken", [{"drop": True}, {"cut": True, "body": b'{"a": "bcdefg"}'}])
def test_a_lost_connection_or_half_a_body_is_asked_again(connector, script, fetch, terms, broken):
    script.add(**broken)
    script.say(connector.nothing)
    assert fetch(connector.request).json() == connector.nothing
    assert [record.status for record in terms.log.records] == [None, 200]


def test_a_service_that_cannot_be_reached_means_later(connector, time):
    fetch = connector.connect("http://127.0.0.1:9", Terms(timing=time.timing))
    with pytest.raises(RetryLater, match="no whole answer came"):
        fetch(connector.request)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b'{"notes": [', "application/json", "no JSON"),
        (b"<html><title>Sorry</title></html>", "text/html", "a web page"),
        (b'{"unexpected": 1}', "application/json", "another shape"),
        (b"null", "application/json", "another shape"),
        (b"", "application/json", "no JSON"),
    ],
)
def test_what_is_not_the_services_data_is_retried_and_then_names_the_request(
    connector, script, fetch, body, kind, words
):
    for _ in range(8):
        script.add(200, body, kind=kind)
    with pytest.raises(SourceChanged, match=words) as caught:
        fetch(connector.request)
    assert connector.request.endpoint in str(caught.value)
    assert "x1" in str(caught.value)
    assert caught.value.request == connector.request
    assert len(script.asked) == 8


def test_broken_json_that_mends_itself_is_no_trouble(connector, script, fetch):
    script.add(200, b'{"notes": [')
    script.say(connector.nothing)
    assert fetch(connector.request).json() == connector.nothing


def test_a_refusal_is_not_repeated(connector, script, fetch):
    script.say({"error": "bad field", "message": "bad field"}, 400)
    with pytest.raises(Refused, match="bad field"):
        fetch(connector.request)
    assert len(script.asked) == 1


@pytest.mark.parametrize("status", [301, 404, 410])
def test_a_web_page_in_place_of_a_refusal_is_somebody_else(connector, script, fetch, status):
    script.add(status, b"<html>nginx</html>", kind="text/html")
    with pytest.raises(SourceChanged, match="address"):
        fetch(connector.request)


def test_a_redirect_is_not_followed_with_our_key(connector, script, fetch):
    script.add(302, b"", {"Location": f"{script.url}/elsewhere"})
    with pytest.raises(SourceChanged):
        fetch(connector.request)
    assert len(script.asked) == 1


def test_the_budget_stops_before_sending_and_counts_retries(connector, script, time):
    terms = Terms(Budget(3), timing=time.timing)
    fetch = connector.connect(script.url, terms)
    script.answer = lambda _: script.reply({}, 503)
    with pytest.raises(BudgetSpent, match="limit of 3"):
        fetch(connector.request)
    assert len(script.asked) == terms.budget.spent == 3


def test_a_service_that_keeps_failing_is_left_alone_for_a_while(connector, script, time):
    terms = Terms(patience=Patience(attempts=2, failures=2, rest=300), timing=time.timing)
    fetch = connector.connect(script.url, terms)
    script.answer = lambda _: script.reply({}, 500)
    for _ in range(2):
        with pytest.raises(RetryLater, match="again and again"):
            fetch(connector.request)
    with pytest.raises(RetryLater, match="several times in a row") as caught:
        fetch(connector.request)
    assert len(script.asked) == 4
    assert caught.value.at is not None
    time.at += 301
    script.answer = lambda _: script.reply(connector.nothing)
    assert fetch(connector.request).status == 200


def test_a_resumed_listing_asks_only_what_it_does_not_have(connector, script, terms):
    for body in connector.pages:
        script.say(body)
    kept: dict[str, Page] = {}

    def resumable(limit: int) -> Fetch:
        ask = connector.connect(script.url, Terms(Budget(limit), timing=terms.timing), interval=0)

        def fetch(request: Request) -> Page:
            key = repr(request)
            if key not in kept:
                kept[key] = ask(request)
            return kept[key]

        return fetch

    with pytest.raises(BudgetSpent):
        list(connector.listing(resumable(2)))
    pages = list(connector.listing(resumable(1)))
    assert [page.json() for page in pages] == connector.pages
    assert len(script.asked) == 3


def test_every_attempt_is_on_record(connector, script, time):
    log = RequestLog()
    fetch = connector.connect(script.url, Terms(log=log, timing=time.timing))
    script.add(503, b"busy")
    script.say(connector.nothing)
    fetch(connector.request)
    first, second = log.records
    assert (first.status, first.attempt, first.bytes) == (503, 1, 4)
    assert (second.status, second.attempt) == (200, 2)
    assert second.endpoint == connector.request.endpoint
    assert second.source == connector.request.source
    assert second.bytes == len(json.dumps(connector.nothing))


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 403, "body": b'{"message": "Forbidden for planted-5ecret-k3y"}'},
        {"status": 400, "body": b'{"error": "x", "message": "bad x-api-key planted-5ecret-k3y"}'},
        {"status": 401, "body": b'{"message": "Bearer planted-5ecret-k3y expired"}'},
        {"status": 500, "body": b"planted-5ecret-k3y"},
        {"drop": True},
    ],
)
def test_no_secret_shows_in_a_log_or_an_error(connector, script, fetch, caplog, trouble):
    caplog.set_level(logging.DEBUG)
    for _ in range(8):
        script.add(**trouble)
    with pytest.raises((NotAuthorised, Refused, RetryLater)) as caught:
        fetch(connector.request)
    shown = caplog.text + "".join(traceback.format_exception(caught.value))
    error: BaseException | None = caught.value
    while error is not None:  # what a debugger or a later handler could still reach
        shown += repr(error) + repr(vars(error))
        error = error.__cause__ or error.__context__
    assert SECRET not in shown
    assert any(SECRET in value for value in script.asked[0].headers.values())


def test_a_netrc_entry_does_not_take_the_place_of_our_key(
    connector, script, fetch, tmp_path, monkeypatch
):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login else password where\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    script.say(connector.nothing)
    fetch(connector.request)
    assert "Basic" not in script.asked[0].headers.get("Authorization", "")


def test_a_request_that_cannot_be_spelt_is_refused(connector, script, fetch):
    with pytest.raises(Refused, match="cannot be sent"):
        fetch(Request(connector.request.source, connector.request.endpoint, {"q": "\udc80"}))
    assert script.asked == []


def test_a_silent_service_is_given_up(connector, script, time):
    terms = Terms(patience=Patience(attempts=1), timing=time.timing)
    fetch = connector.connect(script.url, terms, timeouts=(1, 0.05))
    script.add(200, b"{}", delay=0.3)
    with pytest.raises(RetryLater, match="no whole answer came"):
        fetch(connector.request)
