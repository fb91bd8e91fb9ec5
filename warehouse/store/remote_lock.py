"""The same locks for a warehouse on S3: held there too, and what they guard fetched from there."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse import layout
from warehouse.remote import Holder, WorkingCopy, lease, working_copy_of
from warehouse.tables import BY_NAME


@contextmanager
def held_there(root: Path, venue_id: str | None, who: str, wait: float) -> Iterator[None]:
    """Hold a lock on S3, with this machine's files as they are there; at once for a local one.

    Args:
        root: The warehouse; its own lock of this machine is held.
        venue_id: The venue whose lock it is; None for that of the warehouse.
        who: Who holds it, as others are to read it.
        wait: Seconds to wait for another holder.

    Raises:
        WarehouseBusy: Another machine holds it.
        S3Refused: S3 does not let us.
        S3Unreachable: S3 does not answer.
    """
    copy = working_copy_of(root)
    if copy is None:
        yield
        return
    holder = Holder(who, os.getpid(), socket.gethostname(), copy.name)
    name = "writer" if venue_id is None else f"venue={layout.slug(venue_id)}"
    with lease(copy, name, holder, wait):
        copy.pull(root / "curation")
        if venue_id is None:
            copy.pull(layout.staging(root))
        else:
            _fetch_venue(copy, venue_id)
        yield


def _fetch_venue(copy: WorkingCopy, venue_id: str) -> None:
    raw = layout.raw(copy.root)
    here = {source.name for source in raw.iterdir()} if raw.is_dir() else set()
    sources = here.union(copy.folders(raw))
    copy.merge(*(raw / source / layout.slug(venue_id) for source in sorted(sources)))
    copy.pull(*(layout.table_file(copy.root, name, venue_id).parent for name in BY_NAME))
