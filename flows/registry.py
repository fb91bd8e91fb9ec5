"""The venues on OpenReview, asked for at most once a day."""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path

from connectors.openreview import VenueName, venues
from flows.clients import connect
from flows.keeping import keeping
from flows.settings import load_settings
from warehouse import layout
from warehouse.raw import RunPages


def find_venues(
    root: Path,
    pattern: str,
    year: int | None,
    *,
    children: bool,
    today: date,
    refresh: bool = False,
) -> Sequence[VenueName]:
    """The venues that match, from today's list; see :func:`connectors.openreview.venues`.

    Args:
        root: The warehouse, where the list is kept.
        pattern: Words of the id, or a pattern with ``*``.
        year: The year in the id.
        children: Give workshops and tracks of the conferences found.
        today: The day.
        refresh: Ask again although today's list is at hand.
    """
    settings = load_settings()
    # Lists of the services and of a stand-in must not stand for each other.
    host = blake2b(settings.openreview_v2_url.encode(), digest_size=4).hexdigest()
    kept = RunPages(layout.cache(root), "venues", f"{today:%Y%m%d}-{host}")
    fetch = keeping(kept, connect(settings).fetch, again=refresh)
    return venues(fetch, pattern, year, children=children)
