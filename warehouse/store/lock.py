"""One writer per warehouse; a dead process does not hold the lock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from warehouse import disk, layout
from warehouse.errors import WarehouseBusy


class _Owner(msgspec.Struct, frozen=True):
    who: str
    process: int


@contextmanager
def writer_lock(root: Path, who: str, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the right to write to this warehouse.

    Args:
        root: The warehouse; made when it does not exist.
        who: Who writes, as others are to read it, e.g. ``precited run ICLR.cc/2022/Conference``.
        wait: Seconds to wait for another writer.

    Raises:
        WarehouseBusy: Another process writes; it says which.
        WarehouseReadOnly: The folder cannot be written.
    """
    # The operating system lets go of the lock when its holder dies, in whatever way.
    lock = FileLock(layout.lock_file(root))
    with disk.explained(root):
        root.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise WarehouseBusy(_owner(root)) from error
    try:
        disk.write(layout.lock_owner_file(root), msgspec.json.encode(_Owner(who, os.getpid())))
        yield
    finally:
        layout.lock_owner_file(root).unlink(missing_ok=True)
        lock.release()


def _owner(root: Path) -> str:
    try:
        owner = msgspec.json.decode(layout.lock_owner_file(root).read_bytes(), type=_Owner)
    except (OSError, msgspec.MsgspecError):
        return "another process"
    return f"{owner.who} (process {owner.process})"
