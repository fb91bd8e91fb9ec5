"""Many venues at once under the real Prefect: in threads, and by two processes of Dask."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from connectors.standin.made_up.eras import ERA_VENUES
from connectors.standin.server import StandIn
from flows.runners import Runner, task_runner
from tests.flows.world import THIMBLE, UNDECIDED
from warehouse.store import known_venues, read_table

pytestmark = [
    pytest.mark.flow,
    # Prefect's own, on shutting its server down, and Dask's, on ending its workers.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]

SMALL = [v.id for v in ERA_VENUES if v.accepted and v.id.startswith("Lagoon")][:3]
CONTAINER = "Lanterns.example/2025"
NOBODY = "No.example/2021/Conference"


@pytest.fixture
def backfill(track: Any) -> Any:
    """The flow, under the Prefect of the other flow's tests."""
    from flows.backfill import backfill

    assert track.name == "track"
    return backfill.with_options(task_runner=task_runner(Runner.threads, 3))


def ended_of(flow: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
    """How each venue ended, whether all are finished or not."""
    from flows.backfill import Unfinished

    try:
        ended = flow(*arguments, **options)
    except Unfinished as unfinished:
        ended = unfinished.ended
    return {end.venue_id: end for end in ended}


def asked(standin: StandIn) -> Counter[str]:
    """Requests served, without logins, by what they ask."""
    served = [e for e in standin.journal() if not e["path"].endswith("/login")]
    return Counter(str([e[part] for part in ("path", "query", "body")]) for e in served)


def test_each_venue_ends_for_itself_and_is_told(
    backfill: Any, standin: StandIn, tmp_path: Path
) -> None:
    ended = ended_of(backfill, [THIMBLE, NOBODY, UNDECIDED, *SMALL], str(tmp_path))

    assert list(ended) == [THIMBLE, NOBODY, UNDECIDED, *SMALL]
    assert ended[THIMBLE].words == "12 accepted papers, 11 linked, 8 already cited"
    assert ended[NOBODY].end == "failed"
    assert "did you mean" in ended[NOBODY].words
    assert ended[UNDECIDED].words == "no decisions yet: 24 submissions kept"
    assert {ended[venue].end for venue in SMALL} == {"done"}
    assert sum(end.requests for end in ended.values()) == len(standin.journal())
    assert set(known_venues(tmp_path)) == {THIMBLE, UNDECIDED, *SMALL}

    standin.clear()
    again = ended_of(backfill, [THIMBLE, NOBODY, UNDECIDED, *SMALL], str(tmp_path))
    assert again[THIMBLE].words == f"finished before: {ended[THIMBLE].words}"
    assert {again[v].end for v in (THIMBLE, UNDECIDED, *SMALL)} == {"before"}
    assert len(asked(standin)) == again[NOBODY].requests


def test_what_openreview_lists_and_is_no_venue_is_no_failure(
    backfill: Any, standin: StandIn, tmp_path: Path
) -> None:
    ended = backfill([CONTAINER, SMALL[0]], str(tmp_path), listed=True)
    assert [(end.end, end.is_finished) for end in ended] == [("no venue", True), ("done", True)]

    # All were finished, so the next one is a new backfill, and looks what changed.
    standin.clear()
    assert [end.end for end in backfill([SMALL[0]], str(tmp_path))] == ["done"]
    assert standin.journal()


def test_the_limit_of_requests_is_for_all_venues_together(
    backfill: Any, standin: StandIn, tmp_path: Path
) -> None:
    ended = ended_of(backfill, SMALL[:2], str(tmp_path), max_requests=11)
    assert len(standin.journal()) == 11 == sum(end.requests for end in ended.values())
    assert "stopped" in {end.end for end in ended.values()}

    assert all(end.is_finished for end in ended_of(backfill, SMALL[:2], str(tmp_path)).values())
    assert max(asked(standin).values()) == 1


def test_time_that_is_up_begins_nothing(backfill: Any, standin: StandIn, tmp_path: Path) -> None:
    ended = ended_of(backfill, SMALL, str(tmp_path), max_minutes=1e-6)

    assert {end.words for end in ended.values()} == {"not begun: the next run begins it"}
    assert standin.journal() == []


def test_ctrl_c_stops_all_of_them_and_the_next_one_goes_on(
    backfill: Any, standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.backfill import Unfinished

    monkeypatch.setenv("PRECITED_PACE_FOLDER", str(tmp_path / "pace"))
    monkeypatch.setenv("PRECITED_SEMANTIC_SCHOLAR_INTERVAL", "0.5")
    # Where Prefect swallows the interrupt the venues are stopped all the same.
    with _interrupted_after(6, standin), pytest.raises((KeyboardInterrupt, Unfinished)):
        backfill(SMALL, str(tmp_path / "warehouse"))
    stopped_at = len(standin.journal())
    assert 6 <= stopped_at < 4 * len(SMALL)

    monkeypatch.setenv("PRECITED_SEMANTIC_SCHOLAR_INTERVAL", "0")
    ended = ended_of(backfill, SMALL, str(tmp_path / "warehouse"))
    assert all(end.is_finished for end in ended.values())
    assert max(asked(standin).values()) == 1


@contextmanager
def _interrupted_after(requests: int, standin: StandIn) -> Iterator[None]:
    """Ctrl-C once so many requests were served."""

    def interrupt() -> None:
        while len(standin.journal()) < requests:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt, daemon=True)
    thread.start()
    yield
    thread.join()


@pytest.mark.long
def test_two_processes_of_dask_keep_one_pace_one_limit_and_our_secrets(
    backfill: Any,
    standin: StandIn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    pause = 0.15
    monkeypatch.setenv("PRECITED_PACE_FOLDER", str(tmp_path / "pace"))
    monkeypatch.setenv("PRECITED_SEMANTIC_SCHOLAR_INTERVAL", str(pause))
    monkeypatch.setenv("SEMANTIC_SCHOLAR_API_KEY", "pl4nted-key-of-the-test")
    root = str(tmp_path / "warehouse")
    with _dask(2) as address:
        flow = backfill.with_options(task_runner=task_runner(Runner.dask, address=address))
        cut = ended_of(flow, [NOBODY, *SMALL[:2]], root, max_requests=8)
        assert len(standin.journal()) == 8 == sum(end.requests for end in cut.values())
        ended = ended_of(flow, [NOBODY, *SMALL[:2]], root)

    assert ended[NOBODY].end == "failed"
    assert all(ended[venue].is_finished for venue in SMALL[:2])
    assert set(known_venues(tmp_path / "warehouse")) == set(SMALL[:2])
    # Nothing is asked twice but for the venue that there is not, of which nothing can be kept.
    assert {n for what, n in asked(standin).items() if "Lagoon" in what} == {1}
    # A request may be late and the next one not, but no four of them are a burst.
    assert min(map(sum, zip(*(_pauses(standin)[i:] for i in range(3)), strict=False))) > 2 * pause
    assert read_table(tmp_path / "warehouse", "flags", SMALL[0]).num_rows
    assert "pl4nted" not in "".join(capfd.readouterr())


@contextmanager
def _dask(processes: int) -> Iterator[str]:
    """A cluster as the runner makes it, kept for several flows."""
    runner: Any = task_runner(Runner.dask, processes)
    with runner:
        yield runner.client.cluster.scheduler_address


def _pauses(standin: StandIn) -> list[float]:
    """Seconds between the requests that Semantic Scholar got."""
    times = sorted(
        datetime.fromisoformat(e["time"]).timestamp()
        for e in standin.journal()
        if "semantic_scholar" in e["path"]
    )
    return [after - before for before, after in pairwise(times)]
