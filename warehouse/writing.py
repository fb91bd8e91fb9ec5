"""Writing files of a warehouse: here and, where this is a copy of one on S3, there too."""

from pathlib import Path

from warehouse import disk
from warehouse.remote import working_copy_of


def write(path: Path, data: bytes) -> None:
    """The whole file or none.

    Raises:
        WarehouseError: It could not be written here, or here alone.
    """
    disk.write(path, data)
    if copy := working_copy_of(path):
        copy.write(path, data)


def move(source: Path, target: Path) -> None:
    """Put ``source`` in the place of ``target``; readers see the one or the other."""
    disk.move(source, target)
    if copy := working_copy_of(target):
        copy.move(source, target)


def remove(path: Path) -> None:
    """Take a file, or a folder with all it holds, away."""
    disk.remove(path)
    if copy := working_copy_of(path):
        copy.remove(path)
