"""A disk on which only what was flushed is sure: every state that a power cut may leave.

Of a file that survives what was flushed last, of a folder the names that it had when it was
flushed last. Changes since then are on disk or not, in the order made within a folder, and
independently of those in other folders. A file that is renamed into another folder may have both
names or either, but never none: a file system that loses it so keeps no promise of a rename.
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from tests.warehouse.disk_calls import Call

Names = dict[str, "File | Folder"]


@dataclass(eq=False)
class File:
    """A file, whatever its names."""

    flushed: bytes = b""


@dataclass(eq=False)
class Folder:
    """A folder: its names now, those that are sure, what happened since, and after what."""

    now: Names = field(default_factory=dict)
    sure: Names = field(default_factory=dict)
    since: list[dict[str, "File | Folder | None"]] = field(default_factory=list)
    after: dict[int, "tuple[Folder, int]"] = field(default_factory=dict)
    flushed: int = 0

    def change(self, names: "dict[str, File | Folder | None]") -> int:
        self.now = _changed(self.now, names)
        self.since.append(names)
        return self.flushed + len(self.since)

    def flush(self) -> None:
        self.flushed += len(self.since)
        self.sure, self.since = dict(self.now), []

    def is_possible(self, counts: "dict[Folder, int]") -> bool:
        """Whether no name went away before the one came that was to replace it."""
        gone = self.flushed + counts.get(self, 0)
        waited_for = [need for number, need in self.after.items() if number <= gone]
        return all(to.flushed + counts.get(to, 0) >= number for to, number in waited_for)

    def at(self, count: int) -> Names:
        names = self.sure
        for change in self.since[:count]:
            names = _changed(names, change)
        return names


class Platter:
    """A folder with all below it, as calls change it."""

    def __init__(self, before: Path | None = None) -> None:
        self.root = _loaded(before) if before else Folder()

    def play(self, calls: Iterable[Call]) -> "Platter":
        for call in calls:
            getattr(self, f"_{call.name}")(call)
        return self

    def now(self, place: Path) -> Path:
        """Lay out what a process sees, also one that comes after a kill."""
        return _laid_out(self.root, place, {folder: len(folder.since) for folder in self._open()})

    def after_power_cuts(self, top: Path) -> Iterator[Path]:
        """Lay out, one after the other in the same place, what a power cut may leave."""
        folders = self._open()
        for counts in product(*(range(len(folder.since) + 1) for folder in folders)):
            left = dict(zip(folders, counts, strict=True))
            if all(folder.is_possible(left) for folder in folders):
                yield _laid_out(self.root, top / "cut", left)

    def _open(self) -> list[Folder]:
        found: list[Folder] = []
        todo: list[File | Folder | None] = [self.root]
        while todo:
            node = todo.pop()
            if isinstance(node, Folder) and node not in found:
                found.append(node)
                todo += [*node.now.values(), *node.sure.values()]
                todo += [inner for change in node.since for inner in change.values()]
        return [folder for folder in found if folder.since]

    def _folder(self, path: Path) -> Folder:
        folder = self.root
        for part in path.parts:
            inner = folder.now[part]
            assert isinstance(inner, Folder)
            folder = inner
        return folder

    def _mkdir(self, call: Call) -> None:
        self._folder(call.path.parent).change({call.path.name: Folder()})

    def _create(self, call: Call) -> None:
        folder = self._folder(call.path.parent)
        if call.path.name not in folder.now:
            folder.change({call.path.name: File()})

    def _fsync(self, call: Call) -> None:
        if call.data is None:
            self._folder(call.path).flush()
            return
        file = self._folder(call.path.parent).now[call.path.name]
        assert isinstance(file, File)
        file.flushed = call.data

    def _replace(self, call: Call) -> None:
        assert call.target is not None
        source, target = self._folder(call.path.parent), self._folder(call.target.parent)
        node = source.now[call.path.name]
        if source is target:
            source.change({call.path.name: None, call.target.name: node})
        else:
            came = target.change({call.target.name: node})
            source.after[source.change({call.path.name: None})] = (target, came)

    def _link(self, call: Call) -> None:
        assert call.target is not None
        node = self._folder(call.path.parent).now[call.path.name]
        self._folder(call.target.parent).change({call.target.name: node})

    def _unlink(self, call: Call) -> None:
        self._folder(call.path.parent).change({call.path.name: None})

    _rmdir = _unlink


def _changed(names: Names, change: "dict[str, File | Folder | None]") -> Names:
    merged = names | change
    return {name: node for name, node in merged.items() if node is not None}


def _loaded(path: Path) -> Folder:
    inner: Names = {}
    for child in path.iterdir():
        inner[child.name] = _loaded(child) if child.is_dir() else File(child.read_bytes())
    return Folder(dict(inner), dict(inner))


def _laid_out(root: Folder, place: Path, counts: dict[Folder, int]) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    _lay(root, place, counts)
    return place


def _lay(folder: Folder, place: Path, counts: dict[Folder, int]) -> None:
    place.mkdir(parents=True)
    for name, node in folder.at(counts.get(folder, 0)).items():
        if isinstance(node, Folder):
            _lay(node, place / name, counts)
        else:
            (place / name).write_bytes(node.flushed)
