"""A venue listed again: what changed is found, only that is fetched, and nothing is lost."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import Missing, NotAuthorised, Refused
from connectors.openreview import (
    Changes,
    Credentials,
    OpenReview,
    changed,
    listed_notes,
    relist,
    submissions,
    venue_group,
    what_changed,
)
from connectors.openreview.changes import cheapest
from connectors.openreview.verdicts import NotLoggedIn
from connectors.page import Page, Request
from connectors.standin.corpus import load
from connectors.standin.server import serve
from connectors.transport.terms import Terms
from connectors.transport.waits import service_date

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"

OLD, NEW = "Old/2022/Conference", "New/2025/Conference"
GROUPS = {
    OLD: {"id": OLD, "domain": None},
    NEW: {"id": NEW, "domain": NEW, "content": {"submission_id": {"value": f"{NEW}/-/Paper"}}},
}
ALL_FORMS = {OLD: f"{OLD}/-/.*", NEW: f"{NEW}/-/Paper"}


class Shelf:
    """One venue on OpenReview, whose notes change when the test, or ``between``, changes them.

    ``ignores`` names parameters that the server takes no notice of, ``refuses`` those it refuses.
    """

    def __init__(self, venue, times, ignores=(), refuses=(), between=None):
        self.venue = venue
        self.notes = {id_: {"tmdate": time} for id_, time in times.items()}
        self.ignores, self.refuses = set(ignores), set(refuses)
        self.between = between
        self.hidden = {}
        self.forms = {}
        self.asked: list[Request] = []

    @property
    def group(self):
        return self._page(Request("openreview", "v2/groups"), {"groups": [GROUPS[self.venue]]})

    def __call__(self, request):
        self.asked.append(request)
        params = {k: v for k, v in request.params.items() if k not in self.ignores}
        if refused := self.refuses & {*params, params.get("invitation")}:
            raise Refused(f"no {refused}", request)
        if "id" in params:
            return self._one(request, params["id"])
        found = sorted(self._listed(params["invitation"]))
        since = [i for i in found if self.notes[i]["tmdate"] >= params.get("mintmdate", 0)]
        shown = [i for i in since if i > params.get("after", "")][: params["limit"]]
        page = self._page(request, {"notes": [self._note(i) for i in shown], "count": len(since)})
        if self.between and len(self.asked) == 1:
            self.between(self)
        return page

    def _listed(self, invitation):
        if invitation == ALL_FORMS[self.venue]:
            return self.notes
        name = invitation.rpartition("/")[2]
        return [id_ for id_ in self.notes if self.forms.get(id_, "Blind_Submission") == name]

    def _one(self, request, id_):
        if id_ in self.hidden:
            raise self.hidden[id_]
        if id_ not in self.notes:
            raise Missing("gone", request)
        return self._page(request, {"notes": [self._note(id_)], "count": 1})

    def _note(self, id_):
        return {"id": id_, "forum": id_} | self.notes[id_]

    def _page(self, request, body):
        return Page(request, service_date({}, 0), 200, json.dumps(body).encode())


def many(count, first=1_000):
    return {f"n{i:05}": first + i for i in range(count)}


def again(shelf):
    return list(relist(shelf, shelf.venue, shelf.group))


def ids(pages):
    return [note["id"] for page in pages for note in page.json()["notes"]]


def touch(shelf, *names):
    for name in names:
        shelf.notes[name]["tmdate"] = 2 * max(note["tmdate"] for note in shelf.notes.values())


@pytest.mark.parametrize("venue", [OLD, NEW])
def test_a_relisting_asks_for_little_and_a_thousand_a_request(venue):
    shelf = Shelf(venue, many(3_422))
    pages = again(shelf)
    assert len(shelf.asked) == 4
    assert sorted(ids(pages)) == sorted(shelf.notes)
    for request in shelf.asked:
        assert request.params["select"] == (
            "id,forum,number,tmdate,ddate,content.venueid,content.venue"
        )
        assert "details" not in request.params


def test_a_server_without_select_is_listed_whole():
    shelf = Shelf(NEW, many(5), refuses={"select"})
    assert sorted(ids(again(shelf))) == sorted(shelf.notes)
    assert shelf.asked[-1].params["details"] == "directReplies"


def test_new_changed_and_gone_are_told_apart():
    listed = [{"id": "a", "tmdate": 1}, {"id": "b", "tmdate": 9}, {"id": "d", "tmdate": 5}]
    changes = what_changed({"a": 1, "b": 2, "c": 3}, listed)
    assert changes == Changes(new={"d"}, changed={"b"}, gone={"c"})
    assert changes.all == {"b", "c", "d"}


def test_nothing_changed_is_false():
    assert not what_changed({"a": 1}, [{"id": "a", "tmdate": 1}])
    assert what_changed({}, [{"id": "a", "tmdate": 1}])


def test_a_deleted_note_is_gone_and_one_that_will_be_is_not():
    listed = [{"id": "a", "tmdate": 7, "ddate": 7}, {"id": "b", "tmdate": 7, "ddate": 9}]
    assert what_changed({"a": 1, "b": 7}, listed) == Changes(gone={"a"})


def test_a_note_that_two_pages_have_counts_by_its_newest_time():
    listed = [{"id": "a", "tmdate": 9}, {"id": "a", "tmdate": 2}]
    assert not what_changed({"a": 9}, listed)


def test_a_note_without_a_time_is_fetched_again_each_time():
    assert what_changed({"a": 9}, [{"id": "a"}]) == Changes(changed={"a"})


def test_replies_and_what_is_no_note_are_left_out():
    body = {"notes": [{"id": "a", "forum": "a"}, {"id": "b", "forum": "a"}, 7, {"id": None}]}
    page = Page(
        Request("openreview", "v1/notes"), service_date({}, 0), 200, json.dumps(body).encode()
    )
    assert [note["id"] for note in listed_notes([page])] == ["a"]


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3)),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3)),
)
def test_every_note_is_new_changed_gone_or_the_same(known, listed):
    changes = what_changed(known, [{"id": i, "tmdate": t} for i, t in listed.items()])
    same = {i for i in known if listed.get(i) == known[i]}
    parts = [changes.new, changes.changed, changes.gone, same]
    assert sum(map(len, parts)) == len(known.keys() | listed.keys())
    assert set().union(*parts) == known.keys() | listed.keys()


@pytest.mark.parametrize("venue", [OLD, NEW])
def test_what_did_not_change_costs_nothing(venue):
    shelf = Shelf(venue, many(50))
    pages = again(shelf)
    assert list(changed(shelf, pages, [])) == []
    assert len(shelf.asked) == 1


@pytest.mark.parametrize("venue", [OLD, NEW])
def test_one_change_is_asked_by_its_id_with_its_replies(venue):
    shelf = Shelf(venue, many(50))
    touch(shelf, "n00007")
    pages = again(shelf)
    assert ids(changed(shelf, pages, ["n00007"])) == ["n00007"]
    assert shelf.asked[-1].params == {"id": "n00007", "details": "directReplies"}


@pytest.mark.parametrize("venue", [OLD, NEW])
def test_twenty_changes_are_one_request_that_brings_only_them(venue):
    shelf = Shelf(venue, many(3_422))
    names = sorted(shelf.notes)[100:120]
    touch(shelf, *names)
    pages = again(shelf)
    before = len(shelf.asked)
    assert ids(changed(shelf, pages, names)) == names
    assert len(shelf.asked) == before + 1
    assert shelf.asked[-1].params["details"] == "directReplies"


def test_a_note_that_changed_long_ago_does_not_drag_the_others_along():
    shelf = Shelf(NEW, many(3_000))
    touch(shelf, "n00100", "n00101", "n00102")
    pages = again(shelf)
    before = len(shelf.asked)
    wanted = ["n00001", "n00100", "n00101", "n00102"]
    assert sorted(ids(changed(shelf, pages, wanted))) == wanted
    assert len(shelf.asked) == before + 2


def test_when_most_changed_all_are_listed():
    shelf = Shelf(NEW, many(2_500))
    pages = again(shelf)
    before = len(shelf.asked)
    assert set(ids(changed(shelf, pages, list(shelf.notes)))) == set(shelf.notes)
    assert len(shelf.asked) == before + 3


def test_what_is_gone_is_asked_for_and_may_be_nowhere():
    shelf = Shelf(NEW, many(5))
    pages = again(shelf)
    shelf.hidden["x2"] = NotAuthorised("hidden")
    shelf.notes["x3"] = {"tmdate": 5}
    assert ids(changed(shelf, pages, ["x1", "x2", "x3"])) == ["x3"]


def test_the_gate_is_no_sign_that_a_note_is_gone():
    shelf = Shelf(NEW, many(5))
    pages = again(shelf)
    shelf.hidden["x"] = NotLoggedIn("log in")
    with pytest.raises(NotLoggedIn):
        list(changed(shelf, pages, ["x"]))


def test_a_server_that_refuses_the_time_is_asked_note_by_note():
    shelf = Shelf(OLD, many(50), refuses={"mintmdate"})
    names = sorted(shelf.notes)[:4]
    touch(shelf, *names)
    assert ids(changed(shelf, again(shelf), names)) == names


def test_a_server_that_ignores_the_time_is_listed_whole_where_that_is_less():
    shelf = Shelf(OLD, many(2_500), ignores={"mintmdate"})
    names = sorted(shelf.notes)[:20]
    touch(shelf, *names)
    pages = again(shelf)
    before = len(shelf.asked)
    assert set(names) < set(ids(changed(shelf, pages, names)))
    assert len(shelf.asked) == before + 3


def test_a_server_that_ignores_the_time_is_asked_note_by_note_where_that_is_less():
    shelf = Shelf(OLD, many(5_500), ignores={"mintmdate"})
    names = sorted(shelf.notes)[-3:]
    touch(shelf, *names)
    pages = again(shelf)
    before = len(shelf.asked)
    assert set(names) < set(ids(changed(shelf, pages, names)))
    assert len(shelf.asked) == before + 1 + 3


@given(
    st.dictionaries(st.integers(0, 40).map(str), st.integers(0, 9), min_size=1),
    st.data(),
)
def test_the_cheapest_time_never_costs_more_than_single_notes(times, data):
    wanted = data.draw(st.lists(st.sampled_from(sorted(times)), unique=True))
    since = cheapest(times, wanted)
    if since is None:
        assert len(wanted) <= 1, "a thousand notes fit one listing"
    else:
        assert 1 + sum(times[i] < since for i in wanted) < len(wanted)


class TestEditsBetweenPages:
    def test_a_note_that_vanishes_is_listed_anew_and_reported_once(self):
        def withdraw(shelf):
            del shelf.notes["n01500"]

        shelf = Shelf(NEW, many(2_200), between=withdraw)
        known = {id_: note["tmdate"] for id_, note in shelf.notes.items()}
        changes = what_changed(known, listed_notes(again(shelf)))
        assert changes == Changes(gone={"n01500"})
        assert len(shelf.asked) == 3 + 1 + 3, "three pages, an empty one, three of the second time"

    def test_a_note_that_comes_in_does_not_push_the_last_one_out(self):
        def submit(shelf):
            shelf.notes["n01000a"] = {"tmdate": 9_999}

        shelf = Shelf(NEW, many(2_000), between=submit)
        known = {id_: note["tmdate"] for id_, note in shelf.notes.items()}
        assert what_changed(known, listed_notes(again(shelf))) == Changes(new={"n01000a"})

    def test_a_note_that_moves_to_another_form_is_not_gone(self):
        def withdraw(shelf):
            shelf.forms["n01500"] = "Withdrawn_Submission"

        shelf = Shelf(OLD, many(2_200), refuses={ALL_FORMS[OLD]})

        def fetch(request):
            page = shelf(request)
            if len(shelf.asked) == 2:
                withdraw(shelf)
            return page

        known = {id_: note["tmdate"] for id_, note in shelf.notes.items()}
        pages = list(relist(fetch, OLD, shelf.group))
        assert not what_changed(known, listed_notes(pages))

    def test_an_edit_shows_at_the_next_listing_at_the_latest(self):
        shelf = Shelf(NEW, many(2_200), between=lambda shelf: touch(shelf, "n00001", "n02000"))
        known = {id_: note["tmdate"] for id_, note in shelf.notes.items()}
        first = what_changed(known, listed_notes(again(shelf)))
        assert first == Changes(changed={"n02000"})
        assert what_changed(known, listed_notes(again(shelf))).changed == {"n00001", "n02000"}


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA.exists(), reason="the recorded corpora are not here")
@pytest.mark.parametrize(
    ("name", "venue_id", "pages"),
    [
        ("iclr2022", "ICLR.cc/2022/Conference", 4),
        ("agents4science2025", "Agents4Science/2025/Conference", 1),
    ],
)
def test_a_recorded_venue_is_listed_again_and_only_its_changes_fetched(time, name, venue_id, pages):
    corpus = load(CORPORA / name)
    with serve([corpus]) as standin:
        who = Credentials(standin.urls.username, standin.urls.password)
        urls = {"v1_url": standin.openreview_v1, "v2_url": standin.openreview_v2}
        fetch = OpenReview(who, **urls, interval=0, terms=Terms(timing=time.timing)).fetch
        group = venue_group(fetch, venue_id)
        listed = list(listed_notes(submissions(fetch, venue_id, group)))
        known = {note["id"]: note["tmdate"] for note in listed}
        standin.clear()

        relisted = list(relist(fetch, venue_id, group))
        assert not what_changed(known, listed_notes(relisted))
        assert len(standin.journal()) == pages

        touched = {note["id"] for note in listed[5:205:10]}
        for note in corpus.notes_v1 + corpus.notes_v2:
            if note["id"] in touched:
                note["tmdate"] += 365 * 86_400_000
        standin.clear()
        relisted = list(relist(fetch, venue_id, group))
        changes = what_changed(known, listed_notes(relisted))
        assert changes == Changes(changed=touched)
        assert set(ids(changed(fetch, relisted, changes.all))) == touched
        assert len(standin.journal()) == pages + 1
