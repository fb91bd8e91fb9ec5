"""Every row of the table of eras, tried on a made-up venue of its kind that goes by a real id."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from connectors.openreview import (
    ERAS,
    Changes,
    Credentials,
    OpenReview,
    changed,
    classify,
    era,
    listed_notes,
    relist,
    submissions,
    venue_api,
    venue_group,
    what_changed,
)
from connectors.page import Fetch
from connectors.standin.made_up.dice import dice
from connectors.standin.made_up.eras import ERA_VENUES, Fate
from connectors.standin.made_up.venues import Venue
from connectors.standin.made_up.world import served, world
from connectors.standin.server import StandIn, serve
from tests.connectors.era_cases import CASES, ROWS, Case


@dataclass(frozen=True)
class Served:
    standin: StandIn
    fetch: Fetch
    fates: list[Fate]

    def asked(self) -> list[str]:
        paths = [line["path"].rpartition("/")[2] for line in self.standin.journal()]
        return sorted(path for path in paths if path != "login")


@pytest.fixture(scope="module")
def openreview() -> Iterator[Served]:
    """One stand-in with the venues of all cases, and one client that is logged in."""
    corpus, fates = served(world())
    with serve(case.corpus(corpus) for case in CASES) as standin:
        who = Credentials(standin.urls.username, standin.urls.password)
        urls = {"v1_url": standin.openreview_v1, "v2_url": standin.openreview_v2}
        yield Served(standin, OpenReview(who, **urls, interval=0).fetch, fates)


def test_every_row_has_a_case_and_every_case_its_row() -> None:
    assert {(row.name, row.api) for row in ERAS} == ROWS.keys()
    for case in CASES:
        assert era(case.real, case.api).name == case.row, case.real  # type: ignore[arg-type]


def test_every_note_of_the_small_venues_is_served_under_an_id_of_its_own() -> None:
    assert max(case.turn for case in CASES) < 10, "as many turns as an id has letters"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.real)
def test_a_venue_of_the_row_is_listed_whole_in_few_requests_with_its_evidence(
    openreview: Served, case: Case
) -> None:
    mine = {case.turned(f.forum_id): f for f in openreview.fates if f.venue_id == case.own}
    openreview.standin.clear()
    group = venue_group(openreview.fetch, case.real)
    assert venue_api(case.real, group) == case.api
    pages = submissions(openreview.fetch, case.real, group)
    listed = {note["id"]: note for note in listed_notes(pages)}
    assert listed.keys() == mine.keys()
    assert openreview.asked() == ["groups", *["notes"] * case.listings]

    row = era(case.real, venue_api(case.real, group))
    for forum_id, fate in mine.items():
        if fate.evidence and row.evidence:
            assert fate.evidence in row.evidence
            assert _has(listed[forum_id], fate.evidence), (fate, listed[forum_id])


def _has(note: Mapping[str, Any], evidence: str) -> bool:
    """Whether a listed note brings this evidence along."""
    if evidence == "submission":
        return "decision" in note["content"]
    if evidence in ("venueid", "venue"):
        return evidence in note["content"]
    replies = note["details"]["directReplies"]
    forms = [name for reply in replies for name in _forms(reply)]
    wanted = "meta_review" if evidence == "meta_review" else "decision|acceptance"
    return any(re.search(rf"({wanted})$", form, re.I) for form in forms)


def _forms(note: Mapping[str, Any]) -> list[str]:
    return list(note.get("invitations") or [note["invitation"]])


@pytest.mark.parametrize("venue", ERA_VENUES, ids=lambda venue: venue.id)
def test_every_kind_of_venue_is_listed_again_and_only_its_changes_fetched(
    openreview: Served, venue: Venue
) -> None:
    case = next(case for case in CASES if case.own == venue.id)
    fetch, group = openreview.fetch, venue_group(openreview.fetch, case.real)
    whole = listed_notes(submissions(fetch, case.real, group))
    known = {note["id"]: note["tmdate"] for note in whole}
    touched = set(dice("touched").sample(sorted(known), 3))
    before = {id_: at - (id_ in touched) for id_, at in known.items()}
    openreview.standin.clear()

    pages = list(relist(fetch, case.real, group))
    changes = what_changed(before, listed_notes(pages))
    assert changes == Changes(changed=frozenset(touched))
    fetched = {note["id"] for note in listed_notes(changed(fetch, pages, changes.all))}
    assert touched <= fetched
    assert len(openreview.asked()) <= case.listings + 3


def test_a_journal_is_known_from_a_conference(openreview: Served) -> None:
    kinds = {c: classify(c.real, venue_group(openreview.fetch, c.real)) for c in CASES}
    assert {c.real for c, kind in kinds.items() if kind == "journal"} == {
        "TMLR", "Fathom.example",
    }  # fmt: skip
    assert all(kinds[case] == "v1" for case in CASES if case.api == 1)
