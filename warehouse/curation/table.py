"""The log of decisions as a table."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from warehouse.curation.decision import TEXTS, Decision
from warehouse.curation.decision_log import read_decisions
from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.store import publish, writer_lock
from warehouse.tables import DECISIONS

logger = logging.getLogger(__name__)


def decisions_of(root: Path, venue_id: str) -> pa.Table:
    """The log's entries about a venue, as ``tables.DECISIONS``.

    Raises:
        CorruptLog: The log cannot be read.
    """
    return decisions_table(read_decisions(root), venue_id)


def decisions_table(decisions: Iterable[Decision], venue_id: str) -> pa.Table:
    """These entries about a venue, as ``tables.DECISIONS``."""
    return DECISIONS.from_rows(_row(entry) for entry in decisions if entry.venue_id == venue_id)


def _row(entry: Decision) -> dict[str, Any]:
    cleared = [name for name in TEXTS if getattr(entry, name) == ""]
    return msgspec.structs.asdict(entry) | dict.fromkeys(cleared) | {"cleared": cleared}


def publish_decisions(root: Path, venue_id: str) -> bool:
    """Let the ``decisions`` table follow the log at once, if nobody writes to the warehouse.

    The log is what counts and is safe already, so a failure here is logged and not raised: the
    next build or run publishes the same.

    Returns:
        Whether the table is now as the log was.
    """
    try:
        with writer_lock(root, "the board"):
            publish(root, venue_id, {"decisions": decisions_of(root, venue_id)})
    except WarehouseBusy:
        return False
    except WarehouseError as error:
        logger.warning("decisions of venue=%s were not published: %s", venue_id, error)
        return False
    return True
