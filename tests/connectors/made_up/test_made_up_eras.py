"""The small venues: each records acceptance as its era did, and their fates tell the truth."""

import re
from collections import Counter
from typing import Any

import pytest

from connectors.standin import made_up
from connectors.standin.corpus import Corpus
from connectors.standin.made_up import Fate
from connectors.standin.made_up.eras import ERA_VENUES
from connectors.standin.made_up.eras.v2 import NOSY
from connectors.standin.made_up.notes import PLANTED_DOMAIN
from connectors.standin.made_up.venues import Venue

Json = dict[str, Any]
Forum = list[Json]

TALLOW_13, TALLOW_14, TALLOW_17, TALLOW_17_W = (f"Tallow.example/{rest}" for rest in (
    "2013/conference", "2014/conference", "2017/conference", "2017/workshop",
))  # fmt: skip
WICKET_18, WICKET_19 = "Wicket.example/2018/Conference", "Wicket.example/2019/Conference"
SMALL_HOURS = "Wicket.example/2022/Workshop/Small_Hours"
BURROW = "Burrow.example/2021/Conference"
LEFT = "Lagoon.example/2025/Workshop/Night_Tide-2"
PEOPLE = "Lagoon.example/2026/Conference"
JOURNAL = "Fathom.example"


@pytest.fixture(scope="session")
def fates() -> dict[str, Fate]:
    return {fate.forum_id: fate for fate in made_up.fates()}


@pytest.fixture(scope="session")
def forums(corpus: Corpus, fates: dict[str, Fate]) -> dict[str, dict[str, Forum]]:
    """By venue and forum: the submission's own note, then the replies."""
    found: dict[str, dict[str, Forum]] = {venue.id: {} for venue in ERA_VENUES}
    for note in corpus.notes_v1 + corpus.notes_v2:
        if note["forum"] in fates:
            found[fates[note["forum"]].venue_id].setdefault(note["forum"], []).append(note)
    for venue in found.values():
        for notes in venue.values():
            notes.sort(key=lambda note: note["id"] != note["forum"])
    return found


def plain(note: Json) -> Json:
    return {k: v["value"] if isinstance(v, dict) else v for k, v in note["content"].items()}


def form(note: Json) -> str:
    return str(note.get("invitation") or note["invitations"][0])


def own(forums: dict[str, Forum]) -> list[Json]:
    return [plain(notes[0]) for notes in forums.values()]


@pytest.mark.parametrize("venue", ERA_VENUES, ids=lambda venue: venue.id)
def test_each_venue_is_small_and_its_fates_are_those_announced(
    venue: Venue, fates: dict[str, Fate], forums: dict[str, dict[str, Forum]]
) -> None:
    mine = [fate for fate in fates.values() if fate.venue_id == venue.id]
    first = [fate for fate in mine if not _is_twin(fate, fates)]
    assert 10 <= len(mine) <= 26
    wanted = dict(venue.others) | ({"accepted": venue.accepted} if venue.tiers else {})
    assert Counter(fate.state for fate in first) == wanted
    tiers = {tier: count for tier, count in venue.tiers.items() if tier}
    assert Counter(fate.tier for fate in first if fate.tier) == tiers
    assert forums[venue.id].keys() == {fate.forum_id for fate in mine}


def _is_twin(fate: Fate, fates: dict[str, Fate]) -> bool:
    return fate.same_as is not None and fates[fate.same_as].venue_id == fate.venue_id


def test_semantic_scholar_knows_no_paper_of_the_small_venues(
    corpus: Corpus, forums: dict[str, dict[str, Forum]]
) -> None:
    titles = {note["title"] for venue in forums.values() for note in own(venue)}
    assert not titles & {record["title"] for record in corpus.papers}


def test_in_2013_the_submission_says_the_decision_in_words_of_form_and_track(
    forums: dict[str, dict[str, Forum]], fates: dict[str, Fate]
) -> None:
    said = {id_: plain(notes[0])["decision"] for id_, notes in forums[TALLOW_13].items()}
    for id_, decision in said.items():
        assert (fates[id_].state == "accepted") == decision.endswith("2013-conference")
    assert "reject" in said.values()
    assert any(decision.endswith("2013-workshop") for decision in said.values())


@pytest.mark.parametrize("venue", [TALLOW_14, "Wicket.example/2023/TinyPapers"])
def test_some_venues_never_said_what_became_of_their_papers(
    venue: str, forums: dict[str, dict[str, Forum]]
) -> None:
    for own_note, *replies in forums[venue].values():
        assert not replies
        assert plain(own_note).get("venue", "Submitted to").startswith("Submitted to")


def test_in_2017_small_letters_name_the_forms_and_authors_may_be_one_string(
    forums: dict[str, dict[str, Forum]],
) -> None:
    notes = [note for forum in forums[TALLOW_17].values() for note in forum]
    names = {re.sub(r"\d+", "N", form(note).removeprefix(TALLOW_17)) for note in notes}
    assert names == {
        "/-/submission", "/-/paperN/acceptance", "/-/paperN/official/review",
    }  # fmt: skip
    assert {type(note["authors"]) for note in own(forums[TALLOW_17])} == {str, list}
    texts = {note["venue"] for note in own(forums[TALLOW_17])}
    assert "TALLOW 2017 Invite to Workshop" in texts


def test_two_papers_are_turned_down_at_the_conference_and_accepted_at_its_workshop(
    forums: dict[str, dict[str, Forum]], fates: dict[str, Fate]
) -> None:
    again = [f for f in fates.values() if f.venue_id == TALLOW_17_W and f.same_as]
    assert len(again) == 2
    for fate in again:
        before = plain(forums[TALLOW_17][str(fate.same_as)][0])
        assert before["title"] == plain(forums[TALLOW_17_W][fate.forum_id][0])["title"]


def test_in_2018_decisions_have_a_form_of_their_own_and_some_invite_to_the_workshop(
    forums: dict[str, dict[str, Forum]], fates: dict[str, Fate]
) -> None:
    said: Counter[str] = Counter()
    for id_, (own_note, *replies) in forums[WICKET_18].items():
        assert not {"venue", "venueid"} & plain(own_note).keys()
        decided = [n for n in replies if form(n) == f"{WICKET_18}/-/Acceptance_Decision"]
        assert bool(decided) == (fates[id_].state in {"accepted", "rejected"})
        said.update(plain(note)["decision"] for note in decided)
    assert said.keys() == {
        "Accept (Oral)", "Accept (Poster)", "Reject", "Invite to Workshop Track",
    }  # fmt: skip


def test_in_2018_who_withdrew_left_a_blind_copy_with_the_same_pdf(
    forums: dict[str, dict[str, Forum]], fates: dict[str, Fate]
) -> None:
    copies = [f for f in fates.values() if f.venue_id == WICKET_18 and f.same_as]
    assert len(copies) == 2
    for copy in copies:
        blind = forums[WICKET_18][copy.forum_id][0]
        left = forums[WICKET_18][str(copy.same_as)][0]
        assert form(blind).endswith("Blind_Submission")
        assert form(left).endswith("Withdrawn_Submission")
        assert plain(blind)["pdf"] == plain(left)["pdf"]


def test_in_2019_the_meta_review_recommends_and_reviews_rate(
    forums: dict[str, dict[str, Forum]],
) -> None:
    replies = [note for _, *replies in forums[WICKET_19].values() for note in replies]
    meta = [plain(note) for note in replies if form(note).endswith("Meta_Review")]
    assert {note["recommendation"] for note in meta} == {
        "Accept (Oral)", "Accept (Poster)", "Reject",
    }  # fmt: skip
    assert not any("decision" in plain(note) for note in replies)
    assert any("rating" in plain(note) for note in replies)


def test_texts_are_spelt_in_many_ways_and_one_contradicts_its_form(
    forums: dict[str, dict[str, Forum]], fates: dict[str, Fate]
) -> None:
    texts = Counter(note["venue"] for note in own(forums[BURROW]))
    assert len(texts) >= 18
    assert {"BURROW 2021 Poster ", "BURROW2021 oral", "BURROW 2021 Not Accept"} <= texts.keys()
    odd = [
        id_
        for id_, (note, *_) in forums[BURROW].items()
        if form(note).endswith("Withdrawn_Submission") and plain(note)["venue"]
    ]
    assert [fates[id_].state for id_ in odd] == ["withdrawn"]
    empty = [note for note in own(forums[BURROW]) if note["venue"] == ""]
    assert all(note["venueid"] == "" for note in empty)


def test_two_accepted_papers_have_two_forums_at_the_same_venue(
    forums: dict[str, dict[str, Forum]], fates: dict[str, Fate]
) -> None:
    twins = [f for f in fates.values() if f.venue_id == BURROW and f.same_as]
    assert [f.state for f in twins] == ["accepted", "accepted"]
    for twin in twins:
        first, second = forums[BURROW][str(twin.same_as)][0], forums[BURROW][twin.forum_id][0]
        assert first["content"] == second["content"]
        assert first["number"] != second["number"]


@pytest.mark.parametrize(
    ("venue", "suffix"), [(SMALL_HOURS, ""), (LEFT, "/Submission")], ids=["v1", "v2"]
)
def test_at_workshops_the_status_tells_nothing_and_decisions_all(
    venue: str, suffix: str, forums: dict[str, dict[str, Forum]], fates: dict[str, Fate]
) -> None:
    assert {note["venueid"] for note in own(forums[venue])} == {venue + suffix}
    decisions = {
        (fates[id_].state, plain(reply)["decision"])
        for id_, (_, *replies) in forums[venue].items()
        for reply in replies
        if "decision" in reply["content"]
    }
    assert ("rejected", "Not Accept") in decisions
    assert any(state == "accepted" and "onditional" in text for state, text in decisions)


def test_at_a_journal_states_have_names_of_their_own_and_years_pass(
    forums: dict[str, dict[str, Forum]], fates: dict[str, Fate]
) -> None:
    status = Counter(note["venueid"].removeprefix(JOURNAL) for note in own(forums[JOURNAL]))
    assert status == {
        "": 11, "/Rejected": 4, "/Under_Review": 2, "/Decision_Pending": 2,
        "/Withdrawn_Submission": 2, "/Retracted_Acceptance": 1, "/Desk_Rejected": 1,
    }  # fmt: skip
    accepted = [notes[0] for id_, notes in forums[JOURNAL].items() if fates[id_].evidence]
    years = {note["pdate"] // 31_556_952_000 for note in accepted}
    assert len(years) >= 3
    advice = [n for _, *rest in forums[JOURNAL].values() for n in rest]
    assert any("decision_recommendation" in note["content"] for note in advice)


def test_authors_are_objects_of_whom_some_have_no_profile(
    forums: dict[str, dict[str, Forum]],
) -> None:
    people = [author for note in own(forums[PEOPLE]) for author in note["authors"]]
    names = [author.get("username", "") for author in people]
    assert all("authorids" not in note for note in own(forums[PEOPLE]))
    assert "" in names
    assert any(name.endswith(PLANTED_DOMAIN) for name in names)
    assert any(name.startswith("https://dblp.org/") for name in names)
    assert sum(name.startswith("~") for name in names) > len(names) / 2


def test_summaries_stand_under_four_names_and_keywords_in_four_shapes(
    forums: dict[str, dict[str, Forum]],
) -> None:
    notes = [note for venue in forums.values() for note in own(venue)]
    names = {"TL;DR", "TLDR", "one-sentence_summary", "one_sentence_summary"}
    assert all(any(name in note for note in notes) for name in names)
    shapes = {_shape(note.get("keywords")) for note in notes}
    assert shapes == {"none", "empty", "list", "one in a list", "string; ", "string, "}


def _shape(keywords: Any) -> str:
    if isinstance(keywords, str):
        return "string; " if ";" in keywords else "string, "
    if keywords is None:
        return "none"
    return {0: "empty", 1: "one in a list"}.get(len(keywords), "list")


def test_start_dates_are_words_milliseconds_open_or_missing(corpus: Corpus) -> None:
    content = {g["id"]: g["content"] for g in corpus.groups if g["id"] in _ids() and g["content"]}
    dates = {id_: said.get("start_date", {}).get("value") for id_, said in content.items()}
    assert {type(date) for date in dates.values()} == {str, int, type(None)}
    assert {"TBD", "", "May 07 2024"} <= {*dates.values()}
    old = "".join(g["web"] for g in corpus.groups if g["id"] in _ids() and g.get("web"))
    assert all(f"date: '{written}'" in old for written in ("May 2 - 4, 2013", "TBD", ""))


def _ids() -> set[str]:
    return {venue.id for venue in ERA_VENUES}


def test_replies_come_in_any_order(corpus: Corpus, fates: dict[str, Fate]) -> None:
    notes = [n for n in corpus.notes_v1 + corpus.notes_v2 if n["forum"] in fates]
    firsts = {note["forum"]: note for note in reversed(notes)}
    share = sum(note["id"] == id_ for id_, note in firsts.items()) / len(firsts)
    assert 0.2 < share < 0.8


def test_originals_of_blind_copies_are_there_and_nobody_may_read_them(corpus: Corpus) -> None:
    hidden = [n for n in corpus.notes_v1 if "everyone" not in n["readers"]]
    shown = {note.get("original") for note in corpus.notes_v1}
    assert len(hidden) >= 10
    assert all(note["id"] in shown for note in hidden)


def test_a_name_and_an_address_are_planted_where_none_belongs(
    forums: dict[str, dict[str, Forum]],
) -> None:
    notes = [note for venue in forums.values() for forum in venue.values() for note in forum]
    assert any(NOSY in note["signatures"] for note in notes)
    assert any(PLANTED_DOMAIN in str(note["content"].get("authorids")) for note in notes)
    assert any(PLANTED_DOMAIN in str(note["content"].get("author_emails")) for note in notes)
