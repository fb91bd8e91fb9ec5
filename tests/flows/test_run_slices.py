"""Runs cut short by their limits: what they leave, and what all of them come to."""

from pathlib import Path

import pytest

from connectors.errors import BudgetSpent, TimeSpent
from connectors.standin.server import StandIn
from flows.failures import explain
from flows.outcome import Outcome
from flows.run import Job
from flows.settings import Settings
from tests.flows.test_interrupted_runs import asked
from tests.flows.world import LANTERN, THIMBLE, track
from warehouse.store import read_venue

# Of when a run began and ended and was answered, which two runs never have in common.
OF_THE_CLOCK = {"run_id", "started_at", "finished_at", "fetched_at", "observed_at", "listed_at"}
OF_THE_CLOCK |= {"first_seen_at", "last_seen_at", "linked_at", "seen_at", "openreview_requests"}


@pytest.mark.parametrize(("venue", "slice_of"), [(THIMBLE, 2), (LANTERN, 7)])
def test_a_run_in_slices_ends_with_the_tables_of_a_whole_one(
    venue: str, slice_of: int, standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    track(Job(venue, tmp_path / "whole"), settings)
    whole = asked(standin)
    standin.clear()

    slices = run_in_slices(venue, tmp_path / "slices", slice_of, settings)

    assert asked(standin) == whole  # the same requests in the same order, each once
    assert slices >= len(whole) / slice_of
    assert facts(tmp_path / "slices", venue) == facts(tmp_path / "whole", venue)


def run_in_slices(venue: str, root: Path, slice_of: int, settings: Settings) -> int:
    """How many runs of so many requests it took."""
    for count in range(1, 100):
        try:
            track(Job(venue, root, max_requests=slice_of), settings)
        except BudgetSpent:
            assert not (root / "tables" / "flags").exists()
        else:
            return count
    raise AssertionError("a run that never ends")


def facts(root: Path, venue: str) -> dict[str, list[dict[str, object]]]:
    """What the tables say but for the clock."""
    return {
        name: [{k: v for k, v in row.items() if k not in OF_THE_CLOCK} for row in t.to_pylist()]
        for name, t in read_venue(root, venue).items()
        if name != "runs"
    }


def test_a_run_whose_time_is_up_goes_on_where_it_was(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    paced = settings.model_copy(
        update={"semantic_scholar_interval": 30.0, "pace_folder": tmp_path / "pace"}
    )
    with pytest.raises(TimeSpent) as caught:
        track(Job(THIMBLE, tmp_path, max_minutes=1), paced)
    assert "kept, run again" in explain(caught.value)
    outcome: Outcome = track(Job(THIMBLE, tmp_path, max_minutes=60), paced)

    assert outcome.states["accepted"] == 12
    requests = asked(standin)
    assert len(requests) == len(set(requests))
