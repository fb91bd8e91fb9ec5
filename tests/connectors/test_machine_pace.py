"""One pace for several threads and processes; clocks stand still, so nobody waits."""

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import pytest

from connectors.transport.machine_pace import LONGEST_LINE, MachinePace
from connectors.transport.pacing import Timing

NOW = 1_770_000_000.0
TURNS = 25


def waits(folder: str, turns: int) -> list[float]:
    """What each turn waits for where no time passes: the place it was given in the line."""
    slept: list[float] = []
    pace = MachinePace(Path(folder), Timing(lambda: NOW, slept.append))
    for _ in range(turns):
        pace.turn("service", 2.0)
    return slept


def line(length: int) -> list[float]:
    """Waits of a line in which nobody stands twice; the first does not wait at all."""
    return [2.0 * place for place in range(1, length)]


def test_two_processes_stand_in_one_line(tmp_path):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.starmap(waits, [(str(tmp_path), TURNS)] * 2, chunksize=1)
    assert sorted(chain(*found)) == line(2 * TURNS)


def test_threads_stand_in_one_line(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: waits(str(tmp_path), 10), range(4)))
    assert sorted(chain(*found)) == line(40)


def test_a_service_that_rested_is_asked_at_once_and_others_have_lines_of_their_own(tmp_path, time):
    pace = MachinePace(tmp_path, time.timing)
    for name in ("one", "two"):
        pace.turn(name, 1.1)
    time.at += 1.1
    pace.turn("one", 1.1)
    assert time.slept == []


@pytest.mark.parametrize("left", ["", "nan", "half a num", repr(NOW + LONGEST_LINE + 1)])
def test_what_cannot_be_a_moment_is_no_reason_to_wait(tmp_path, left):
    (tmp_path / "service.next").write_text(left)
    assert waits(str(tmp_path), 3) == [2.0, 4.0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_keeps_nobody_from_asking(tmp_path, caplog):
    tmp_path.chmod(0o500)
    assert waits(str(tmp_path / "pace"), 2) == []
    assert "no shared pace service=service" in caplog.text


def test_a_file_in_place_of_the_folder_keeps_nobody_from_asking(tmp_path, caplog):
    (tmp_path / "pace").write_text("")
    assert waits(str(tmp_path / "pace"), 2) == []
    assert "no shared pace service=service" in caplog.text
