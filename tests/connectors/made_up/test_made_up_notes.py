"""Notes and groups look as OpenReview's do, era by era."""

import re
from collections import Counter
from typing import Any

import pytest

from connectors.standin.corpus import Corpus
from connectors.standin.made_up.eras import ERA_VENUES
from connectors.standin.made_up.notes import PLANTED_DOMAIN
from connectors.standin.made_up.venues import LANTERN, QUILL, SMALL_LIGHTS, THIMBLE, VENUES, Venue

Json = dict[str, Any]
Forums = dict[str, list[Json]]

V2_STATES = {
    "": "accepted",
    "/Rejected_Submission": "rejected",
    "/Withdrawn_Submission": "withdrawn",
    "/Desk_Rejected_Submission": "desk_rejected",
    "/Submission": "under_review",
}


def invitation(note: Json) -> str:
    return str(note.get("invitation") or note["invitations"][0])


def plain(note: Json) -> Json:
    content = note.get("content", {})
    return {k: v["value"] if isinstance(v, dict) else v for k, v in content.items()}


def readable(note: Json) -> bool:
    return isinstance(plain(note).get("title"), str)


@pytest.fixture(scope="session")
def corpus(main: Corpus) -> Corpus:
    return main


@pytest.fixture(scope="session")
def submissions(corpus: Corpus) -> Forums:
    found: Forums = {venue.id: [] for venue in VENUES}
    for note in corpus.notes_v1 + corpus.notes_v2:
        if note["id"] == note["forum"]:
            found[invitation(note).partition("/-/")[0]].append(note)
    return found


@pytest.fixture(scope="session")
def replies(corpus: Corpus) -> Forums:
    found: Forums = {}
    for note in corpus.notes_v1 + corpus.notes_v2:
        if note["id"] != note["forum"]:
            found.setdefault(note["forum"], []).append(note)
    return found


def test_the_two_main_venues_have_900_submissions_and_300_accepted_papers() -> None:
    assert LANTERN.submitted + QUILL.submitted == 900
    assert LANTERN.accepted + QUILL.accepted == 300


def test_venueid_tells_the_state_in_api_v2(submissions: Forums) -> None:
    told = Counter(
        V2_STATES[plain(note)["venueid"].removeprefix(LANTERN.id)]
        for note in submissions[LANTERN.id]
        if readable(note)
    )
    assert told == {"accepted": LANTERN.accepted, **LANTERN.others}


def test_venue_tells_the_tier_in_api_v2(submissions: Forums) -> None:
    told = Counter(plain(note)["venue"] for note in submissions[LANTERN.id] if readable(note))
    for tier, count in LANTERN.tiers.items():
        assert told[f"LANTERN 2025 {tier}"] == count
    assert told["Submitted to LANTERN 2025"] == LANTERN.others["rejected"]


def test_in_api_v1_only_venue_tells_acceptance_for_rejected_papers_carry_the_venueid_too(
    submissions: Forums,
) -> None:
    notes = [plain(note) for note in submissions[QUILL.id] if readable(note)]
    told = Counter(note["venue"] for note in notes)
    assert told == {
        "QUILL 2021 Oral": QUILL.tiers["oral"],
        "QUILL 2021 Spotlight": QUILL.tiers["spotlight"],
        "QUILL 2021 Poster": QUILL.tiers["poster"],
        "QUILL 2021 Submitted": QUILL.others["rejected"],
        "": QUILL.others["withdrawn"] + QUILL.others["desk_rejected"],
    }
    bare = sum(note["venueid"] == QUILL.id for note in notes)
    assert bare == QUILL.accepted + QUILL.others["rejected"]


def test_in_api_v1_those_that_left_have_invitations_of_their_own(submissions: Forums) -> None:
    names = Counter(
        invitation(note).rpartition("/")[2] for note in submissions[QUILL.id] if readable(note)
    )
    assert names == {
        "Blind_Submission": QUILL.accepted + QUILL.others["rejected"],
        "Withdrawn_Submission": QUILL.others["withdrawn"],
        "Desk_Rejected_Submission": QUILL.others["desk_rejected"],
    }


def test_in_2020_only_decision_notes_tell_acceptance(submissions: Forums, replies: Forums) -> None:
    decisions: Counter[str] = Counter()
    for note in submissions[THIMBLE.id]:
        assert not {"venue", "venueid"} & note["content"].keys()
        (decision,) = (r for r in replies[note["id"]] if r["content"].get("decision"))
        assert decision["invitation"] == f"{THIMBLE.id}/Paper{note['number']}/-/Decision"
        decisions[decision["content"]["decision"]] += 1
    assert decisions == {
        "Accept (Talk)": 2,
        "Accept (Spotlight)": 3,
        "Accept (Poster)": 7,
        "Reject": 19,
    }


def test_a_venue_under_review_has_neither_decisions_nor_accepted_papers(
    submissions: Forums, replies: Forums
) -> None:
    notes = submissions[SMALL_LIGHTS.id]
    assert len(notes) == SMALL_LIGHTS.submitted
    assert {plain(note)["venueid"] for note in notes} == {f"{SMALL_LIGHTS.id}/Submission"}
    assert not any(note["id"] in replies for note in notes)
    assert all("authorids" not in plain(note) for note in notes)
    assert all(plain(note)["authors"][0]["fullname"] for note in notes)


@pytest.mark.parametrize("venue", [LANTERN, QUILL], ids=lambda venue: venue.short)
def test_one_note_of_each_main_venue_cannot_be_read(venue: Venue, submissions: Forums) -> None:
    assert sum(not readable(note) for note in submissions[venue.id]) == 1


@pytest.mark.parametrize("venue", [LANTERN, QUILL], ids=lambda venue: venue.short)
def test_one_accepted_paper_has_no_authors_and_its_keywords_in_one_string(
    venue: Venue, submissions: Forums
) -> None:
    odd = [n for n in map(plain, submissions[venue.id]) if isinstance(n.get("keywords"), str)]
    assert len(odd) == 1
    assert "authors" not in odd[0]
    assert "; " in odd[0]["keywords"]


@pytest.mark.parametrize("venue", [LANTERN, QUILL], ids=lambda venue: venue.short)
def test_addresses_are_planted_among_author_ids_and_as_signatures_of_reviewers(
    venue: Venue, submissions: Forums, replies: Forums
) -> None:
    forums = [
        note["id"]
        for note in submissions[venue.id]
        if any(PLANTED_DOMAIN in author for author in plain(note).get("authorids", []))
    ]
    assert len(forums) == 1
    assert any(PLANTED_DOMAIN in reply["signatures"][0] for reply in replies[forums[0]])


def test_scores_are_words_in_api_v1_and_numbers_in_api_v2(corpus: Corpus) -> None:
    old = [plain(n)["rating"] for n in corpus.notes_v1 if "rating" in n.get("content", {})]
    new = [plain(n)["rating"] for n in corpus.notes_v2 if "rating" in n["content"]]
    assert "8: accept, good paper" in old
    assert all(re.fullmatch(r"(10|[1-8]): .+", rating) for rating in old)
    assert set(new) == {1, 3, 5, 6, 8, 10}


def test_reviewers_are_anonymous_but_for_the_planted_ones(corpus: Corpus) -> None:
    signatures = [
        note["signatures"][0]
        for note in corpus.notes_v1 + corpus.notes_v2
        if invitation(note).endswith("Official_Review")
    ]
    assert len(signatures) > 2000
    named = [s for s in signatures if not re.search(r"/(Paper|Submission)\d+/Reviewer_", s)]
    assert all(s.endswith(f"@{PLANTED_DOMAIN}") for s in named)


def test_ids_are_unique_and_shaped_as_their_version_shapes_them(corpus: Corpus) -> None:
    v1 = [note["id"] for note in corpus.notes_v1]
    v2 = [note["id"] for note in corpus.notes_v2]
    assert len({*v1, *v2}) == len(v1) + len(v2)
    assert all(re.fullmatch(r"[\w-]{11}", id_) for id_ in v1)
    assert all(re.fullmatch(r"[0-9A-Za-z]{10}", id_) for id_ in v2)


def test_notes_have_the_fields_of_their_version(corpus: Corpus) -> None:
    for note in corpus.notes_v2:
        assert note["version"] == 2
        assert note["domain"] in {venue.id for venue in VENUES}
        assert ("replyto" in note) == (note["id"] != note["forum"])
        assert all(field.keys() == {"value"} for field in note["content"].values())
    for note in corpus.notes_v1:
        assert not {"invitations", "domain", "version"} & note.keys()
        assert (note["replyto"] is None) == (note["id"] == note["forum"])


def test_notes_come_in_the_order_of_events(corpus: Corpus) -> None:
    for note in corpus.notes_v1 + corpus.notes_v2:
        assert note["tcdate"] <= note["tmdate"]
        if note["id"] == note["forum"]:
            assert note["tcdate"] < note["odate"]
            assert note.get("pdate") is None or note["tcdate"] < note["pdate"]


def test_groups_tell_v2_venues_from_v1_venues_and_containers(corpus: Corpus) -> None:
    groups = {group["id"]: group for group in corpus.groups}
    for venue in VENUES:
        group = groups[venue.id]
        if venue.era == "v2":
            assert group["domain"] == venue.id
            assert group["content"]["submission_id"]["value"] == f"{venue.id}/-/Submission"
        else:
            assert (group["domain"], group["content"]) == (None, None)
            assert f"title: '{venue.short}'" in group["web"]
        for above in (venue.id.rsplit("/", n)[0] for n in range(1, venue.id.count("/") + 1)):
            assert (groups[above]["domain"], groups[above]["content"]) == ("OpenReview.net", {})


def test_start_dates_are_words_or_milliseconds(corpus: Corpus) -> None:
    content = {group["id"]: group["content"] for group in corpus.groups}
    assert content[LANTERN.id]["start_date"] == {"value": "May 19 2025"}
    assert content[SMALL_LIGHTS.id]["start_date"] == {"value": 1_810_944_000_000}


def test_the_lists_of_venues_are_complete(corpus: Corpus) -> None:
    members = {group["id"]: group["members"] for group in corpus.groups}
    every = (*VENUES, *ERA_VENUES)
    assert members["venues"] == [venue.id for venue in every]
    assert members["active_venues"][0] == SMALL_LIGHTS.id
    assert members["host"] == sorted({venue.host for venue in every})
    assert {"Lanterns.example", "Quill.example", "Thimble.example"} < set(members["host"])
    assert "tidemark.example/TIDEMARK" in members["host"]
