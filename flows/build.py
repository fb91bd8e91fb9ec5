"""Tables from pages, without asking anybody."""

from pathlib import Path

import pyarrow as pa

from flows.built import is_as_built, made_of, note_built
from flows.relating import relations
from flows.run import Job, read_history, read_overrides
from warehouse import layout, store
from warehouse.assemble import assemble, replay
from warehouse.curation.table import decisions_of
from warehouse.errors import NoSuchVenue
from warehouse.evidence import Evidence
from warehouse.explore.datapackage import write_datapackage
from warehouse.raw import venue_ids


def rebuild(root: Path, venue_id: str, *, anew: bool = False) -> list[Path]:
    """Build and publish a venue's tables from all its runs and what people decided.

    Nothing is built where nothing has changed since it was last.

    Args:
        root: The warehouse.
        venue_id: OpenReview venue id.
        anew: Build all the same.

    Returns:
        The table files that changed; none when the tables were what the pages say.

    Raises:
        NoSuchVenue: No run has listed this venue to its end.
    """
    with store.venue_lock(root, venue_id, _who(venue_id)):
        as_it_was = not anew and is_as_built(root, venue_id)
        return [] if as_it_was else rebuild_locked(root, venue_id)


def rebuild_locked(root: Path, venue_id: str, *, accept_shrinking: bool = False) -> list[Path]:
    """The same for a caller that holds the venue's lock.

    Args:
        root: The warehouse.
        venue_id: OpenReview venue id.
        accept_shrinking: Publish also where tables lose rows, as they do with a rejected link.
    """
    job = Job(venue_id, root)
    made = made_of(root, venue_id)
    runs = _listed(job)
    tables = _tables(job, runs)
    tables |= relations(root, venue_id, runs, tables["links"])
    with store.writer_lock(root, _who(venue_id), wait=store.PUBLISH_WAIT):
        # Curators may have decided since the tables were built.
        tables["decisions"] = decisions_of(root, venue_id)
        files = store.publish(root, venue_id, tables, accept_shrinking=accept_shrinking)
        write_datapackage(root)
    note_built(root, venue_id, made)
    return files


def _who(venue_id: str) -> str:
    return f"a rebuild of {venue_id}"


def tables_of(job: Job) -> dict[str, pa.Table]:
    """All tables of a venue as its pages and the decisions of people give them, but relations.

    Raises:
        NoSuchVenue: No run has listed this venue to its end.
    """
    return _tables(job, _listed(job))


def _listed(job: Job) -> list[Evidence]:
    """The venue's runs, of which one has listed it."""
    runs = read_history(job)
    if not any(run.listing for run in runs):
        msg = f"No run here has listed {job.venue_id} yet; `precited run {job.venue_id}` does."
        raise NoSuchVenue(msg)
    return runs


def _tables(job: Job, runs: list[Evidence]) -> dict[str, pa.Table]:
    linked = replay(runs, read_overrides(job))
    decisions = decisions_of(job.warehouse, job.venue_id)
    return assemble(job.venue_id, runs, linked, job.as_of, decisions)


def pulled_venues(root: Path) -> list[str]:
    """The venues of which pages lie in the warehouse."""
    return venue_ids(layout.raw(root))
