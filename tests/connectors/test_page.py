import json

import pytest

from connectors.page import Request, decode


@pytest.mark.parametrize(
    ("payload", "value"),
    [
        (rb'{"title": "\ud835\udd38"}', {"title": "\U0001d538"}),
        (rb'{"title": "\ud835 half"}', {"title": "\ufffd half"}),
        (b"[1, null]\n", [1, None]),
        (b"[123456789012345678901234567890]", [123456789012345678901234567890]),
    ],
)
def test_bodies_become_values_with_whole_characters(payload, value):
    assert decode(payload) == value
    json.dumps(value).encode()


@pytest.mark.parametrize("payload", [b"", b"{", b"<html>", b"\xff", b'{"a":1}{"b":2}'])
def test_what_is_no_json_is_an_error(payload):
    with pytest.raises((json.JSONDecodeError, UnicodeDecodeError)):
        decode(payload)


def test_a_request_names_itself_briefly():
    request = Request("openreview", "v2/notes", {"invitation": "V/-/Submission", "q": "x" * 500})
    assert str(request).startswith("OpenReview v2/notes?invitation=V/-/Submission&q=xxx")
    assert len(str(request)) < 150
