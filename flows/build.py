"""Tables from pages, without asking anybody."""

from pathlib import Path

from flows.run import Job, read_history
from warehouse import layout, store
from warehouse.assemble import assemble
from warehouse.errors import NoSuchVenue
from warehouse.raw import venue_ids


def rebuild(root: Path, venue_id: str) -> list[Path]:
    """Build and publish a venue's tables from all its runs.

    Returns:
        The table files that changed; none when the tables were what the pages say.

    Raises:
        NoSuchVenue: No run has listed this venue to its end.
    """
    with store.writer_lock(root, f"a rebuild of {venue_id}"):
        store.finish_publish(root)
        runs = read_history(Job(venue_id, root))
        if not any(run.listing for run in runs):
            msg = f"No run here has listed {venue_id} yet; `precited run {venue_id}` does."
            raise NoSuchVenue(msg)
        return store.publish(root, venue_id, assemble(venue_id, runs))


def pulled_venues(root: Path) -> list[str]:
    """The venues of which pages lie in the warehouse."""
    return venue_ids(layout.raw(root))
