"""Decisions about links: a log to which lines are only ever added.

One JSON line a decision, so that the log can be read, searched and kept under version control
without any tool of ours. A last line that a crash cut short is not believed, and the next decision
takes its place.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from warehouse import disk, layout
from warehouse.errors import CorruptLog
from warehouse.linking.overrides import OVERRIDES
from warehouse.remote import working_copy_of


class LinkDecision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the log; the meanings are those of ``overrides.OVERRIDES``."""

    override_id: str
    paper_id: str
    venue_id: str
    verdict: str
    curator: str
    decided_at: datetime
    s2_paper_id: str | None = None
    s2_corpus_id: int | None = None
    undoes: str | None = None
    why: str | None = None


def read_link_log(root: Path) -> list[LinkDecision]:
    """All decisions, oldest first.

    Raises:
        CorruptLog: A line that is whole cannot be read.
    """
    path = layout.link_log(root)
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")[:-1]
    try:
        return [msgspec.json.decode(line, type=LinkDecision) for line in lines if line]
    except msgspec.MsgspecError as error:
        raise CorruptLog(path) from error


def add_to_link_log(root: Path, decision: LinkDecision) -> None:
    """Write one more decision; it is on disk when this returns.

    The caller holds the ``writer_lock``.
    """
    path = layout.link_log(root)
    with disk.explained(path):
        disk.make_folder(path.parent)
        path.touch()
        with path.open("r+b") as log:
            # What a crash cut short was never confirmed to anybody.
            log.truncate(log.read().rfind(b"\n") + 1)
            log.seek(0, os.SEEK_END)
            log.write(msgspec.json.encode(decision) + b"\n")
            log.flush()
            os.fsync(log.fileno())
        disk.settle(path.parent, root)
    if copy := working_copy_of(path):
        copy.write(path, path.read_bytes())


def overrides_of(decisions: list[LinkDecision], venue_id: str) -> pa.Table:
    """The decisions about a venue's papers as linking reads them."""
    rows: list[Mapping[str, Any]] = [
        msgspec.structs.asdict(d) for d in decisions if d.venue_id == venue_id
    ]
    return OVERRIDES.from_rows(rows)


def next_id(decisions: list[LinkDecision], now: datetime) -> str:
    """A name for the next decision; names sort in the order of deciding."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{len(decisions) + 1:04d}"
