"""Where a warehouse is worked on: its own folder, or a copy of the one on S3."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from flows.settings import Settings, load_settings
from warehouse import layout
from warehouse.curation.decision_log import fetch_decisions
from warehouse.errors import WarehouseError
from warehouse.remote import Address, WorkingCopy, make, place_of, working_copy_of

logger = logging.getLogger(__name__)

REFRESH = 15.0
"""Seconds between two looks at what other machines did."""


def working_copy(given: str | Path | None = None, settings: Settings | None = None) -> Path:
    """The folder for a warehouse; nothing is fetched, as whoever locks a venue fetches it.

    Args:
        given: A folder, or ``s3://bucket/prefix``; None for the warehouse of the settings.
        settings: Whose; None for those of this process.

    Raises:
        BadAddress: It names no bucket.
        S3Refused: The extra ``s3`` is not installed.
    """
    settings = settings or load_settings()
    given = given or settings.warehouse
    address = Address.of(given)
    if address is None:
        return Path(given)
    return make(place_of(address, settings.copies_folder.expanduser()), address).root


def readable(given: str | Path | None = None, *, pages: bool = False) -> Path:
    """The folder for a warehouse with everything that is published in it now.

    Args:
        given: As for :func:`working_copy`.
        pages: Have the pages of all runs there too.

    Raises:
        S3Refused: S3 does not let us.
        S3Unreachable: S3 does not answer.
    """
    root = working_copy(given)
    copy = working_copy_of(root)
    if copy is not None:
        copy.pull(layout.tables(root), root / "curation")
        if pages:
            copy.add(layout.raw(root))
    return root


def shown(root: Path) -> str:
    """A warehouse as people know it."""
    copy = working_copy_of(root)
    return str(copy.address) if copy else str(root)


@contextmanager
def kept_fresh(root: Path, seconds: float = REFRESH) -> Iterator[None]:
    """Meanwhile fetch what other machines publish and decide, every so often."""
    copy = working_copy_of(root)
    if copy is None:
        yield
        return
    ended = Event()
    thread = Thread(target=_keep_fresh, args=(copy, seconds, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _keep_fresh(copy: WorkingCopy, seconds: float, ended: Event) -> None:
    while not ended.wait(seconds):
        try:
            copy.pull(layout.tables(copy.root))
            fetch_decisions(copy.root)
        except WarehouseError as error:
            logger.warning("what others published could not be fetched: %s", error)
