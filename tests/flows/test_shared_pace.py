"""Runs beside each other keep one pace: on the machine, and by Prefect's rate limits."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import SecretStr

from connectors.errors import RetryLater
from connectors.standin.server import StandIn
from flows.run import Job
from flows.settings import Settings, prepare_prefect
from flows.shared_pace import LIMITS, PrefectLine, decay, ensure_limits, intervals, shared_turn
from tests.flows.world import THIMBLE, PassingTime, track


def test_two_runs_of_one_machine_stand_in_one_line(tmp_path: Path) -> None:
    settings = Settings(pace_folder=tmp_path, semantic_scholar_interval=2.0)
    time = PassingTime()
    began = time.at
    turns = [shared_turn(settings, time.timing()) for _ in range(2)]
    for turn in turns * 3:
        turn("semantic_scholar")
    assert time.at - began == pytest.approx(10.0)  # the first of six turns is at once


def test_the_standin_is_asked_without_a_line(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    unpaced = settings.model_copy(update={"pace_folder": tmp_path / "pace"})
    track(Job(THIMBLE, tmp_path), unpaced)
    assert standin.journal()
    assert not (tmp_path / "pace").exists()


def test_intervals_are_those_of_the_settings_else_of_the_services() -> None:
    assert intervals(Settings()) == {"openreview": 1.0, "semantic_scholar": 6.0}
    with_key = Settings(semantic_scholar_api_key=SecretStr("k3y"), openreview_interval=0.5)
    assert intervals(with_key) == {"openreview": 0.5, "semantic_scholar": 1.1}


@pytest.mark.parametrize("seconds", [0.5, 1.0, 1.1, 6.0, 7.0])
def test_a_slot_is_free_no_sooner_than_after_the_interval(seconds: float) -> None:
    assert seconds <= 1 / decay(seconds) < 1.05 * seconds


class TestUnderPrefect:
    """With a server of its own."""

    pytestmark: ClassVar = [
        pytest.mark.flow,
        # Prefect's own, on shutting its server down.
        pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
        pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    ]

    @pytest.fixture(scope="class", autouse=True)
    def server(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
            prepare_prefect(os.environ, quiet=True)
            from prefect.testing.utilities import prefect_test_harness

            with prefect_test_harness(server_startup_timeout=180):
                yield

    def test_without_a_limit_a_turn_comes_at_once(self) -> None:
        line = PrefectLine()
        line.turn("openreview")
        assert line._known == {"openreview": False}

    def test_limits_are_made_once_and_then_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = Settings(openreview_interval=60.0, semantic_scholar_interval=60.0)
        assert ensure_limits(settings) == [*LIMITS.values()]
        assert ensure_limits(Settings()) == []

        line, other = PrefectLine(), PrefectLine()
        line.turn("semantic_scholar")
        monkeypatch.setattr("flows.prefect_limits.LONGEST_LINE", 0.3)
        with pytest.raises(RetryLater, match="prefect gcl inspect semantic-scholar"):
            other.turn("semantic_scholar")
        line.turn("openreview")  # a limit of its own
