"""What a run changed, kept as a record of its own before anything is published.

A process killed between the two leaves the record for the next one to tell.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from flows.run import Run
from warehouse import layout
from warehouse.changes import COMPARED, Change, Record, compare, decode
from warehouse.errors import CorruptTable
from warehouse.quality import Check, checks
from warehouse.raw import RunPages, run_ids
from warehouse.store import read_table, read_venue

logger = logging.getLogger(__name__)

CHANGED = "run/changed"

NOT_COMPARED = Change(
    "not_compared", "the tables of before could not be read, so that nothing is known of changes"
)


def note_changes(run: Run, tables: Mapping[str, pa.Table]) -> None:
    """Keep what these tables will change once they are published.

    A record that an earlier process of this run left stays: it compared with the same tables.
    """
    if run.pages.find("precited", CHANGED) is None:
        checked = checks(tables, run.started_at.date())
        news = _news(run, tables, checked)
        run.note(CHANGED, {"changes": news, "checks": checked}, run.clock())


def _news(run: Run, tables: Mapping[str, pa.Table], checked: Sequence[Check]) -> tuple[Change, ...]:
    root, venue_id = run.job.warehouse, run.job.venue_id
    try:
        before = {name: read_table(root, name, venue_id) for name in COMPARED}
        return compare(before, tables, _checked_before(run, before), checked)
    except CorruptTable as error:
        logger.warning("not compared with the tables of before: %s", error)
        return (NOT_COMPARED,)


def _checked_before(run: Run, before: Mapping[str, pa.Table]) -> Sequence[Check]:
    """What the last run's checks said; asked of its tables where it kept no record."""
    root, venue_id = run.job.warehouse, run.job.venue_id
    last = next(records(root, venue_id, run.pages.run_id), None)
    if last is not None:
        return last[1].checks
    if not before["papers"].num_rows:
        return ()
    return checks(read_venue(root, venue_id), run.started_at.date())


def record_of(pages: RunPages) -> Record | None:
    """What a run changed; None for one that did not get so far, or of another version."""
    page = pages.find("precited", CHANGED)
    if page is None:
        return None
    try:
        return decode(page.payload)
    except ValueError:
        logger.warning("a record that this version can't read run=%s", pages.run_id)
        return None


def records(root: Path, venue_id: str, before: str | None = None) -> Iterator[tuple[str, Record]]:
    """What the venue's runs changed, with the run that did, the newest first.

    Args:
        root: The warehouse.
        venue_id: OpenReview venue id.
        before: Only runs earlier than this one.
    """
    raw = layout.raw(root)
    for run_id in reversed(run_ids(raw, venue_id)):
        if before is None or run_id < before:
            record = record_of(RunPages(raw, venue_id, run_id))
            if record is not None:
                yield run_id, record
