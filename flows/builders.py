"""Many venues rebuilt side by side, each in one of as many processes as there are cores."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flows.built import is_as_built
from flows.failures import OURS, explain


@dataclass(frozen=True, slots=True)
class Built:
    """How the rebuild of one venue ended.

    Attributes:
        venue_id: OpenReview venue id.
        files: The table files that changed.
        failure: Why there are no new tables, in one sentence; None when there are.
        error: What nobody expected, if that is why.
    """

    venue_id: str
    files: Sequence[Path] = ()
    failure: str | None = None
    error: Exception | None = None


def rebuild_each(
    root: Path, venue_ids: Sequence[str], processes: int | None = None, *, anew: bool = False
) -> Iterator[Built]:
    """Rebuild venues, those apart of which nothing has changed; as they get done.

    A venue that cannot be built keeps no other from it.

    Args:
        root: The warehouse.
        venue_ids: OpenReview venue ids, each once.
        processes: How many at once; None for as many as there are cores.
        anew: Build also where nothing has changed.
    """
    changed = [id_ for id_ in venue_ids if anew or not is_as_built(root, id_)]
    yield from (Built(id_) for id_ in venue_ids if id_ not in changed)
    count = min(processes or os.cpu_count() or 1, len(changed))
    if count <= 1:
        yield from (_built(id_, partial(_rebuilt, root, id_, anew=anew)) for id_ in changed)
        return
    # Spawned: DuckDB and Arrow have threads, which a fork would leave behind with their locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        waiting = {pool.submit(_rebuilt, root, id_, anew=anew): id_ for id_ in changed}
        try:
            yield from (_built(waiting[done], done.result) for done in as_completed(waiting))
        finally:
            pool.shutdown(cancel_futures=True)


def _rebuilt(root: Path, venue_id: str, *, anew: bool) -> Built:
    from flows.build import rebuild  # noqa: PLC0415 - takes seconds, which not all need to pay

    try:
        return Built(venue_id, rebuild(root, venue_id, anew=anew))
    except OURS as error:
        # Said here: not every error of ours comes whole out of another process.
        return Built(venue_id, failure=explain(error))


def _built(venue_id: str, result: Callable[[], Built]) -> Built:
    try:
        return result()
    except Exception as error:  # noqa: BLE001 - the other venues go on
        return Built(venue_id, failure=explain(error), error=error)
