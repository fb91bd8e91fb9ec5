"""A folder of this machine that is kept equal to a warehouse on S3.

Everything is written here first and there at once after, one object a file, in the same order. So
what S3 holds is at any moment what the disk of a machine would hold that was cut off an instant
ago, and every promise that the store makes for a disk holds for it. Where the two differ S3 is
right, with one exception: pages that were kept here and not there yet are added there, for they
are written once and never changed.
"""

import hashlib
import re
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

from warehouse import disk
from warehouse.errors import LeaseLost, WarehouseError
from warehouse.remote.address import Address
from warehouse.remote.objects import Objects, Stored, client

MARKER = ".precited-s3"
"""The file that makes a folder a working copy: it holds the address and the copy's own name."""

THREADS = 8
"""Objects that are fetched or written side by side."""

OWN = {"cache", "locks"}
"""What each machine has for itself: answers that may be thrown away; and leases, which are no
files."""


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """The folder, and what it is a copy of.

    Attributes:
        root: The warehouse as this machine has it.
        address: What it is to be equal to.
        name: Its own name, which no other working copy has.
        objects: The bucket.
        lost: Leases that ran out while they were held; nothing more is written then.
    """

    root: Path
    address: Address
    name: str
    objects: Objects
    lost: set[str] = field(default_factory=set)

    def write(self, path: Path, data: bytes, *, only_over: str | None = None) -> None:
        """Put a file of the warehouse on S3 with these bytes.

        Args:
            path: Where it lies here.
            data: What it holds.
            only_over: See :meth:`Objects.write`.

        Raises:
            LeaseLost: Another machine may work on the same by now.
            Outdated: Something else stands there than ``only_over``.
        """
        if (key := self.key(path)) is not None:
            self.hold()
            self.objects.write(key, data, only_over=only_over)

    def move(self, source: Path, target: Path) -> None:
        """Put one file in the place of another; the first one stays until it is removed."""
        origin, key = self.key(source), self.key(target)
        if origin is not None and key is not None:
            self.hold()
            self.objects.copy(origin, key)

    def remove(self, path: Path) -> None:
        """Take a file, or a folder with all it holds, away."""
        if (key := self.key(path)) is not None:
            self.hold()
            inside = (found.key for found in self.objects.below(f"{key}/"))
            self.objects.delete([key, *inside])

    def pull(self, *paths: Path) -> None:
        """Make these folders and files what they are on S3."""
        for path in paths:
            there = {self._local(found): found for found in self._below(path)}
            here = set(_files(path))
            for gone in here - set(there):
                gone.unlink(missing_ok=True)
            self._fetch(file for file, found in there.items() if not _is_same(file, found))

    def add(self, *folders: Path) -> None:
        """Fetch the files that these folders lack; for files that never change."""
        for folder in folders:
            there = {self._local(found): found.size for found in self._below(folder)}
            self._fetch(file for file, size in there.items() if _size(file) != size)

    def merge(self, *folders: Path) -> None:
        """The same, and write there what only this machine has."""
        self.add(*folders)
        for folder in folders:
            there = {self._local(found) for found in self._below(folder)}
            for file in sorted(set(_files(folder)) - there):
                self.write(file, file.read_bytes())

    def files(self, folder: Path, pattern: str) -> list[Path]:
        """Where files of a folder would lie here, in order, whether they were fetched or not."""
        found = (self._local(stored) for stored in self._below(folder))
        return sorted(file for file in found if file.relative_to(folder).match(pattern))

    def folders(self, folder: Path) -> list[str]:
        """The names of the folders inside a folder."""
        key = self.key(folder)
        return self.objects.folders(f"{key}/") if key is not None else []

    def fetch(self, path: Path) -> str:
        """Make a file what it is on S3, and give its etag for :meth:`write`; empty for no file."""
        key = self.key(path)
        seen = self.objects.seen(key) if key is not None else None
        if seen is None:
            path.unlink(missing_ok=True)
            return ""
        disk.write(path, seen.data)
        return seen.etag

    def key(self, path: Path) -> str | None:
        """The key of a file; None for what each machine has for itself."""
        parts = path.relative_to(self.root).parts
        if not parts or parts[0] in OWN or any(part.startswith(".") for part in parts):
            return None
        return self.address.key("/".join(parts))

    def hold(self) -> None:
        """Make sure that no lease was lost.

        Raises:
            LeaseLost: One was.
        """
        if self.lost:
            raise LeaseLost(str(self.address))

    def _below(self, path: Path) -> Iterable[Stored]:
        key = self.key(path)
        if key is None:
            return []
        found = self.objects.below(key)
        return (stored for stored in found if stored.key == key or stored.key.startswith(f"{key}/"))

    def _local(self, found: Stored) -> Path:
        path = PurePosixPath(self.address.path(found.key))
        # A key can hold what no program of ours wrote.
        if path.is_absolute() or ".." in path.parts or "\0" in found.key:
            raise WarehouseError(f"{self.address} has a key that is no path: {found.key!r}.")
        return self.root / path

    def _fetch(self, files: Iterable[Path]) -> None:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self.fetch, files))


def make(root: Path, address: Address) -> WorkingCopy:
    """Make a folder a working copy, if it is none yet; nothing is fetched.

    Raises:
        S3Refused: No connection can be made at all.
    """
    marker = root / MARKER
    if not marker.exists():
        disk.write(marker, f"{address}\n{uuid.uuid4().hex}\n".encode())
    return _opened(root)


def place_of(address: Address, copies: Path) -> Path:
    """Where the working copy of an address lies among those of this machine's user."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", f"{address.bucket}-{address.prefix}").strip("-")[:60]
    return copies / f"{words}-{hashlib.blake2b(str(address).encode(), digest_size=4).hexdigest()}"


def working_copy_of(path: Path) -> WorkingCopy | None:
    """The working copy in which a path lies; None for a warehouse that is on this machine alone."""
    folder = _root_of(path)
    return None if folder is None else _opened(folder)


def _root_of(path: Path) -> Path | None:
    return next((top for top in (path, *path.parents) if (top / MARKER).is_file()), None)


@cache
def _opened(root: Path) -> WorkingCopy:
    where, _, name = (root / MARKER).read_text().strip().partition("\n")
    address = Address.of(where)
    if address is None or not name:
        raise WarehouseError(f"{root / MARKER} is damaged; delete the folder {root}.")
    return WorkingCopy(root, address, name, Objects(address.bucket, client()))


def _files(path: Path) -> Iterable[Path]:
    """The files below a folder, or the one that it is; not those that are being written."""
    found = path.rglob("*") if path.is_dir() else [path]
    return (file for file in found if file.is_file() and not file.name.startswith("."))


def _is_same(file: Path, found: Stored) -> bool:
    if _size(file) != found.size:
        return False
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest() == found.etag


def _size(file: Path) -> int | None:
    return file.stat().st_size if file.is_file() else None
