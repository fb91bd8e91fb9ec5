"""Writing so that a kill or a full disk leaves either the old file or the new one."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import DiskFull, WarehouseReadOnly

FULL = {errno.ENOSPC, errno.EDQUOT}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
NO_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.ENOENT}
"""A file stands where a folder should, or no folder can be made there (as below /proc)."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what a disk refuses into an error that says what to do.

    Raises:
        DiskFull: No space, or the quota is used up.
        WarehouseReadOnly: The right to write is missing.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(path) from error
        if error.errno in REFUSED | NO_FOLDER:
            raise WarehouseReadOnly(path) from error
        raise


def write(path: Path, data: bytes) -> None:
    """The whole file or none: a hidden temporary file, flushed to disk, then renamed."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            with unfinished.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            move(unfinished, path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise


def move(source: Path, target: Path) -> None:
    """Put ``source`` in the place of ``target``; readers see the one or the other."""
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
        _flush_folder(target.parent)


def remove(path: Path) -> None:
    """Take a file, or a folder with all it holds, away; nothing happens when it is not there."""
    with explained(path):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Take away what killed processes left unfinished in this folder."""
    ours = f".{os.getpid()}.tmp"
    for path in folder.glob(".*.tmp"):
        if not path.name.endswith(ours):
            remove(path)


def _flush_folder(folder: Path) -> None:
    # Without this a rename may be lost when the power fails.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
