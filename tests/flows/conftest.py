"""The made-up venue served once, and a warehouse that has it."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from connectors.standin import made_up
from connectors.standin.made_up.venues import VENUES
from connectors.standin.server import StandIn, environment, serve
from flows.cli import main
from flows.outcome import Outcome
from flows.run import Job
from flows.settings import Settings, load_settings, prepare_prefect
from tests.flows import world


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
            pulled.outcomes[venue.id] = world.track(Job(venue.id, pulled.root), load_settings())
            pulled.journals[venue.id] = shared_standin.journal()
    return pulled


@pytest.fixture(scope="module")
def track(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The flow under the real Prefect, with a server of its own whose folder is thrown away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        prepare_prefect(os.environ, quiet=True)
        from prefect.testing.utilities import prefect_test_harness

        from flows.track import track

        with prefect_test_harness(server_startup_timeout=180):
            yield track


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], Command]:
    """``precited ...`` on a warehouse, in this process."""

    def on(root: Path) -> Command:
        def run(*arguments: str) -> Ended:
            monkeypatch.setenv("PRECITED_WAREHOUSE", str(root))
            monkeypatch.setattr(sys, "argv", ["precited", *arguments])
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
            return Ended(int(ended.value.code or 0), *capsys.readouterr())

        return run

    return on


@pytest.fixture
def precited(command_line: Callable[[Path], Command], pulled: Pulled) -> Command:
    """``precited ...`` on the warehouse that has every made-up venue."""
    return command_line(pulled.root)
