"""Decisions about papers: a log to which lines are only ever added.

One JSON line an entry, under a lock of its own, so that a run that rewrites the tables keeps no
curator waiting. A line counts once its line break is on disk; what a crash cut short was never
confirmed to anybody, and the next entry takes its place.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import BinaryIO

import msgspec
from filelock import FileLock, Timeout

from warehouse import disk, layout
from warehouse.curation.decision import (
    TEXTS,
    BadDecision,
    Decision,
    Entry,
    Verdict,
    checked,
    not_undone,
)
from warehouse.curation.log_file import TAIL, append, read_between, whole_end
from warehouse.errors import CorruptLog, WarehouseBusy
from warehouse.remote import Outdated, working_copy_of

__all__ = [
    "TEXTS",
    "BadDecision",
    "Decision",
    "DecisionLog",
    "Entry",
    "Verdict",
    "decide",
    "decide_all",
    "last_held",
    "not_undone",
    "read_decisions",
]

LONGEST_WAIT = 30.0
"""Seconds to wait for other curators' entries; one takes milliseconds."""
POLL = 0.002

_There = Callable[[Callable[[], bytes]], None]
_lines = msgspec.json.Decoder(Decision)


def read_decisions(root: Path) -> list[Decision]:
    """All entries of all venues, oldest first; none where nobody has decided.

    Raises:
        CorruptLog: A line that is whole cannot be read.
    """
    return DecisionLog(root).read()


def fetch_decisions(root: Path) -> None:
    """Have the entries of other machines here, where the warehouse is one on S3."""
    if working_copy_of(layout.decision_log(root)) is not None:
        with disk.explained(root), _opened(root):
            pass


class DecisionLog:
    """The log as a long-lived process reads it: each time only what was added.

    Reading 30,000 entries takes 60 ms, too long to do at every key press. Safe for threads.
    """

    def __init__(self, root: Path) -> None:
        self._path = layout.decision_log(root)
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._end, self._tail = 0, b""
        self._entries: dict[str, Decision] = {}

    def read(self) -> list[Decision]:
        """As :func:`read_decisions`."""
        with self._lock:
            try:
                log = self._path.open("rb")
            except FileNotFoundError:
                self._forget()
                return []
            with log:
                self._catch_up(log)
            return list(self._entries.values())

    def _catch_up(self, log: BinaryIO) -> None:
        log.seek(max(0, self._end - len(self._tail)))
        if log.read(len(self._tail)) != self._tail:
            # Another log, as after a restore: what was read before is not of this one.
            self._forget()
        log.seek(self._end)
        added = log.read()
        whole = added[: added.rfind(b"\n") + 1]
        for entry in _decoded(self._path, whole):
            if self._entries.setdefault(entry.decision_id, entry) != entry:
                raise CorruptLog(self._path)
        self._end += len(whole)
        self._tail = (self._tail + whole)[-TAIL:]


def decide(root: Path, entry: Entry, now: datetime) -> Decision:
    """Write an entry down; it is on disk when this returns.

    Safe for any number of threads and processes. An undo that names no entry is written with the
    name of the one it takes back.

    Args:
        root: The warehouse.
        entry: What is decided.
        now: When.

    Raises:
        BadDecision: The entry cannot be kept, or there is nothing that it could take back.
        DiskFull: Nothing was written.
        WarehouseReadOnly: Nothing was written.
        WarehouseBusy: Others have kept the log for half a minute.
        CorruptLog: The log cannot be read.
    """
    return decide_all(root, [entry], [now])[0]


def decide_all(root: Path, entries: Sequence[Entry], moments: Sequence[datetime]) -> list[Decision]:
    """The same for several entries, each with its moment: all of them are written, or none.

    Raises:
        As :func:`decide`.
    """
    entries = [checked(entry) for entry in entries]
    while True:
        with suppress(Outdated):
            return _written(root, entries, moments)


def _written(root: Path, entries: Sequence[Entry], moments: Sequence[datetime]) -> list[Decision]:
    path = layout.decision_log(root)
    with disk.explained(path), _opened(root) as (log, there):
        end = whole_end(log)
        last = _last(path, log, end)
        made: list[Decision] = []
        for entry, now in zip(entries, moments, strict=True):
            # The whole log is read for an undo alone, and while nobody else can add to it.
            aimed = _aimed(lambda: _decoded(path, read_between(log, 0, end)) + made, entry)
            made.append(_named(aimed, made[-1] if made else last, now))
        lines = b"".join(msgspec.json.encode(decision) + b"\n" for decision in made)
        # There first: what S3 did not take was not kept, and nobody here may see it.
        there(lambda: read_between(log, 0, end) + lines)
        append(log, end, lines)
    return made


def last_held(
    decisions: Sequence[Decision], venue_id: str, curator: str, paper_id: str | None = None
) -> Decision | None:
    """The curator's last entry that still holds, on one paper or on any: what undo takes back."""
    spoken = (
        entry
        for entry in reversed(not_undone(decisions))
        if (entry.venue_id, entry.curator) == (venue_id, curator)
        and paper_id in (None, entry.paper_id)
    )
    return next(spoken, None)


@contextmanager
def _opened(root: Path) -> Iterator[tuple[BinaryIO, _There]]:
    """The log, to be written by no other process of this machine meanwhile.

    Nothing keeps other machines from writing a log on S3. It is fetched first, and written there
    only over what was fetched; else the whole entry is tried again.
    """
    path = layout.decision_log(root)
    disk.make_folder(path.parent)
    lock = FileLock(layout.decision_lock(root), timeout=LONGEST_WAIT, poll_interval=POLL)
    try:
        lock.acquire()
    except Timeout as error:
        raise WarehouseBusy("other curators' decisions") from error
    try:
        there = _there(path)
        if not path.exists():
            path.touch()
            # A flushed file under a lost name would be lost.
            disk.settle(path.parent, path.parent)
        with path.open("r+b", buffering=0) as log:
            yield log, there
    finally:
        lock.release()


def _there(path: Path) -> _There:
    """Writes the log on S3, over what it is there now; nothing for a warehouse of this machine."""
    copy = working_copy_of(path)
    if copy is None:
        return lambda _: None
    etag = copy.fetch(path)
    return lambda whole: copy.write(path, whole(), only_over=etag)


def _last(path: Path, log: BinaryIO, end: int) -> Decision | None:
    """The last entry, without reading the others."""
    start, line = max(0, end - 1), b""
    while start and b"\n" not in line:
        start, stop = max(0, start - TAIL), start
        line = read_between(log, start, stop) + line
    return next(iter(_decoded(path, line.rpartition(b"\n")[2])), None)


def _decoded(path: Path, lines: bytes) -> list[Decision]:
    try:
        return [_lines.decode(line) for line in lines.split(b"\n") if line]
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CorruptLog(path) from error


def _aimed(before: Callable[[], list[Decision]], entry: Entry) -> Entry:
    """An undo with the entry that it takes back; any other entry as it is."""
    if entry.verdict != "undo":
        return entry
    decisions = before()
    if entry.undoes is None:
        aim = last_held(decisions, entry.venue_id, entry.curator, entry.paper_id)
    else:
        aim = next((d for d in not_undone(decisions) if d.decision_id == entry.undoes), None)
    about = (entry.venue_id, entry.paper_id, entry.curator)
    if aim is None or (aim.venue_id, aim.paper_id, aim.curator) != about:
        msg = f"{entry.curator} has nothing on {entry.paper_id} to take back; look at it anew."
        raise BadDecision(msg)
    return msgspec.structs.replace(entry, undoes=aim.decision_id)


def _named(entry: Entry, last: Decision | None, now: datetime) -> Decision:
    """The entry with a name that sorts after the last one's, whatever the clock did since."""
    stamp, number = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}", 1
    if last is not None:
        before, _, count = last.decision_id.rpartition("-")
        stamp, number = max(stamp, before), int(count) + 1
    return Decision(
        **msgspec.structs.asdict(entry),
        decision_id=f"{stamp}-{number:06d}",
        decided_at=now.astimezone(UTC),
    )
