"""A small made-up venue of every era, from the service to its papers."""

from pathlib import Path

import pytest

from connectors.standin import made_up
from connectors.standin.made_up.eras import ERA_VENUES, Fate
from connectors.standin.made_up.notes import PLANTED_DOMAIN
from flows.run import Job
from flows.settings import Settings
from tests.flows.world import track
from warehouse.store import read_table, read_venue


@pytest.fixture(scope="module")
def fates() -> dict[str, dict[str, Fate]]:
    """What became of each forum, by venue."""
    found: dict[str, dict[str, Fate]] = {}
    for fate in made_up.fates():
        found.setdefault(fate.venue_id, {})[fate.forum_id] = fate
    return found


@pytest.mark.parametrize("venue_id", [venue.id for venue in ERA_VENUES])
def test_papers_are_in_the_states_that_their_notes_tell(
    venue_id: str, fates: dict[str, dict[str, Fate]], settings: Settings, tmp_path: Path
) -> None:
    track(Job(venue_id, tmp_path, citers=False, max_requests=200), settings)

    papers = {p["paper_id"]: p for p in read_table(tmp_path, "papers", venue_id).to_pylist()}
    for forum, fate in fates[venue_id].items():
        if fate.same_as is None:
            assert papers[forum]["state"] == fate.state, forum
            assert papers[forum]["tier"] == fate.tier, forum
            if fate.evidence:
                assert papers[forum]["decision_source"] == fate.evidence, forum
    for name, table in read_venue(tmp_path, venue_id).items():
        assert PLANTED_DOMAIN not in str(table.to_pylist()), name


def test_a_paper_that_was_kept_twice_is_one_paper_and_both_notes_are_kept(
    fates: dict[str, dict[str, Fate]], settings: Settings, tmp_path: Path
) -> None:
    for venue_id, forums in fates.items():
        twice = {f.forum_id: f.same_as for f in forums.values() if f.same_as in forums}
        if twice:
            track(Job(venue_id, tmp_path, citers=False, max_requests=200), settings)
            papers = set(read_table(tmp_path, "papers", venue_id)["paper_id"].to_pylist())
            rejects = read_table(tmp_path, "rejects", venue_id).to_pylist()
            reasons = {row["record_id"]: row["reason"] for row in rejects}
            assert set(twice.values()) <= papers
            assert not papers & set(twice)
            assert all(reasons[f] == f"duplicate of {kept}" for f, kept in twice.items())
