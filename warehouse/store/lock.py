"""Who may write: one run a venue, one publication a warehouse; a dead process holds nothing.

A run of an hour holds the lock of its venue, so runs of several venues go side by side. The lock
of the warehouse is held for seconds, around a publication or a decision. Whoever needs both takes
that of the venue first. Readers need neither.
"""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from warehouse import disk, layout
from warehouse.errors import WarehouseBusy
from warehouse.store.remote_lock import held_there

logger = logging.getLogger(__name__)

PUBLISH_WAIT = 600.0
"""Seconds for which it is worth waiting until others have published, which takes each a few."""

POLL = 0.1
"""Seconds between two looks at a lock that another process holds."""


class _Owner(msgspec.Struct, frozen=True):
    who: str
    process: int
    host: str = ""


@contextmanager
def writer_lock(root: Path, who: str, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the right to publish tables and to write decisions; for seconds, not for a run.

    Args:
        root: The warehouse; made when it does not exist.
        who: Who writes, as others are to read it, e.g. ``precited run ICLR.cc/2022/Conference``.
        wait: Seconds to wait for another writer.

    Raises:
        WarehouseBusy: Another process writes; it says which, and since when.
        WarehouseReadOnly: The folder cannot be written.
    """
    with _held(root, None, who, wait):
        yield


@contextmanager
def venue_lock(root: Path, venue_id: str, who: str, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the right to work on a venue: to add pages to its runs, and to build its tables.

    Args:
        root: The warehouse; made when it does not exist.
        venue_id: OpenReview venue id.
        who: Who works, as others are to read it.
        wait: Seconds to wait for another who works on this venue.

    Raises:
        WarehouseBusy: Another process works on this venue; it says which, and since when.
        WarehouseReadOnly: The folder cannot be written.
    """
    with _held(root, venue_id, who, wait):
        yield


@contextmanager
def _held(root: Path, venue_id: str | None, who: str, wait: float) -> Iterator[None]:
    # The operating system lets go of the lock when its holder dies, in whatever way.
    file, owner = layout.lock_file(root, venue_id), layout.lock_owner_file(root, venue_id)
    lock = FileLock(file)
    with disk.explained(root):
        disk.make_folder(file.parent)
        try:
            _acquire(lock, owner, wait)
        except Timeout as error:
            raise WarehouseBusy(_name(owner), venue_id or "The warehouse") from error
    try:
        disk.write(owner, msgspec.json.encode(_Owner(who, os.getpid(), socket.gethostname())))
        with held_there(root, venue_id, who, wait):
            yield
    finally:
        with suppress(OSError):
            owner.unlink()
        lock.release()


def _acquire(lock: FileLock, owner: Path, wait: float) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if wait <= 0:
            raise
        logger.info("waiting for %s seconds=%.0f", _name(owner), wait)
        lock.acquire(timeout=wait, poll_interval=POLL)


def _name(file: Path) -> str:
    try:
        owner = msgspec.json.decode(file.read_bytes(), type=_Owner)
        # Written when the lock was taken, so no clock of ours is needed.
        since = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (OSError, msgspec.MsgspecError):
        return "another process"
    place = f" on {owner.host}" if owner.host else ""
    return f"{owner.who} (process {owner.process}{place}, since {since:%Y-%m-%d %H:%M} UTC)"
