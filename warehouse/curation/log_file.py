"""A file of lines to which lines are only ever added; what a crash cut short is no line."""

import os
from typing import BinaryIO

TAIL = 1 << 16
"""Bytes read from the end at a time to find the last line."""


def whole_end(log: BinaryIO) -> int:
    """Where the last whole line ends."""
    place = log.seek(0, os.SEEK_END)
    while place:
        start = max(0, place - TAIL)
        found = read_between(log, start, place).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        place = start
    return 0


def read_between(log: BinaryIO, start: int, stop: int) -> bytes:
    """The bytes from one place to another, fewer where the log ends before."""
    log.seek(start)
    found = b""
    while len(found) < stop - start and (more := log.read(stop - start - len(found))):
        found += more
    return found


def append(log: BinaryIO, end: int, lines: bytes) -> None:
    """Put lines where the last whole line ends; they are on disk when this returns, all or none.

    Raises:
        OSError: None are.
    """
    log.truncate(end)
    log.seek(end)
    try:
        rest = memoryview(lines)
        while rest:
            rest = rest[log.write(rest) :]
        os.fsync(log.fileno())
    except OSError:
        # A full disk: whoever asked hears that nothing was kept, so nothing may be.
        log.truncate(end)
        raise
