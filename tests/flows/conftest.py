"""The made-up venue served once, and a warehouse that has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from connectors.standin import made_up
from connectors.standin.made_up.venues import VENUES
from connectors.standin.server import StandIn, environment, serve
from flows.outcome import Outcome
from flows.run import Job
from flows.settings import Settings, load_settings
from tests.flows.world import track


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


@dataclass(frozen=True)
class Pulled:
    """A warehouse with one run of every made-up venue, for reading only."""

    root: Path
    outcomes: dict[str, Outcome]
    journals: dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="session")
def pulled(shared_standin: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Pulled:
    """What a first run of each venue found and asked."""
    pulled = Pulled(tmp_path_factory.mktemp("pulled") / "warehouse", {}, {})
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(shared_standin.urls).items():
            patch.setenv(name, value)
        for venue in VENUES:
            shared_standin.clear()
            pulled.outcomes[venue.id] = track(Job(venue.id, pulled.root), load_settings())
            pulled.journals[venue.id] = shared_standin.journal()
    return pulled
