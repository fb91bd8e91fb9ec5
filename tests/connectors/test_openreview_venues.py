"""What a group stands for, and where a venue keeps its submissions."""

import pytest

from connectors.errors import Missing, Refused
from connectors.openreview import (
    ContainsVenues,
    Credentials,
    OpenReview,
    classify,
    size_request,
    submissions,
    venue_api,
    venue_group,
)
from connectors.transport.terms import Terms

V1 = {"id": "Old/2020/Conference", "domain": None, "web": "// js"}
V2 = {
    "id": "New/2025/Conference",
    "domain": "New/2025/Conference",
    "content": {"submission_id": {"value": "New/2025/Conference/-/Paper"}},
}
JOURNAL = {
    "id": "J",
    "domain": "J",
    "content": {
        "submission_id": {"value": "J/-/Submission"},
        "under_review_venue_id": {"value": "J/Under_Review"},
    },
}
FOLDER = {"id": "New/2025/Workshop", "domain": "OpenReview.net", "content": {}}
INNER = {"id": "New/2025/Conference/Reviewers", "domain": "New/2025/Conference", "content": {}}
HOLLOW = {"id": "New/2026/Conference", "domain": "New/2026/Conference", "content": {}}
GROUPS = {group["id"]: group for group in (V1, V2, JOURNAL, FOLDER, INNER, HOLLOW)}


@pytest.fixture
def world(script):
    """An OpenReview of the given groups, and notes by the filter that finds them."""

    def made(groups, notes=None, refused=()):
        def answer(asked):
            query = {key: values[0] for key, values in asked.query.items()}
            if asked.path == "/login":
                return script.reply({"token": "t0ken"})
            if asked.path == "/groups":
                return _group(groups.get(query["id"]))
            if query.get("invitation") in refused:
                return script.reply({"name": "ValidationError", "message": "no regex (r)"}, 400)
            wanted = next((v for k, v in (notes or {}).items() if query.get(k[0]) == k[1]), ())
            rest = [note for note in wanted if note["id"] > query.get("after", "")]
            page = sorted(rest, key=lambda note: note["id"])[: int(query["limit"])]
            return script.reply({"notes": page, "count": len(wanted)})

        def _group(group):
            if group is None:
                return script.reply({"name": "NotFoundError", "message": "not found"}, 404)
            return script.reply({"groups": [group], "count": 1})

        script.answer = answer
        return script

    return made


@pytest.fixture
def client(script, time):
    return OpenReview(
        Credentials("me@example.org", "pass-w0rd"),
        v1_url=script.url,
        v2_url=script.url,
        interval=0,
        terms=Terms(timing=time.timing),
    )


def pull(client, venue_id):
    return list(submissions(client.fetch, venue_id, venue_group(client.fetch, venue_id)))


def ids(pages):
    return [note["id"] for page in pages for note in page.json()["notes"]]


def note(id_, forum=None):
    return {"id": id_, "forum": forum or id_}


def listings(script):
    """The filters of ``/notes`` that were asked, the first page of each."""
    asked = [one.query for one in script.asked if one.path == "/notes"]
    filters = [{**query} for query in asked if "after" not in query]
    return [query.get("invitation", query.get("content.venueid"))[0] for query in filters]


@pytest.mark.parametrize(
    ("group", "kind", "api"), [(V1, "v1", 1), (V2, "v2", 2), (JOURNAL, "journal", 2)]
)
def test_a_group_tells_the_kind_and_the_api_of_its_venue(world, client, group, kind, api):
    world(GROUPS)
    page = venue_group(client.fetch, group["id"])
    assert classify(group["id"], page) == kind
    assert venue_api(group["id"], page) == api


@pytest.mark.parametrize(
    ("group", "kind"), [(FOLDER, "container"), (HOLLOW, "container"), (INNER, "member")]
)
def test_a_group_that_is_no_venue_has_a_kind_too(world, client, group, kind):
    world(GROUPS)
    assert classify(group["id"], venue_group(client.fetch, group["id"])) == kind


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (FOLDER, "only contains venues"),
        (HOLLOW, "only contains venues"),
        (INNER, "belongs to the venue New/2025/Conference"),
    ],
)
def test_a_group_that_is_no_venue_says_what_it_is(world, client, group, words):
    world(GROUPS | {"venues": {"id": "venues", "members": []}})
    with pytest.raises(Missing, match=words):
        pull(client, group["id"])


@pytest.mark.parametrize("venue_id", ["Nowhere/2025/Conference", "new/2025/conference", ""])
def test_an_unknown_venue_is_missing(world, client, venue_id):
    world(GROUPS)
    with pytest.raises(Missing, match="no venue"):
        venue_group(client.fetch, venue_id)


def test_an_empty_list_of_groups_is_no_venue(script, client):
    script.say({"groups": [], "count": 0})
    with pytest.raises(Missing, match="no venue"):
        venue_group(client.fetch, "V")


def test_v2_takes_all_states_in_one_listing(world, client):
    script = world(GROUPS, {("invitation", "New/2025/Conference/-/Paper"): [{"id": "a"}]})
    assert ids(pull(client, V2["id"])) == ["a"]
    assert listings(script) == ["New/2025/Conference/-/Paper"]
    assert script.asked[-1].query["details"] == ["directReplies"]
    assert len(script.asked) == 3, "a group, a login, a page"


def test_v2_finds_notes_under_the_venueid_where_the_invitation_has_none(world, client):
    notes = {("content.venueid", "New/2025/Conference"): [{"id": "a"}]}
    script = world(GROUPS, notes)
    assert ids(pull(client, V2["id"])) == ["a"]
    assert listings(script) == ["New/2025/Conference/-/Paper", "New/2025/Conference"]


@pytest.mark.parametrize(
    ("group", "endpoint", "invitation"),
    [
        (V1, "v1/notes", "Old/2020/Conference/-/.*"),
        (V2, "v2/notes", "New/2025/Conference/-/Paper"),
    ],
)
def test_one_note_is_enough_to_learn_how_many_there_are(world, client, group, endpoint, invitation):
    world(GROUPS, {("invitation", invitation): [{"id": i} for i in "abc"]})
    request = size_request(group["id"], venue_group(client.fetch, group["id"]))
    assert request.endpoint == endpoint
    assert client.fetch(request).json() == {"notes": [{"id": "a"}], "count": 3}


def forms(script):
    return [name.rpartition("/")[2] for name in listings(script)]


def form(name):
    return ("invitation", f"{V1['id']}/-/{name}")


def test_v1_takes_every_form_in_one_listing(world, client):
    script = world(GROUPS, {form(".*"): [note("a"), note("b")]})
    assert ids(pull(client, V1["id"])) == ["a", "b"]
    assert forms(script) == [".*"]


def test_v1_takes_the_public_copies_and_those_who_left_where_no_beginning_is_taken(world, client):
    script = world(
        GROUPS,
        {form("Blind_Submission"): [note("a")], form("Withdrawn_Submission"): [note("b")]},
        refused={f"{V1['id']}/-/.*"},
    )
    assert ids(pull(client, V1["id"])) == ["a", "b"]
    assert forms(script) == [
        ".*",
        "Blind_Submission",
        "Withdrawn_Submission",
        "Desk_Rejected_Submission",
    ]


def test_v1_tries_the_older_names_in_their_order(world, client):
    script = world(GROUPS, {form("submission"): [note("a")]})
    assert ids(pull(client, V1["id"])) == ["a"]
    assert forms(script) == [".*", "Blind_Submission", "Submission", "submission"]


def crowd():
    """More replies than a page holds, beside a few submissions."""
    replies = [note(f"r{n:04}", forum="s0") for n in range(1_200)]
    return [*replies, *(note(f"s{n}") for n in range(3))]


def test_a_listing_that_replies_crowd_gives_way_to_one_form_after_the_other(world, client):
    submitted = [note(f"s{n}") for n in range(3)]
    script = world(GROUPS, {form(".*"): crowd(), form("Submission"): submitted})
    assert {"s0", "s1", "s2"} <= set(ids(pull(client, V1["id"])))
    assert len([one for one in script.asked if "after" in one.query]) == 0, "a page of it is enough"


def test_a_crowded_listing_is_read_to_its_end_where_no_form_has_a_known_name(world, client):
    world(GROUPS, {form(".*"): crowd()})
    assert set(ids(pull(client, V1["id"]))) == {each["id"] for each in crowd()}


def test_replies_on_the_only_page_do_no_harm(world, client):
    script = world(GROUPS, {form(".*"): [note("a"), note("b", forum="a")]})
    assert ids(pull(client, V1["id"])) == ["a", "b"]
    assert forms(script) == [".*"]


def test_a_refusal_of_the_only_way_is_an_error(world, client):
    venue = {"id": "ICLR.cc/2013/conference", "domain": None}
    world({venue["id"]: venue}, refused={f"{venue['id']}/-/submission"})
    with pytest.raises(Refused):
        pull(client, venue["id"])


@pytest.mark.parametrize("venue_id", [V1["id"], V2["id"]])
def test_a_venue_without_public_submissions_is_no_empty_venue(world, client, venue_id):
    world(GROUPS | {"venues": VENUES})
    with pytest.raises(Missing, match="shows no submissions"):
        pull(client, venue_id)


VENUES = {"id": "venues", "members": [f"New/2025/Workshop/W{n:02}" for n in range(12)]}


def test_a_container_offers_ten_of_its_venues(world, client):
    world(GROUPS | {"venues": VENUES})
    with pytest.raises(ContainsVenues) as caught:
        pull(client, FOLDER["id"])
    assert "name one of New/2025/Workshop/W00, New/2025/Workshop/W01" in str(caught.value)
    assert str(caught.value).endswith("New/2025/Workshop/W09 and 2 more")


def test_a_v1_group_without_notes_of_its_own_offers_the_venues_inside(world, client):
    umbrella = {"id": "Old/2021/Track/Data", "domain": None}
    inside = {"id": "venues", "members": [f"{umbrella['id']}/Round{n}" for n in (1, 2)]}
    world({umbrella["id"]: umbrella, "venues": inside})
    with pytest.raises(ContainsVenues, match=r"Data/Round1, Old/2021/Track/Data/Round2$"):
        pull(client, umbrella["id"])


@pytest.mark.parametrize(
    ("venue_id", "where"),
    [
        ("ICLR.cc/2015/Conference", "iclr.cc"),
        ("NeurIPS.cc/2019/Conference", "proceedings.neurips.cc"),
        ("ICML.cc/2021/Conference", "proceedings.mlr.press"),
        ("aistats.org/AISTATS/2024/Conference", "proceedings.mlr.press"),
    ],
)
def test_who_looks_in_vain_is_told_where_the_papers_are(world, client, venue_id, where):
    world({"venues": VENUES})
    with pytest.raises(Missing, match=where):
        venue_group(client.fetch, venue_id)
    world({"venues": VENUES, venue_id: {"id": venue_id, "domain": None}})
    with pytest.raises(Missing, match=where):
        pull(client, venue_id)
