"""Alerts: one message a run, to a server that is really there, or really not."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from connectors.errors import BudgetSpent, NotAuthorised
from connectors.page import Request
from connectors.webhook import NotDelivered, post
from flows.alerts import destinations, failure_told, tell
from flows.clients import connect
from flows.outcome import Outcome
from flows.run import Job, Run, begin
from flows.settings import BadSettings, Settings, load_settings
from flows.stages import Stages
from flows.steps import stopping_noted
from tests.flows.receiver import SECRET_PATH, Receiver, receiving
from tests.flows.world import THIMBLE, track
from warehouse import layout
from warehouse.changes import Change
from warehouse.raw import RunPages


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def alerting(settings: Settings, receiver: Receiver) -> Settings:
    return settings.model_copy(update={"alert_webhook": SecretStr(receiver.url)})


def run_of(job: Job, outcome: Outcome, settings: Settings) -> Run:
    pages = RunPages(layout.raw(job.warehouse), job.venue_id, outcome.run_id)
    return Run(job, pages, connect(settings))


def run_and_tell(job: Job, settings: Settings) -> Outcome:
    outcome = track(job, settings)
    return tell(run_of(job, outcome, settings), outcome, destinations(settings))


def test_a_run_with_news_sends_one_message(
    alerting: Settings, receiver: Receiver, tmp_path: Path
) -> None:
    outcome = run_and_tell(Job(THIMBLE, tmp_path), alerting)

    assert outcome.untold == []
    (message,) = receiver.messages
    assert message["venue_id"] == THIMBLE
    assert message["counts"] == {"first_run": 1}
    assert "12 accepted papers" in message["text"]
    assert message["changes"][0]["kind"] == "first_run"
    assert receiver.paths == [SECRET_PATH]


def test_a_run_without_news_sends_nothing(
    alerting: Settings, receiver: Receiver, tmp_path: Path
) -> None:
    for _ in range(2):
        run_and_tell(Job(THIMBLE, tmp_path), alerting)

    assert len(receiver.messages) == 1


@pytest.mark.parametrize("status", [500, 302, 404])
def test_a_webhook_that_is_down_fails_no_run_and_hears_it_the_next_time(
    status: int,
    alerting: Settings,
    receiver: Receiver,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    receiver.status = status
    with caplog.at_level(logging.DEBUG, logger="flows"):
        (problem,) = run_and_tell(Job(THIMBLE, tmp_path), alerting).untold
    assert f"status {status}" in problem
    assert SECRET_PATH not in problem + caplog.text

    receiver.status = 200
    assert run_and_tell(Job(THIMBLE, tmp_path), alerting).untold == []
    run_and_tell(Job(THIMBLE, tmp_path), alerting)

    assert [m["counts"] for m in receiver.messages] == [{"first_run": 1}] * 2


def test_news_of_a_run_that_was_killed_before_telling_is_told_by_the_next(
    alerting: Settings, receiver: Receiver, tmp_path: Path
) -> None:
    track(Job(THIMBLE, tmp_path), alerting)
    run_and_tell(Job(THIMBLE, tmp_path), alerting)

    assert [m["counts"] for m in receiver.messages] == [{"first_run": 1}]


def test_whoever_begins_to_listen_does_not_hear_of_last_year(
    settings: Settings, alerting: Settings, receiver: Receiver, tmp_path: Path
) -> None:
    run_and_tell(Job(THIMBLE, tmp_path), settings)
    run_and_tell(Job(THIMBLE, tmp_path), alerting)

    assert receiver.messages == []


def test_a_message_is_short_and_its_data_are_bounded(
    alerting: Settings, receiver: Receiver, tmp_path: Path
) -> None:
    job = Job(THIMBLE, tmp_path)
    outcome = track(job, alerting)
    many = [
        Change("newly_cited", "cited now, once", f"p{i:04}", f"Paper {i:04}", "https://o.example")
        for i in range(1095)
    ]
    told = replace(outcome, changes=[*many, Change("check_failed", "check of growth: wrong")])
    tell(run_of(job, told, alerting), told, destinations(alerting))

    (message,) = receiver.messages
    lines = message["text"].splitlines()
    assert len(lines) == 12
    assert "growth" in lines[1]
    assert "Paper 0000" in lines[2]
    assert lines[-1].startswith("and 1,086 more: precited check ")
    assert message["counts"] == {"check_failed": 1, "newly_cited": 1095}
    assert len(message["changes"]) == 100


def test_a_hostile_title_neither_calls_nor_links(
    alerting: Settings, receiver: Receiver, tmp_path: Path
) -> None:
    title = "<!channel> @everyone [free](http://evil.example)\nfake: line \u202egnp.exe"
    job = Job(THIMBLE, tmp_path)
    outcome = track(job, alerting)
    told = replace(outcome, changes=[Change("risen", "up", "p", title, "https://o.example/?id=p")])
    tell(run_of(job, told, alerting), told, destinations(alerting))

    (message,) = receiver.messages
    text = message["text"]
    assert len(text.splitlines()) == 2
    for sign in ("<", "@everyone", "](", "\u202e"):
        assert sign not in text
    assert message["changes"][0]["title"] == title


def fail(job: Job, settings: Settings, error: Exception) -> None:
    """A run that ends with this error, as the flow has it."""
    with failure_told(job, settings):
        run = begin(job, connect(settings), Stages(), datetime.now(UTC))
        with stopping_noted(run):
            raise error


REQUEST = Request("openreview", "v2/notes")


def test_a_run_that_fails_says_so_once(
    alerting: Settings, receiver: Receiver, tmp_path: Path
) -> None:
    for attempt in (1, 2):
        with pytest.raises(NotAuthorised):
            fail(Job(THIMBLE, tmp_path), alerting, NotAuthorised(f"no: wait {attempt} s", REQUEST))
    with pytest.raises(ValueError, match="bug"):
        fail(Job(THIMBLE, tmp_path), alerting, ValueError("a bug with s3cret inside"))

    first, second = receiver.messages
    assert first["error"] == "No: wait 1 s"
    assert "the run failed" in first["text"]
    assert "Something unexpected happened (ValueError)" in second["error"]
    assert "s3cret" not in str(second)


def test_a_limit_that_somebody_set_is_no_failure(
    alerting: Settings, receiver: Receiver, tmp_path: Path
) -> None:
    with pytest.raises(BudgetSpent):
        fail(Job(THIMBLE, tmp_path), alerting, BudgetSpent("the limit of 3", REQUEST))

    assert receiver.messages == []


def test_nobody_there_is_said_without_the_address() -> None:
    with receiving() as gone:
        url = gone.url
    with pytest.raises(NotDelivered, match="ConnectionError") as caught:
        post(url, {"text": "hello"})

    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert SECRET_PATH not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRECITED_ALERT_WEBHOOK", "hooks.slack.example/s3cret"),
        ("PRECITED_ALERT_BLOCK", "my-block"),
    ],
)
def test_a_destination_that_cannot_be_used_names_its_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=name) as caught:
        load_settings()

    assert value not in str(caught.value)
