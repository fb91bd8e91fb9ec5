"""Writing so that a kill, a power cut or a full disk leaves either the old file or the new one."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from warehouse.errors import DiskFailed, DiskFull, WarehouseReadOnly
from warehouse.leases import replace_unread

FULL = {errno.ENOSPC, errno.EDQUOT}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
NO_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.ENOENT}
"""A file stands where a folder should, or no folder can be made there (as below /proc)."""

UNFLUSHABLE = {errno.EINVAL, errno.ENOTSUP}
"""Some network file systems flush no folders; there is nothing more that could be done there."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what a disk refuses into an error that says what to do.

    Raises:
        DiskFull: No space, or the quota is used up.
        WarehouseReadOnly: The right to write is missing.
        DiskFailed: Anything else, such as a disk that is broken or was taken away.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(path) from error
        if error.errno in REFUSED | NO_FOLDER:
            raise WarehouseReadOnly(path) from error
        raise DiskFailed(path, error.strerror or type(error).__name__) from error


def write(path: Path, data: bytes) -> None:
    """The whole file or none: a hidden temporary file, flushed to disk, then renamed."""
    with explained(path):
        make_folder(path.parent)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            with unfinished.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)


def move(source: Path, target: Path) -> None:
    """Put ``source`` in the place of ``target``; readers see the one or the other."""
    with explained(target):
        make_folder(target.parent)
        replace_unread(source, target)
        _flush_folder(target.parent)


def remove(path: Path) -> None:
    """Take a file, or a folder with all it holds, away; nothing happens when it is not there."""
    with explained(path):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()
        else:
            return
        _flush_folder(path.parent)


def sweep(folder: Path) -> None:
    """Take away what killed processes left unfinished in this folder."""
    ours = f".{os.getpid()}.tmp"
    for path in folder.glob(".*.tmp"):
        if not path.name.endswith(ours):
            remove(path)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, so that what is put in it survives a power cut."""
    with explained(folder):
        missing = [path for path in (folder, *folder.parents) if not path.is_dir()]
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            _flush_folder(path.parent)


def settle(folder: Path, top: Path) -> None:
    """Make the names of a folder and of those above it, up to ``top``, survive a power cut.

    For whoever goes on where another process was killed, maybe before it had flushed the names of
    folders that it made: a file that is flushed in such a folder would be lost with it.
    """
    with explained(folder):
        for path in (folder, *folder.parents):
            _flush_folder(path)
            if path == top:
                break


def _flush_folder(folder: Path) -> None:
    # Without this a rename may be lost when the power fails.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in UNFLUSHABLE:
            raise
    finally:
        os.close(handle)
