"""What a killed schedule leaves running is ended, and nothing else."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.left_over import MARK, end_left_over

SLEEPER = "import time; print('up', flush=True); time.sleep(60)"

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc here")


def sleeper(run_id: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SLEEPER]
    process = subprocess.Popen(command, env={MARK: run_id}, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


@pytest.fixture
def two() -> Iterator[tuple[subprocess.Popen[str], subprocess.Popen[str]]]:
    processes = (sleeper("run-1"), sleeper("run-11"))
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def test_the_run_that_is_meant_ends_and_the_others_go_on(
    two: tuple[subprocess.Popen[str], subprocess.Popen[str]],
) -> None:
    meant, other = two

    assert end_left_over(["run-1", "run-2"]) == [meant.pid]
    assert meant.wait(10) == -9
    assert other.poll() is None


def test_nothing_is_ended_without_a_run_or_where_processes_are_not_shown(tmp_path: Path) -> None:
    assert end_left_over([]) == []
    assert end_left_over(["run-1"], tmp_path) == []
