"""One pace for everybody on this machine who asks the same service.

A limit is the key's or the address's, not the process's. So each service has a small file that
says when it may be asked next, and whoever asks takes that moment and moves it on by an interval
(GCRA, the leaky bucket that counts no drops). A file under a lock rather than a server or SQLite:
it needs nothing to run, a process that is killed leaves nothing behind but a moment in the past,
and threads and processes are the same to it. A turn takes 2.5 ms on a busy machine.
"""

import logging
import math
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from connectors.transport.pacing import Timing

logger = logging.getLogger(__name__)

# Nobody stands in line for so long; a moment further ahead comes from a clock that was set back.
LONGEST_LINE = 600.0

# Seconds. The lock is held for microseconds, unless its holder was stopped with it in hand.
LOCK_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class MachinePace:
    """Turns that all processes share which were given the same folder.

    Attributes:
        folder: Where the moments lie; made when it is needed.
        timing: Clock and sleep. The clock is the machine's: processes compare it.
    """

    folder: Path
    timing: Timing

    def turn(self, name: str, interval: float) -> None:
        """Return when a service may be asked: an interval after whoever asked before.

        Where the folder can't be written the pace is the caller's alone, which is logged: a run
        of hours does not die of that.

        Args:
            name: The service's, as a file is called.
            interval: Seconds between two requests.
        """
        try:
            wait = self._wait(name, interval)
        except (OSError, Timeout) as error:
            logger.warning("no shared pace service=%s error=%s", name, type(error).__name__)
            return
        if wait > 0:
            self.timing.sleep(wait)

    def _wait(self, name: str, interval: float) -> float:
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / f"{name}.next"
        with FileLock(f"{file}.lock", timeout=LOCK_PATIENCE, poll_interval=0.002):
            now = self.timing.now()
            wait = _until(file, now)
            file.write_text(repr(now + wait + interval))
        return wait


def _until(file: Path, now: float) -> float:
    """Seconds to the moment that a file names; 0 where it names none that can be right."""
    try:
        wait = float(file.read_text()) - now
    except (FileNotFoundError, ValueError):
        return 0.0
    return wait if math.isfinite(wait) and 0 < wait <= LONGEST_LINE else 0.0
