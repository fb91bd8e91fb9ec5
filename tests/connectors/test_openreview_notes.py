"""Listings that are complete, short, repeated, or go in circles."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import SourceChanged
from connectors.openreview import list_notes
from connectors.page import Page, Request
from connectors.transport.waits import service_date


class Notes:
    """An OpenReview that holds some ids; pages are smaller than asked to keep tests short."""

    def __init__(self, ids, count=None, size=2, lose=lambda _: ()):
        self.ids = sorted(ids)
        self.count = len(self.ids) if count is None else count
        self.size = size
        self.lose = lose
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Page:
        self.requests.append(request)
        after = request.params.get("after", "")
        lost = self.lose(len(self.requests))
        ids = [i for i in self.ids if i > after and i not in lost][: self.size]
        body = {"notes": [{"id": i} for i in ids]}
        if request.endpoint.startswith("v1") or request.params.get("count") == "true":
            body["count"] = self.count
        return Page(request, service_date({}, 0), 200, json.dumps(body).encode())


def ids(pages):
    return [note["id"] for page in pages for note in page.json()["notes"]]


@pytest.mark.parametrize("api", [1, 2])
@pytest.mark.parametrize(("notes", "requests"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_no_request_follows_the_last_note(api, notes, requests):
    fetch = Notes("abcde"[:notes])
    assert ids(list_notes(fetch, api, {"invitation": "V"})) == list("abcde"[:notes])
    assert len(fetch.requests) == requests


def test_v2_is_asked_to_count_once_and_pages_by_the_last_id():
    fetch = Notes("abc")
    list(list_notes(fetch, 2, {"invitation": "V", "details": "directReplies"}))
    first, second = (dict(request.params) for request in fetch.requests)
    common = {"invitation": "V", "details": "directReplies", "limit": 1000, "sort": "id"}
    assert first == common | {"count": "true"}
    assert second == common | {"after": "b"}


def test_without_a_count_an_empty_page_ends_the_listing():
    fetch = Notes("abc")
    fetch.count = None
    assert ids(list_notes(fetch, 2, {})) == ["a", "b", "c"]
    assert len(fetch.requests) == 3


def test_a_short_page_is_not_yet_the_end():
    # The first answer leaves two notes out, as a page that was cut for its size does.
    fetch = Notes("abcde", size=3, lose=lambda call: {"b", "c", "d", "e"} if call == 1 else ())
    assert ids(list_notes(fetch, 2, {})) == ["a", "b", "c", "d", "e"]


def test_a_listing_that_ends_early_is_listed_once_more_in_other_requests():
    fetch = Notes("abcd", lose=lambda call: {"c", "d"} if call <= 2 else ())
    assert set(ids(list_notes(fetch, 2, {}))) == set("abcd")
    first, second = (r for r in fetch.requests if "after" not in r.params)
    assert first.params != second.params


def test_a_listing_that_ends_early_twice_is_an_error_that_names_the_request():
    fetch = Notes("abcd", count=9)
    with pytest.raises(SourceChanged, match=r"invitation=V.*counts 9 notes and twice sends 4"):
        list(list_notes(fetch, 2, {"invitation": "V"}))


def test_nothing_where_notes_are_counted_is_no_empty_venue():
    with pytest.raises(SourceChanged, match="counts 7 notes and twice sends 0"):
        list(list_notes(Notes("", count=7), 1, {}))


def test_a_server_that_ignores_the_cursor_is_noticed():
    def stuck(request: Request) -> Page:
        payload = b'{"notes": [{"id": "a"}, {"id": "b"}], "count": 9}'
        return Page(request, service_date({}, 0), 200, payload)

    with pytest.raises(SourceChanged, match="a page again"):
        list(list_notes(stuck, 2, {}))


def test_a_page_that_comes_again_once_is_asked_for_in_another_size():
    answers = iter(["ab", "ab", "cd", "e"])
    sizes = []

    def fetch(request: Request) -> Page:
        sizes.append(request.params["limit"])
        body = {"notes": [{"id": i} for i in next(answers)], "count": 5}
        return Page(request, service_date({}, 0), 200, json.dumps(body).encode())

    assert ids(list_notes(fetch, 1, {})) == ["a", "b", "c", "d", "e"]
    assert sizes == [1000, 1000, 999, 1000]


def test_notes_that_come_twice_are_tolerated_and_reported(caplog):
    bodies = iter(
        [
            b'{"notes": [{"id": "a"}, {"id": "b"}, {"id": "b"}], "count": 4}',
            b'{"notes": [{"id": "c"}, {"id": "b"}, {"id": "d"}]}',
        ]
    )

    def fetch(request: Request) -> Page:
        return Page(request, service_date({}, 0), 200, next(bodies))

    assert len(ids(list_notes(fetch, 2, {}))) == 6
    assert "repeated notes" in caplog.text
    assert "count=2" in caplog.text


@pytest.mark.parametrize("odd", [b'{"title": 1}', b'{"id": null}', b"7", b"null", b'{"id": 5}'])
def test_one_record_without_an_id_does_not_stop_the_listing(odd):
    payload = b'{"notes": [{"id": "a"}, ' + odd + b'], "count": 2}'
    pages = list(
        list_notes(lambda request: Page(request, service_date({}, 0), 200, payload), 2, {})
    )
    assert len(pages) == 1


@given(
    st.sets(st.text("-0A_a", min_size=1, max_size=4), max_size=30),
    st.integers(1, 7),
    st.sampled_from([1, 2]),
)
def test_every_note_comes_out_once_whatever_the_page_size(notes, size, api):
    fetch = Notes(notes, size=size)
    assert ids(list_notes(fetch, api, {})) == sorted(notes)
    assert len(fetch.requests) == max(1, -(-len(notes) // size))
