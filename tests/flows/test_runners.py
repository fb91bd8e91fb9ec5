"""Who works on many venues: threads, Dask on this machine, or a Dask scheduler elsewhere."""

import socket
import sys

import pytest

from flows.runners import NoDask, Runner, is_address, task_runner

pytestmark = [
    pytest.mark.flow,
    # Dask's own, where nobody answers.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_threads_are_as_many_as_asked_for() -> None:
    from prefect.task_runners import ThreadPoolTaskRunner

    runner = task_runner(Runner.threads, 3)
    assert isinstance(runner, ThreadPoolTaskRunner)
    assert runner._max_workers == 3


def test_dask_without_an_address_is_a_cluster_of_processes_on_this_machine() -> None:
    runner = task_runner(Runner.dask, 2)
    assert runner.address is None  # type: ignore[attr-defined]
    assert runner.cluster_kwargs["n_workers"] == 2  # type: ignore[attr-defined]
    assert runner.cluster_kwargs["threads_per_worker"] == 1  # type: ignore[attr-defined]


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prefect_dask", None)
    with pytest.raises(NoDask, match=r"pip install 'precited\[dask\]'"):
        task_runner(Runner.dask)


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.runners.CONNECT_WITHIN", 0.5)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(NoDask, match=address):
            task_runner(Runner.dask, address=address)


@pytest.mark.parametrize("text", ["127.0.0.1:8786", "tcp://", "tcp://host", "http://host:80", ""])
def test_what_is_no_address_is_told_before_anything_starts(text: str) -> None:
    assert not is_address(text)
