"""The notes of the stand-in's small venues, read without a service in between."""

from collections import defaultdict

import pytest

from connectors.standin import made_up
from connectors.standin.made_up.eras import ERA_VENUES
from connectors.standin.made_up.eras.v2 import NOSY
from connectors.standin.made_up.notes import PLANTED_DOMAIN
from warehouse.normalise.submissions import normalise_submissions

IDS = [venue.id for venue in ERA_VENUES]


@pytest.fixture(scope="module")
def fates():
    """By venue and forum."""
    found = defaultdict(dict)
    for fate in made_up.fates():
        found[fate.venue_id][fate.forum_id] = fate
    return found


@pytest.fixture(scope="module")
def read(page, fates):
    """What the venues become: all replies as notes of their own, half of the notes a page."""
    corpus = made_up.corpus()
    groups = {group["id"]: group for group in corpus.groups}
    forums = {
        forum: (venue_id, api)
        for venue_id, fated in fates.items()
        for forum in fated
        for api in (1, 2)
    }
    notes = defaultdict(list)
    for api, made in ((1, corpus.notes_v1), (2, corpus.notes_v2)):
        for note in made:
            if note["forum"] in forums:
                notes[forums[note["forum"]][0], api].append(note)

    def pages(venue_id):
        yield page({"groups": [groups[venue_id]]}, endpoint="v2/groups")
        for api in (1, 2):
            for half in (notes[venue_id, api][::2], notes[venue_id, api][1::2]):
                if half:
                    yield page({"notes": half}, endpoint=f"v{api}/notes")

    return {venue_id: normalise_submissions(venue_id, list(pages(venue_id))) for venue_id in IDS}


@pytest.mark.parametrize("venue_id", IDS)
def test_every_forum_meets_its_fate(read, fates, venue_id):
    papers = {row["paper_id"]: row for row in read[venue_id].papers.to_pylist()}
    rejects = {row["record_id"]: row["reason"] for row in read[venue_id].rejects.to_pylist()}
    repeated = {f: fate.same_as for f, fate in fates[venue_id].items() if fate.same_as}
    here = {f: kept for f, kept in repeated.items() if kept in fates[venue_id]}
    assert rejects == {forum: f"duplicate of {kept}" for forum, kept in here.items()}
    assert set(papers) == set(fates[venue_id]) - set(here)
    for forum, row in papers.items():
        fate = fates[venue_id][forum]
        assert (row["state"], row["tier"]) == (fate.state, fate.tier)
        assert fate.evidence in (None, row["decision_source"])


@pytest.mark.parametrize("venue_id", IDS)
def test_nobody_is_exposed(read, venue_id):
    found = read[venue_id]
    for table in (found.papers, found.authorships, found.reviews, found.rejects):
        written = str(table.to_pylist())
        assert PLANTED_DOMAIN not in written
        assert NOSY not in written
