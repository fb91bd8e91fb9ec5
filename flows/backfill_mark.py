"""When a backfill began, so that one that was stopped knows what it has finished already.

A venue of its own needs no such memory: a run that stopped goes on, one that came to its end is
followed by a new one. Of two hundred venues the hundred that came to their end before a backfill
was stopped must not be run anew, and only the time when it began tells these from those that
somebody ran last week. It is thrown away once every venue is finished, and after a week.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from flows.run import FINISHED, PUBLISHED, RESUME_WITHIN, STARTED, Job, start_record
from warehouse import disk, layout
from warehouse.raw import RunPages, run_ids


class _Kept(msgspec.Struct, frozen=True):
    began: datetime
    no_venues: list[str] = []


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of a backfill.

    Attributes:
        file: Where it is kept.
        began: When it began.
        goes_on: Whether an earlier process began it.
        no_venues: Ids of the list that turned out to be no venues.
    """

    file: Path
    began: datetime
    goes_on: bool = False
    no_venues: frozenset[str] = frozenset()

    def without(self, venue_id: str) -> "Mark":
        """The same, and this id is no venue; kept."""
        known = replace(self, no_venues=self.no_venues | {venue_id})
        known.keep()
        return known

    def keep(self) -> None:
        """Let the next process know."""
        disk.make_folder(self.file.parent)
        kept = _Kept(self.began, sorted(self.no_venues))
        disk.write(self.file, msgspec.json.encode(kept))

    def forget(self) -> None:
        """Every venue is finished: the next backfill is another one."""
        with suppress(OSError):
            self.file.unlink()


def mark(root: Path, venues: Sequence[str], wanted: Any, now: datetime) -> Mark:
    """The backfill of these venues: one that stopped within the last week, or a new one.

    Args:
        root: The warehouse.
        venues: All that are to be run.
        wanted: What is to be done for each; a dataclass.
        now: The time.
    """
    same = msgspec.json.encode([sorted(venues), asdict(wanted)])
    name = blake2b(same, digest_size=8).hexdigest()
    file = layout.cache(root) / "backfills" / f"{name}.json"
    with suppress(OSError, msgspec.MsgspecError):
        kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
        if now - kept.began <= RESUME_WITHIN:
            return Mark(file, kept.began, goes_on=True, no_venues=frozenset(kept.no_venues))
    new = Mark(file, now)
    new.keep()
    return new


def finished_since(job: Job, since: datetime) -> dict[str, Any] | None:
    """What a run of the same work found that came to its end since; None where there is none.

    The caller holds the venue's lock.
    """
    raw = layout.raw(job.warehouse)
    for run_id in reversed(run_ids(raw, job.venue_id)):
        pages = RunPages(raw, job.venue_id, run_id)
        records = {record.endpoint: record for record in pages.read("precited", "run/")}
        if {STARTED, FINISHED, PUBLISHED} <= records.keys():
            is_same = records[STARTED].json() == start_record(job)
            if is_same and records[PUBLISHED].fetched_at >= since:
                return dict(records[FINISHED].json())
    return None
