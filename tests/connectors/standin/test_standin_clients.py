"""The clients of openreview-py work against the stand-in as they are."""

import socket
from typing import Any

import pytest

from connectors.standin.server import StandIn

VENUE = "Tiny.org/2024/Conference"
OLD_VENUE = "Tiny.org/2021/Conference"


@pytest.fixture(scope="module")
def openreview() -> Any:
    return pytest.importorskip("openreview")


@pytest.fixture
def v2(openreview: Any, standin: StandIn) -> Any:
    return openreview.api.OpenReviewClient(standin.openreview_v2, "reader@tiny.test", "sesame")


@pytest.fixture
def v1(openreview: Any, standin: StandIn, v2: Any) -> Any:
    return openreview.Client(standin.openreview_v1, token=v2.token)


def test_v2_logs_in(v2: Any) -> None:
    assert v2.profile.id == "~Stand_In1"
    assert v2.user["id"] == "reader@tiny.test"


def test_v1_logs_in_at_v2_where_it_is_told_to(
    openreview: Any, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What OPENREVIEW_API_V2_URL does when set before the import.
    monkeypatch.setattr(openreview.tools, "LOCAL_API_V2", standin.openreview_v2)
    standin.clear()
    client = openreview.Client(standin.openreview_v1, "reader@tiny.test", "sesame")
    assert client.token
    assert [entry["path"] for entry in standin.journal()] == ["/openreview/v2/login"]


def test_v1_logs_in_at_v1_when_it_finds_no_v2(
    openreview: Any, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
    monkeypatch.setattr(openreview.tools, "LOCAL_API_V2", nobody)
    standin.clear()
    assert openreview.Client(standin.openreview_v1, "reader@tiny.test", "sesame").token
    assert [entry["path"] for entry in standin.journal()] == ["/openreview/v1/login"]


def test_one_token_serves_both(v1: Any) -> None:
    assert v1.profile.id == "~Stand_In1"
    assert v1.get_note("old_Paper1").content["title"] == "Old paper old_Paper1"


def test_wrong_password(openreview: Any, standin: StandIn) -> None:
    with pytest.raises(openreview.OpenReviewException) as refusal:
        openreview.api.OpenReviewClient(standin.openreview_v2, "reader@tiny.test", "wrong")
    assert refusal.value.args[0]["status"] == 400


def test_guests_meet_the_challenge(openreview: Any, standin: StandIn) -> None:
    guest = openreview.api.OpenReviewClient(standin.openreview_v2)
    with pytest.raises(openreview.OpenReviewException) as refusal:
        guest.get_note("bAccepted1")
    assert refusal.value.args[0]["name"] == "ChallengeRequiredError"
    assert guest.get_group(VENUE).id == VENUE


def test_groups(openreview: Any, v1: Any, v2: Any) -> None:
    assert v2.get_group(VENUE).content["title"]["value"] == "Tiny"
    assert v1.get_group(OLD_VENUE).id == OLD_VENUE
    assert {group.id for group in v2.get_all_groups(prefix="Tiny.org/2024")} == {
        VENUE,
        "Tiny.org/2024",
    }
    assert [group.id for group in v1.get_all_groups(parent="Tiny.org/2021")] == [OLD_VENUE]
    assert openreview.tools.get_all_venues(v2) == ["Tiny.org"]
    assert openreview.tools.get_group(v2, "Nobody.org") is None


def test_notes(openreview: Any, v1: Any, v2: Any) -> None:
    assert v2.get_note("bAccepted1").number == 1
    assert {note.id for note in v2.get_notes(forum="bAccepted1")} == {
        "bAccepted1",
        "decision01",
        "review0001",
        "answer0001",
    }
    assert v1.get_notes(invitation=f"{OLD_VENUE}/Paper1/-/Decision")[0].replyto == "old_Paper1"
    assert openreview.tools.get_note(v2, "nobody") is None


def test_all_notes_with_filter_and_details(v1: Any, v2: Any) -> None:
    notes = v2.get_all_notes(content={"venueid": VENUE}, details="replies,directReplies")
    assert [note.id for note in notes] == ["aAccepted2", "aSecretFld", "bAccepted1"]
    replies = notes[2].details["replies"]
    assert {reply["id"] for reply in replies} == {"decision01", "review0001", "answer0001"}
    assert len(notes[2].details["directReplies"]) == 2
    old = v1.get_all_notes(invitation=f"{OLD_VENUE}/-/Blind_Submission", details="directReplies")
    assert {note.id: len(note.details["directReplies"]) for note in old} == {
        "old-Paper2": 0,
        "old_Paper1": 1,
    }


def test_profiles(openreview: Any, v1: Any, v2: Any) -> None:
    for client in (v1, v2):
        assert client.get_profile("~Ann_Alder1").content["names"][0]["fullname"] == "Ann Alder"
        found = client.search_profiles(ids=["~Ann_Alder1", "~Cy_Cedar1", "~No_Body1"])
        assert [profile.id for profile in found] == ["~Ann_Alder1", "~Cy_Cedar1"]
        assert client.search_profiles(emails=["a@tiny.test"]) == {}
        assert client.get_tildeusername("Ann Alder")["username"] == "~Ann_Alder2"
    assert [profile.id for profile in v2.search_profiles(first="Bo", last="Birch")] == [
        "~Bo_Birch1"
    ]
    assert openreview.tools.get_profile(v2, "~No_Body1") is None


def test_the_rest(v1: Any, v2: Any) -> None:
    assert v2.get_invitation(f"{VENUE}/-/Submission").id == f"{VENUE}/-/Submission"
    assert v1.get_invitation(f"{OLD_VENUE}/-/Blind_Submission").id.endswith("Blind_Submission")
    assert v2.get_venues(ids=[VENUE])[0]["id"] == VENUE
    assert {note.id for note in v2.search_notes("graphs")} >= {"bAccepted1"}
    assert [note.id for note in v2.get_notes_by_ids(["aAccepted2"])] == ["aAccepted2"]
    assert v2.get_note_edits("bAccepted1") == []
    assert v1.get_all_references(referent="old_Paper1") == []
