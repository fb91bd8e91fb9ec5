"""The made-up venue served once, and a warehouse that has it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.standin import made_up
from connectors.standin.server import StandIn, environment, serve
from flows.run import Job
from flows.settings import Settings, load_settings
from tests.flows.world import LANTERN, track


@pytest.fixture(scope="session")
def shared_standin() -> Iterator[StandIn]:
    with serve([made_up.corpus()]) as standin:
        yield standin


@pytest.fixture
def standin(shared_standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """The made-up world, its journal empty, and the environment that leads there."""
    for name, value in environment(shared_standin.urls).items():
        monkeypatch.setenv(name, value)
    shared_standin.clear()
    return shared_standin


@pytest.fixture
def settings(standin: StandIn) -> Settings:
    """The settings under which everything is asked of the stand-in."""
    settings = load_settings()
    assert settings.openreview_v2_url == standin.openreview_v2
    return settings


@pytest.fixture(scope="session")
def pulled(shared_standin: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with one run of the made-up conference; for reading only."""
    root = tmp_path_factory.mktemp("pulled") / "warehouse"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(shared_standin.urls).items():
            patch.setenv(name, value)
        track(Job(LANTERN, root), load_settings())
    return root
