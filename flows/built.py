"""What a venue's tables were last built of, so that a build of all venues leaves most alone.

A note under ``cache/`` names everything that tables are made of: page files, decisions of people,
and the code; and the tables as they were then. While all of it is the same, building again could
only give the same. The note may be thrown away at any time.
"""

import platform
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import msgspec

import flows
import warehouse
from warehouse import disk, layout
from warehouse.remote import working_copy_of

LIBRARIES = (
    "duckdb",
    "msgspec",
    "numpy",
    "openTSNE",
    "pandas",
    "pyarrow",
    "rapidfuzz",
    "scikit-learn",
    "scipy",
)
"""What works on tables: another version may round or compress in another way."""


class _Note(msgspec.Struct, frozen=True):
    made_of: str
    tables: str


class _Entry(msgspec.Struct, frozen=True):
    venue_id: str | None = None


def is_as_built(root: Path, venue_id: str) -> bool:
    """Whether the venue's tables are those that building them now would give."""
    if working_copy_of(root) is not None or layout.staging(root).exists():
        # Other machines may have published, or a process died while it did.
        return False
    try:
        note = msgspec.json.decode(_file(root, venue_id).read_bytes(), type=_Note)
    except (OSError, msgspec.MsgspecError):
        return False
    return note == _Note(made_of(root, venue_id), _tables(root, venue_id))


def note_built(root: Path, venue_id: str, of: str) -> None:
    """Keep that the tables as they lie there now were built.

    Args:
        root: The warehouse.
        venue_id: OpenReview venue id.
        of: What :func:`made_of` gave before anything was read.
    """
    disk.write(_file(root, venue_id), msgspec.json.encode(_Note(of, _tables(root, venue_id))))


def made_of(root: Path, venue_id: str) -> str:
    """A digest of all that a venue's tables are made of; page files by their names and times."""
    folders = layout.raw(root).glob(f"*/{layout.slug(venue_id)}/*")
    pages = sorted(page for folder in folders for page in folder.iterdir())
    logs = (layout.link_log(root), layout.decision_log(root))
    decided = [line for log in logs for line in _entries(log, venue_id)]
    return _digest([_code(), *map(_looks, pages), *decided])


def _file(root: Path, venue_id: str) -> Path:
    return layout.cache(root) / "built" / f"{layout.slug(venue_id)}.json"


def _tables(root: Path, venue_id: str) -> str:
    folders = layout.tables(root).glob(f"*/{layout.HIVE_KEY}={layout.slug(venue_id)}")
    files = sorted(file for folder in folders for file in folder.iterdir())
    return _digest([venue_id.encode(), *map(_looks, files)])


def _looks(file: Path) -> bytes:
    seen = file.stat()
    return f"{file.parts[-4:]} {seen.st_size} {seen.st_mtime_ns}".encode()


def _entries(log: Path, venue_id: str) -> Iterator[bytes]:
    """The lines of a log that are about a venue, or cannot be read."""
    yield log.name.encode()
    lines = log.read_bytes().split(b"\n") if log.exists() else []
    yield from (line for line in lines if _venue(line) in (venue_id, None))


def _venue(line: bytes) -> str | None:
    try:
        return msgspec.json.decode(line, type=_Entry).venue_id
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


@cache
def _code() -> bytes:
    """A digest of our own files and of the libraries; an upgrade builds everything anew."""
    folders = [Path(path) for package in (warehouse, flows) for path in package.__path__]
    files = sorted(file for folder in folders for file in folder.rglob("*") if _is_ours(file))
    versions = [f"{name} {version(name)}" for name in LIBRARIES]
    told = [platform.python_version(), platform.machine(), *versions]
    return _digest([*(file.read_bytes() for file in files), *(t.encode() for t in told)]).encode()


def _is_ours(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts


def _digest(parts: Iterable[bytes]) -> str:
    # Each part apart: two must not run together into what others would give.
    return blake2b(b"".join(blake2b(part).digest() for part in parts), digest_size=20).hexdigest()
