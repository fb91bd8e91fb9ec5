"""What a group stands for, and where a venue keeps its submissions."""

import pytest

from connectors.errors import Missing
from connectors.openreview import (
    Credentials,
    OpenReview,
    near_venues,
    size_request,
    submissions,
    venue_api,
    venue_group,
)
from connectors.openreview.eras import era
from connectors.transport.terms import Terms

V1 = {"id": "Old/2020/Conference", "domain": None, "web": "// js"}
V2 = {
    "id": "New/2025/Conference",
    "domain": "New/2025/Conference",
    "content": {"submission_id": {"value": "New/2025/Conference/-/Paper"}},
}
JOURNAL = {"id": "J", "domain": "J", "content": {"submission_id": {"value": "J/-/Submission"}}}
FOLDER = {"id": "New/2025/Workshop", "domain": "OpenReview.net", "content": {}}
INNER = {"id": "New/2025/Conference/Reviewers", "domain": "New/2025/Conference", "content": {}}
HOLLOW = {"id": "New/2026/Conference", "domain": "New/2026/Conference", "content": {}}
GROUPS = {group["id"]: group for group in (V1, V2, JOURNAL, FOLDER, INNER, HOLLOW)}


@pytest.fixture
def world(script):
    """An OpenReview of the given groups, and notes by the filter that finds them."""

    def made(groups, notes=None):
        def answer(asked):
            query = {key: values[0] for key, values in asked.query.items()}
            if asked.path == "/login":
                return script.reply({"token": "t0ken"})
            if asked.path == "/groups":
                return _group(groups.get(query["id"]))
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


def listings(script):
    """The filters of ``/notes`` that were asked, the first page of each."""
    asked = [one.query for one in script.asked if one.path == "/notes"]
    filters = [{**query} for query in asked if "after" not in query]
    return [query.get("invitation", query.get("content.venueid"))[0] for query in filters]


@pytest.mark.parametrize(("group", "api"), [(V1, 1), (V2, 2), (JOURNAL, 2)])
def test_a_group_tells_the_api_of_its_venue(world, client, group, api):
    world(GROUPS)
    assert venue_api(group["id"], venue_group(client.fetch, group["id"])) == api


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (FOLDER, "only contains venues"),
        (HOLLOW, "only contains venues"),
        (INNER, "belongs to the venue New/2025/Conference"),
    ],
)
def test_a_group_that_is_no_venue_says_what_it_is(world, client, group, words):
    world(GROUPS)
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
        (V1, "v1/notes", "Old/2020/Conference/-/Blind_Submission"),
        (V2, "v2/notes", "New/2025/Conference/-/Paper"),
    ],
)
def test_one_note_is_enough_to_learn_how_many_there_are(world, client, group, endpoint, invitation):
    world(GROUPS, {("invitation", invitation): [{"id": i} for i in "abc"]})
    request = size_request(group["id"], venue_group(client.fetch, group["id"]))
    assert request.endpoint == endpoint
    assert client.fetch(request).json() == {"notes": [{"id": "a"}], "count": 3}


def test_v1_takes_the_public_copies_and_those_who_left(world, client):
    venue = V1["id"]
    notes = {
        ("invitation", f"{venue}/-/Blind_Submission"): [{"id": "a"}],
        ("invitation", f"{venue}/-/Withdrawn_Submission"): [{"id": "b"}],
    }
    script = world(GROUPS, notes)
    assert ids(pull(client, venue)) == ["a", "b"]
    assert [name.rpartition("/")[2] for name in listings(script)] == [
        "Blind_Submission",
        "Withdrawn_Submission",
        "Desk_Rejected_Submission",
    ]


def test_v1_tries_the_older_names_in_their_order(world, client):
    venue = V1["id"]
    script = world(GROUPS, {("invitation", f"{venue}/-/submission"): [{"id": "a"}]})
    assert ids(pull(client, venue)) == ["a"]
    assert [name.rpartition("/")[2] for name in listings(script)][:3] == [
        "Blind_Submission",
        "Submission",
        "submission",
    ]


@pytest.mark.parametrize("venue_id", [V1["id"], V2["id"]])
def test_a_venue_without_public_submissions_is_no_empty_venue(world, client, venue_id):
    world(GROUPS)
    with pytest.raises(Missing, match="shows no submissions"):
        pull(client, venue_id)


@pytest.mark.parametrize(
    ("venue_id", "api", "acceptance"),
    [
        ("ICLR.cc/2018/Conference", 1, "decision_note"),
        ("ICLR.cc/2019/Conference", 1, "meta_review"),
        ("ICLR.cc/2020/Conference", 1, "decision_note"),
        ("ICLR.cc/2021/Conference", 1, "venue"),
        ("ICLR.cc/2022/Conference", 1, "venue"),
        ("ICLR.cc/2023/Conference", 1, "venue"),
        ("ICLR.cc/2026/Conference", 2, "venueid"),
        ("NeurIPS.cc/2021/Conference", 1, "venue"),
        ("NeurIPS.cc/2025/Conference", 2, "venueid"),
        ("ICML.cc/2023/Conference", 2, "venueid"),
        ("colmweb.org/COLM/2024/Conference", 2, "venueid"),
        ("ICLR.cc/2022/Workshop/GTRL", 1, "venue"),
        ("TMLR", 2, "venueid"),
    ],
)
def test_every_venue_has_its_era(venue_id, api, acceptance):
    assert era(venue_id, api).acceptance == acceptance


def test_the_nearest_ids_are_offered(world, client):
    members = [
        "ICLR.cc/2022/Conference",
        "ICLR.cc/2023/Conference",
        "ICLR.cc/2022/Workshop/GTRL",
        "NeurIPS.cc/2022/Conference",
        None,
        7,
    ]
    world({"venues": {"id": "venues", "members": members}})
    near = near_venues(client.fetch, "ICLR.cc/2022/conference")
    assert near[0] == "ICLR.cc/2022/Conference"
    assert near_venues(client.fetch, "iclr 2022", limit=1) == ["ICLR.cc/2022/Conference"]


@pytest.mark.parametrize("members", [[], None])
def test_no_ids_no_offers(world, client, members):
    world({"venues": {"id": "venues", "members": members}})
    assert near_venues(client.fetch, "ICLR 2022") == []
