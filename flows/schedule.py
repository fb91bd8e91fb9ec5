"""What a watch list and a warehouse come to: what is served, and what runs next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.deployments import Deployment, deployments, with_known_dates
from flows.rhythms import Rhythm
from flows.watch_list import read_watch_list
from warehouse.store import known_venues, read_table


@dataclass(frozen=True, slots=True)
class Next:
    """The next run of one rhythm of a venue; None where there will be none."""

    deployment: Deployment
    rhythm: Rhythm
    at: datetime | None


def read_schedule(watch_list: Path, root: Path | None) -> tuple[Deployment, ...]:
    """The deployments of a watch list, with the dates that the warehouse knows.

    Args:
        watch_list: The file.
        root: The warehouse that the runs write to; None for one unknown here, on other machines.

    Raises:
        BadWatchList: The list can't be used.
    """
    watched = read_watch_list(watch_list)
    if root is not None:
        watched = with_known_dates(watched, read_table(root, "venues"))
    return deployments(watched, root)


def next_runs(listed: Sequence[Deployment], now: datetime) -> list[Next]:
    """What runs next, soonest first; last what is over or rests."""
    every = [
        Next(deployment, rhythm, _next(deployment, rhythm, now))
        for deployment in listed
        for rhythm in deployment.rhythms
    ]
    return sorted(every, key=lambda run: (run.at is None, run.at or now))


def without_tables(listed: Sequence[Deployment], root: Path) -> list[str]:
    """Active venues of the list of which the warehouse has nothing yet."""
    known = set(known_venues(root))
    return [d.venue_id for d in listed if d.active and d.venue_id not in known]


def _next(deployment: Deployment, rhythm: Rhythm, now: datetime) -> datetime | None:
    return next(rhythm.runs_after(now), None) if deployment.active else None
