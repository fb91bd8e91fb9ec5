"""The published tables: written whole or not at all, by one writer, read by anyone."""

from warehouse.store.lock import PUBLISH_WAIT, venue_lock, writer_lock
from warehouse.store.publishing import finish_publish, publish
from warehouse.store.reading import known_venues, read_table, read_venue

__all__ = [
    "PUBLISH_WAIT",
    "finish_publish",
    "known_venues",
    "publish",
    "read_table",
    "read_venue",
    "venue_lock",
    "writer_lock",
]
