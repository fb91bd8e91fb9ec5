"""One writer: who holds the lock is known, and a dead process does not hold it."""

import os
import signal
import subprocess
import sys

import pytest

from warehouse import layout
from warehouse.errors import WarehouseBusy
from warehouse.store import writer_lock

HOLD = """
import sys, time
from pathlib import Path
from warehouse.store import writer_lock
with writer_lock(Path(sys.argv[1]), "the weekly run"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_told_who_writes(tmp_path):
    with writer_lock(tmp_path, "a run of TMLR"):
        with (
            pytest.raises(
                WarehouseBusy, match=rf"a run of TMLR \(process {os.getpid()} on .*since 20"
            ),
            writer_lock(tmp_path, "another"),
        ):
            pass
        # The refused one did not take the first one's name away.
        with pytest.raises(WarehouseBusy, match="a run of TMLR"), writer_lock(tmp_path, "third"):
            pass
    with writer_lock(tmp_path, "another"):
        pass


def test_the_lock_is_let_go_when_the_work_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), writer_lock(tmp_path, "one"):
        _ = 1 / 0
    with writer_lock(tmp_path, "two"):
        assert layout.lock_owner_file(tmp_path).exists()
    assert not layout.lock_owner_file(tmp_path).exists()


def test_the_warehouse_is_made_where_there_is_none(tmp_path):
    with writer_lock(tmp_path / "a" / "b", "one"):
        assert (tmp_path / "a" / "b").is_dir()


def test_a_holder_that_does_not_say_its_name_is_still_respected(tmp_path):
    with writer_lock(tmp_path, "one"):
        layout.lock_owner_file(tmp_path).write_bytes(b"{")
        with pytest.raises(WarehouseBusy, match="another process"), writer_lock(tmp_path, "two"):
            pass


def test_a_killed_process_does_not_hold_the_lock(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WarehouseBusy, match=rf"the weekly run \(process {holder.pid} on "):
            writer_lock(tmp_path, "mine").__enter__()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert layout.lock_owner_file(tmp_path).exists(), "it had no time to tidy up"
    with writer_lock(tmp_path, "mine"):
        pass
