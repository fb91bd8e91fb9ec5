import logging
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.transport.redaction import HIDDEN, RedactingFilter, Redactor

TEXT = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=4, max_size=40)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("x-api-key: k3y-of-ours", "k3y-of-ours"),
        ("{'Authorization': 'Bearer abc.def-123'}", "abc.def-123"),
        ('{"id":"someone@example.org","password":"hunter2"}', "hunter2"),
        ('{"id":"someone@example.org","password":"hunter2"}', "someone@example.org"),
        ("GET /profiles?email=some.one%40example.org", "some.one%40example.org"),
        ("mfaPendingToken=abcdef", "abcdef"),
        ("token eyJhbGciOi.eyJ1c2VyIjo.c2lnbmF0", "eyJhbGciOi.eyJ1c2VyIjo.c2lnbmF0"),
        ("s3.amazonaws.com/x.gz?X-Amz-Signature=0af1&b=2", "0af1"),
    ],
)
def test_what_looks_like_a_secret_goes(text, secret):
    assert secret not in Redactor()(text)


def test_ordinary_sentences_stay():
    sentence = (
        "openreview v2/notes?invitation=ICLR.cc/2022/Conference: set OPENREVIEW_TOKEN, please"
    )
    assert Redactor()(sentence) == sentence


@given(TEXT, TEXT, TEXT)
def test_a_known_secret_goes_wherever_it_stands(before, secret, after):
    redact = Redactor.of([secret, None, ""])
    assert secret not in redact(f"{before} {secret} {after}").replace(HIDDEN, "")


def test_a_known_secret_goes_in_the_spelling_of_a_url():
    assert Redactor.of(["a/b c+d"])("?q=a%2Fb%20c%2Bd&r=a%2Fb+c%2Bd") == f"?q={HIDDEN}&r={HIDDEN}"


@given(TEXT.filter(lambda t: len(t.encode()) > 6), st.binary(max_size=9), st.binary(max_size=9))
def test_a_known_secret_goes_from_within_base64(secret, before, after):
    shown = Redactor.of([secret])(b64encode(before + secret.encode() + after).decode())
    for shift in range(3):
        whole = b64encode(b" " * shift + secret.encode()).decode()
        core = whole[-(-shift * 8 // 6) : (shift + len(secret.encode())) * 8 // 6]
        assert core not in shown


def test_a_token_goes_whole_though_a_secret_stands_in_it():
    claims = b64encode(b'{"user":"reader@stand-in.test","expires":1}').decode().rstrip("=")
    token = f"eyJhbGciOiJIUzI1NiJ9.{claims}.c2lnbmF0dXJl"
    redact = Redactor.of(["reader@stand-in.test"])

    assert redact(f"Bearer {token}, and so on") == f"Bearer {HIDDEN}, and so on"
    assert redact.body(f'"{token}"'.encode()) == f'"{HIDDEN}"'.encode()


@pytest.mark.parametrize("text", ["Authorization: Basic dXNlcjpwYXNz", "basic dXNlcjpwYXNz"])
def test_a_name_and_password_in_a_header_go(text):
    assert "dXNlcjpwYXNz" not in Redactor()(text)


def test_a_body_that_is_kept_loses_long_secrets_and_tokens_alone():
    redact = Redactor.of(["deep", "a-key-of-forty-characters"])
    token = b"eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoiYSJ9.c2lnbmF0dXJl"
    body = b'{"title": "deep", "key": "a-key-of-forty-characters", "token": "' + token + b'"}'

    assert redact.body(body) == (b'{"title": "deep", "key": "[redacted]", "token": "[redacted]"}')
    assert Redactor().body(b"\xff eyJ, and nothing else") == b"\xff eyJ, and nothing else"


def test_the_redactor_does_not_show_its_secrets():
    assert "planted" not in repr(Redactor.of(["planted"]))


def test_the_filter_cleans_message_arguments_and_traceback():
    error = ValueError("planted-key in a traceback")
    info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("x", 40, "f", 1, "asked %s", ("planted-key",), info)
    assert RedactingFilter(Redactor.of(["planted-key"])).filter(record)
    shown = logging.Formatter().format(record)
    assert "planted-key" not in shown
    assert "ValueError" in shown
