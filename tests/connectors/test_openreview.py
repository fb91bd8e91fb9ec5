"""Logging in, being refused, and keeping openreview-py quiet."""

import json
import subprocess
import sys
import traceback

import pytest

from connectors.errors import Missing, NotAuthorised, Refused, RetryLater, SourceChanged
from connectors.openreview import Credentials, OpenReview
from connectors.page import Request
from connectors.transport.terms import Patience, Terms

NOTES = Request("openreview", "v2/notes", {"invitation": "V/-/Submission"})
NOTES_V1 = Request("openreview", "v1/notes", {"invitation": "V/-/Submission"})
GROUP = Request("openreview", "v2/groups", {"id": "V"})

NO_NOTES = {"notes": [], "count": 0}
NO_GROUPS = {"groups": []}
LOGIN = {"token": "t0ken-1", "user": {"id": "me@example.org", "profile": {"id": "~Me1"}}}
LOGIN_AGAIN = LOGIN | {"token": "t0ken-2"}
EXPIRED = {"name": "TokenExpiredError", "message": "Token has expired (r1)", "status": 401}
CHALLENGES = {
    "nested": {
        "name": "ChallengeRequiredError",
        "message": "Challenge verification required (r1)",
        "details": {"challengeUrl": "https://openreview.net/challenge?redirect=x"},
    },
    "top level": {"message": "Please verify", "challengeUrl": "https://openreview.net/challenge"},
}
ACCOUNT = Credentials("me@example.org", "pass-w0rd")


@pytest.fixture
def connect(script, time):
    def made(who: Credentials | None = None, **patience: int) -> OpenReview:
        terms = Terms(patience=Patience(**patience), timing=time.timing)
        return OpenReview(who, v1_url=script.url, v2_url=script.url, interval=0, terms=terms)

    return made


def asked(script):
    return [
        (one.method, one.path, one.headers.get("Authorization", "").removeprefix("Bearer "))
        for one in script.asked
    ]


def test_nothing_is_sent_before_something_is_asked(script, connect):
    connect(ACCOUNT)
    assert script.asked == []


def test_without_credentials_all_requests_are_anonymous(script, connect):
    script.say(NO_GROUPS)
    script.say(NO_NOTES)
    client = connect()
    client.fetch(GROUP)
    client.fetch(NOTES)
    assert asked(script) == [("GET", "/groups", ""), ("GET", "/notes", "")]


def test_one_login_on_v2_serves_both_apis_and_waits_for_the_first_note(script, connect):
    for body in (NO_GROUPS, LOGIN, NO_NOTES, NO_NOTES, NO_GROUPS):
        script.say(body)
    client = connect(ACCOUNT)
    for request in (GROUP, NOTES, NOTES_V1, GROUP):
        client.fetch(request)
    assert asked(script) == [
        ("GET", "/groups", ""),
        ("POST", "/login", ""),
        ("GET", "/notes", "t0ken-1"),
        ("GET", "/notes", "t0ken-1"),
        ("GET", "/groups", "t0ken-1"),
    ]
    login = json.loads(script.asked[1].body)
    assert (login["id"], login["password"]) == ("me@example.org", "pass-w0rd")


@pytest.mark.parametrize("token", ["t0ken-0", "Bearer t0ken-0", " t0ken-0\n"])
def test_a_token_takes_the_place_of_the_login(script, connect, token):
    script.say(NO_NOTES)
    connect(Credentials("me@example.org", "pass-w0rd", token)).fetch(NOTES)
    assert asked(script) == [("GET", "/notes", "t0ken-0")]


def test_a_given_token_goes_with_groups_too(script, connect):
    script.say(NO_GROUPS)
    connect(Credentials(token="t0ken-0")).fetch(GROUP)
    assert asked(script) == [("GET", "/groups", "t0ken-0")]


def test_the_library_is_imported_only_when_something_is_asked():
    # Its import takes a second or more, which no help text should wait for.
    code = (
        "import sys; from connectors.openreview import OpenReview; OpenReview(); "
        "sys.exit('openreview' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_each_api_is_asked_at_its_own_address(script, time):
    script.say(NO_NOTES)
    terms = Terms(timing=time.timing)
    client = OpenReview(
        v1_url=script.url + "/one/", v2_url=script.url + "/two", interval=0, terms=terms
    )
    client.fetch(NOTES_V1)
    script.say(NO_NOTES)
    client.fetch(NOTES)
    assert [one.path for one in script.asked] == ["/one/notes", "/two/notes"]


def test_the_library_names_itself_and_wants_json(script, connect):
    script.say(NO_NOTES)
    connect().fetch(NOTES)
    assert script.asked[0].headers["User-Agent"].startswith("openreview-py/")
    assert script.asked[0].headers["Accept"] == "application/json"


def test_the_environment_does_not_log_in_by_itself(script, connect, monkeypatch):
    monkeypatch.setenv("OPENREVIEW_USERNAME", "somebody@example.org")
    monkeypatch.setenv("OPENREVIEW_PASSWORD", "something")
    script.say(NO_NOTES)
    connect().fetch(NOTES)
    assert asked(script) == [("GET", "/notes", "")]


def test_the_library_prints_nothing_and_retries_nothing(script, connect, capsys):
    script.add(503, b"busy")
    script.say({}, 429)
    script.say(NO_NOTES)
    connect(attempts=3).fetch(NOTES)
    assert len(script.asked) == 3
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("body", CHALLENGES.values(), ids=CHALLENGES)
def test_the_gate_is_recognised_in_both_shapes(script, connect, body):
    script.say(body, 403)
    with pytest.raises(NotAuthorised) as caught:
        connect().fetch(NOTES)
    for name in ("OPENREVIEW_USERNAME", "OPENREVIEW_PASSWORD", "OPENREVIEW_TOKEN"):
        assert name in str(caught.value)
    assert len(script.asked) == 1


def test_the_gate_is_recognised_as_a_page(script, connect):
    page = b"<!doctype html><title>Verifying your browser | OpenReview</title>"
    script.add(200, page, kind="text/html")
    with pytest.raises(NotAuthorised, match="OPENREVIEW_TOKEN"):
        connect().fetch(NOTES)
    assert len(script.asked) == 1


def test_the_gate_is_recognised_as_a_redirect(script, connect):
    script.add(302, b"", {"Location": "https://openreview.net/challenge?redirect=%2Fnotes"})
    with pytest.raises(NotAuthorised, match="accounts only"):
        connect().fetch(NOTES)


def test_a_group_that_wants_an_account_gets_a_login(script, connect):
    script.say({"name": "ForbiddenError", "message": "You must be logged in (r)"}, 403)
    script.say(LOGIN)
    script.say(NO_GROUPS)
    assert connect(ACCOUNT).fetch(GROUP).json() == NO_GROUPS
    assert [path for _, path, _ in asked(script)] == ["/groups", "/login", "/groups"]


def test_what_this_account_may_not_see_is_no_reason_for_another_login(script, connect):
    script.say(LOGIN)
    script.say({"name": "ForbiddenError", "message": "This action is forbidden (r)"}, 403)
    with pytest.raises(NotAuthorised, match="action is forbidden"):
        connect(ACCOUNT).fetch(NOTES)
    assert len(script.asked) == 2


def test_a_token_that_expires_is_renewed_once(script, connect):
    for body, status in (
        (LOGIN, 200),
        (NO_NOTES, 200),
        (EXPIRED, 401),
        (LOGIN_AGAIN, 200),
        (NO_NOTES, 200),
        (NO_NOTES, 200),
    ):
        script.say(body, status)
    client = connect(ACCOUNT)
    for request in (NOTES, NOTES_V1, NOTES):
        assert client.fetch(request).json() == NO_NOTES
    assert asked(script) == [
        ("POST", "/login", ""),
        ("GET", "/notes", "t0ken-1"),
        ("GET", "/notes", "t0ken-1"),
        ("POST", "/login", ""),
        ("GET", "/notes", "t0ken-2"),
        ("GET", "/notes", "t0ken-2"),
    ]


def test_a_fresh_token_that_is_refused_ends_it(script, connect):
    for body, status in ((LOGIN, 200), (EXPIRED, 401), (LOGIN_AGAIN, 200), (EXPIRED, 401)):
        script.say(body, status)
    with pytest.raises(NotAuthorised, match="takes the token no more"):
        connect(ACCOUNT).fetch(NOTES)
    assert len(script.asked) == 4


def test_a_given_token_that_expired_falls_back_on_the_account(script, connect):
    for body, status in ((EXPIRED, 401), (LOGIN, 200), (NO_NOTES, 200)):
        script.say(body, status)
    who = Credentials("me@example.org", "pass-w0rd", "t0ken-0")
    assert connect(who).fetch(NOTES).json() == NO_NOTES


def test_a_given_token_that_expired_has_to_be_replaced(script, connect):
    script.say(EXPIRED, 401)
    with pytest.raises(NotAuthorised, match="set a new OPENREVIEW_TOKEN"):
        connect(Credentials(token="t0ken-0")).fetch(NOTES)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_wrong_password_is_said_and_not_tried_again(script, connect, status):
    script.say({"name": "Error", "message": "Invalid username or password"}, status)
    client = connect(ACCOUNT)
    for request in (NOTES, NOTES_V1):
        with pytest.raises(NotAuthorised, match="Invalid username or password") as caught:
            client.fetch(request)
    assert "pass-w0rd" not in str(caught.value)
    assert "me@example.org" not in str(caught.value)
    assert len(script.asked) == 1


def test_not_even_a_traceback_with_variables_shows_the_password(script, connect):
    script.say({"name": "Error", "message": "Invalid username or password"}, 400)
    with pytest.raises(NotAuthorised) as caught:
        connect(ACCOUNT).fetch(NOTES)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    own = "".join(f"{f.name} {f.locals}" for f in frames.stack if "/tests/" not in f.filename)
    assert "attempt" in own
    assert "pass-w0rd" not in own


def test_a_second_factor_needs_a_token(script, connect):
    script.say({"mfaPending": True, "mfaPendingToken": "x", "mfaMethods": ["totp"]})
    with pytest.raises(NotAuthorised, match="set OPENREVIEW_TOKEN"):
        connect(ACCOUNT).fetch(NOTES)
    assert len(script.asked) == 1


def test_a_login_in_trouble_is_retried(script, connect):
    script.say({"message": "busy"}, 503)
    script.say(LOGIN)
    script.say(NO_NOTES)
    assert connect(ACCOUNT).fetch(NOTES).json() == NO_NOTES


def test_a_login_that_stays_in_trouble_means_later(script, connect):
    script.answer = lambda _: script.reply({}, 503)
    with pytest.raises(RetryLater):
        connect(ACCOUNT, attempts=2).fetch(NOTES)


def test_a_login_without_a_token_is_another_service(script, connect):
    script.say({"hello": "world"})
    with pytest.raises(SourceChanged, match="PRECITED_OPENREVIEW_V2_URL"):
        connect(ACCOUNT).fetch(NOTES)


def test_what_is_not_there_is_missing(script, connect):
    script.say({"name": "NotFoundError", "message": "The Group V was not found (r)"}, 404)
    with pytest.raises(Missing, match="The Group V was not found"):
        connect().fetch(GROUP)


def test_a_window_that_is_used_up_is_waited_for_before_the_next_request(script, connect, time):
    script.say(NO_NOTES, ratelimit_remaining="0", ratelimit_reset="30")
    script.say(NO_GROUPS)
    script.say(NO_NOTES)
    client = connect()
    client.fetch(NOTES)
    client.fetch(GROUP)
    assert time.slept == [], "another endpoint has another limit"
    client.fetch(NOTES)
    assert time.slept == [31]


def test_a_limit_that_lasts_an_hour_names_its_end(script, connect):
    script.say(
        {
            "name": "RateLimitError",
            "message": "Too many requests (r)",
            "status": 429,
            "details": {"limit": 36, "remaining": 0, "resetTime": "2026-02-02T03:40:00.000Z"},
        },
        429,
    )
    with pytest.raises(RetryLater, match="after 2026-02-02 03:40:01 UTC"):
        connect().fetch(NOTES)
    assert len(script.asked) == 1


def test_flags_are_spelt_as_the_service_reads_them(script, connect):
    script.say(NO_NOTES)
    connect().fetch(Request("openreview", "v2/notes", {"count": True, "ids": ["a", "b"]}))
    assert script.asked[0].query == {"count": ["true"], "ids": ["a", "b"]}


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ({"username": "me@example.org"}, "OPENREVIEW_PASSWORD is not"),
        ({"password": "x"}, "OPENREVIEW_USERNAME is not"),
        ({"token": "tök3n"}, "characters"),
        ({"token": "two words"}, "characters"),
    ],
)
def test_half_credentials_are_refused_before_any_work(who, words):
    with pytest.raises(NotAuthorised, match=words):
        Credentials(**who)


def test_credentials_do_not_show():
    assert "pass-w0rd" not in repr(ACCOUNT)
    assert "example" not in repr(ACCOUNT)


def test_swapped_addresses_are_recognised():
    client = OpenReview(
        v1_url="https://api2.openreview.net", v2_url="https://api.openreview.net", interval=0
    )
    with pytest.raises(Refused, match="swapped"):
        client.fetch(NOTES)


def test_an_endpoint_names_its_api(connect):
    with pytest.raises(Refused, match="starts with v1/ or v2/"):
        connect().fetch(Request("openreview", "notes"))
