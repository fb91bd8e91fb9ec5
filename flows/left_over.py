"""Processes of runs whose schedule was killed: they hold the venue's lock and go on for nobody.

Prefect starts a process for each run and ends it with the one that serves; where that is killed
outright the run lives on, without the server it reports to, and whoever takes the run up again
would wait for its lock. Found by what Prefect puts into such a process's environment, so that no
other process can be meant. Linux alone shows it; elsewhere the wait is all there is.
"""

import logging
import os
import signal
from collections.abc import Collection
from pathlib import Path

logger = logging.getLogger(__name__)

MARK = "PREFECT__FLOW_RUN_ID"


def end_left_over(run_ids: Collection[str], processes: Path = Path("/proc")) -> list[int]:
    """End the processes that work at these flow runs and give their numbers.

    They are killed: asked to stop, each would first try to tell a server that is gone, and a run
    may be killed at any moment.
    """
    marks = {f"{MARK}={run_id}".encode() for run_id in run_ids}
    found = [int(p.name) for p in processes.glob("[0-9]*") if marks & _surroundings(p)]
    ended = [number for number in found if number != os.getpid()]
    for number in ended:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue
        logger.warning("ended what was left of a run that was killed process=%d", number)
    return ended


def _surroundings(process: Path) -> set[bytes]:
    try:
        return set((process / "environ").read_bytes().split(b"\0"))
    except OSError:
        return set()
