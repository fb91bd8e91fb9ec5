"""The flow under the real Prefect: its tasks, its result, its failures."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import NotAuthorised
from connectors.standin.server import StandIn
from flows.settings import prepare_prefect
from tests.flows.world import THIMBLE
from warehouse.store import read_table

pytestmark = [
    pytest.mark.flow,
    # Prefect's own, on shutting its server down.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def track(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The flow, with a server of its own whose folder is thrown away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        prepare_prefect(os.environ, quiet=True)
        from prefect.testing.utilities import prefect_test_harness

        from flows.track import track

        with prefect_test_harness(server_startup_timeout=180):
            yield track


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
