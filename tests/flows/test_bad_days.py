"""Runs against services that fail, lie and change their minds: right tables, or a clear error."""

from pathlib import Path

import pytest

from connectors.errors import ConnectorError
from connectors.standin import made_up
from connectors.standin.faults.flaky import Flaky
from connectors.standin.faults.hostile import Hostile
from connectors.standin.server import environment, serve
from flows.failures import explain
from flows.outcome import Outcome
from flows.run import Job
from flows.settings import load_settings
from tests.flows.conftest import Pulled
from tests.flows.world import QUILL, THIMBLE, track
from warehouse.store import read_table

SAME = ("papers", "reviews", "authorships")


def insist(job: Job) -> Outcome:
    """Run again as long as a run ends with an error that a person can act on."""
    said: list[str] = []
    while len(said) < 5:
        try:
            return track(job, load_settings())
        except ConnectorError as error:
            said.append(explain(error))
    pytest.fail(f"five runs did not end: {said}")


@pytest.mark.parametrize("venue", [QUILL, THIMBLE])
@pytest.mark.parametrize("day", [Flaky(1), Hostile(2)], ids=lambda day: type(day).__name__)
def test_a_run_on_a_bad_day_ends_right_or_says_what_is_wrong(
    venue: str,
    day: Flaky | Hostile,
    pulled: Pulled,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serve([made_up.corpus()], faults=day) as standin:
        for name, value in environment(standin.urls).items():
            monkeypatch.setenv(name, value)
        outcome = insist(Job(venue, tmp_path))

    assert outcome.states == pulled.outcomes[venue].states
    assert outcome.links == pulled.outcomes[venue].links
    for name in SAME:
        assert read_table(tmp_path, name, venue).equals(read_table(pulled.root, name, venue)), name
