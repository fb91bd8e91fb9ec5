"""The flow under the real Prefect: its tasks, its result, its failures."""

from pathlib import Path
from typing import Any

import pytest

from connectors.errors import NotAuthorised
from connectors.standin.server import StandIn
from flows.place import shown, working_copy
from tests.flows.world import THIMBLE
from warehouse import layout
from warehouse.remote import Address, make
from warehouse.store import read_table

pytestmark = [
    pytest.mark.flow,
    # Prefect's own, on shutting its server down.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_a_run_under_prefect_publishes_the_venue(
    track: Any, standin: StandIn, tmp_path: Path
) -> None:
    outcome = track(THIMBLE, tmp_path)

    assert outcome.states["accepted"] == 12
    assert read_table(tmp_path, "flags", THIMBLE).num_rows == 12
    titles = [timing.title for timing in outcome.timings]
    assert titles[0] == "Listing submissions"
    assert titles[-1] == "Publishing"
    assert standin.journal()


@pytest.mark.usefixtures("standin")
def test_a_run_under_prefect_publishes_on_s3(track: Any, bucket: str) -> None:
    outcome = track(THIMBLE, f"s3://{bucket}/w")

    assert outcome.states["accepted"] == 12
    copy = make(working_copy(f"s3://{bucket}/w"), Address(bucket))
    stored = [found.key for found in copy.objects.below("w/tables/flags/")]
    assert stored == [f"w/tables/flags/venue={layout.slug(THIMBLE)}/data.parquet"]
    assert shown(copy.root) == f"s3://{bucket}/w"


@pytest.mark.usefixtures("standin")
def test_a_failure_reaches_the_caller_as_our_own_error(
    track: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENREVIEW_PASSWORD", "wrong")
    with pytest.raises(NotAuthorised):
        track(THIMBLE, tmp_path)


def test_parameters_that_prefect_keeps_hold_no_secret(track: Any) -> None:
    names = set(track.parameters.properties)

    assert names == {
        "venue_id",
        "warehouse",
        "as_of",
        "counts_only",
        "citers",
        "influential",
        "max_requests",
        "all_citers",
        "max_minutes",
        "wait_minutes",
        "vectors",
    }
