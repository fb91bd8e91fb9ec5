"""Putting a file in the place of one that readers may have open, between two of their looks.

DuckDB opens a Parquet file twice in one query: once for the footer, which it keeps open, and once
for the rows, by its name. A rename in between gives it the rows of another file: of 595 queries
while a file was replaced 40 times 8 failed and one answered with a mixture. So a file is replaced
while nobody has it open, which Linux tells by granting a lease; where it grants none, on other
systems and on some network disks, the file is replaced all the same.

polars closes a file between its two looks, so no writer can know of them: such a query may fail at
the moment of a publication, and is right when it is asked again.
"""

import fcntl
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

PATIENCE = 2.0
"""Seconds to wait for a moment in which no reader has the file open."""

PAUSE = 0.001
"""Seconds between two tries; queries that follow each other closely leave gaps of that length."""


def replace_unread(source: Path, target: Path, patience: float = PATIENCE) -> None:
    """Put ``source`` in the place of ``target`` while nobody reads that, if there is such a moment.

    Raises:
        OSError: As :func:`os.replace`.
    """
    if not hasattr(fcntl, "F_SETLEASE") or not target.exists():
        source.replace(target)
        return
    for _ in range(int(patience / PAUSE)):
        handle = os.open(target, os.O_RDONLY)
        try:
            granted = _granted(handle)
            if granted is None:
                break
            if granted and _replaced(handle, source, target):
                return
        finally:
            os.close(handle)
        time.sleep(PAUSE)
    source.replace(target)


def _granted(handle: int) -> bool | None:
    """Whether we have a lease; None where none is to be had, now or later."""
    try:
        # A reader that comes while we hold the lease waits, and we are told by this signal. The
        # usual one would end the process; this one does nothing.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _replaced(handle: int, source: Path, target: Path) -> bool:
    """Replace the file; whether it stayed so, for if a reader came just then it is put back."""
    spare = source.with_name(f"{source.name}.old")
    is_spared = _linked(spare, target)
    source.replace(target)
    is_wanted = fcntl.fcntl(handle, fcntl.F_GETLEASE) != fcntl.F_WRLCK
    # That reader waits with the old file in hand, and would look for its rows under this name.
    if is_wanted and is_spared and _linked(source, target):
        spare.replace(target)
        return False
    with suppress(OSError):
        spare.unlink(missing_ok=True)
    return True


def _linked(name: Path, file: Path) -> bool:
    """Give a file another name, if that can be done."""
    try:
        name.unlink(missing_ok=True)
        name.hardlink_to(file)
    except OSError:
        return False
    return True
