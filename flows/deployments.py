"""The one list of what runs by itself: served on one machine, or written for work pools.

A venue is one deployment with several schedules, each with parameters of its own. Prefect limits
runs by deployment, so its limit of 1 holds for everything that is scheduled for the venue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.rhythms import Rhythm, hours, rhythms
from flows.watch_list import Watched
from warehouse import layout

FLOW = "track"
ENTRYPOINT = "flows.track.track"
"""The flow by its module: it is found wherever precited is installed, from whatever folder."""

TAG = "precited"
POOL = "precited"
"""The work pool of prefect.yaml."""

WAIT_MINUTES = 120
"""Of a run where somebody runs the same venue by hand, which Prefect knows nothing of."""

CONCURRENCY = {"limit": 1, "collision_strategy": "ENQUEUE"}
"""A second run of the same venue waits for the first, and none is dropped."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """Everything that runs by itself for one venue.

    Attributes:
        venue_id: OpenReview venue id.
        name: Of the deployment; the venue's name in paths.
        description: For the pages of the Prefect server.
        tags: Ours, and the venue's id.
        parameters: What the flow is given in every run.
        rhythms: What is done and when.
        active: Whether it runs.
    """

    venue_id: str
    name: str
    description: str
    tags: tuple[str, ...]
    parameters: Mapping[str, Any]
    rhythms: tuple[Rhythm, ...]
    active: bool

    @property
    def schedules(self) -> list[dict[str, Any]]:
        """Its schedules as Prefect takes them, in prefect.yaml and in code."""
        return [
            rhythm.schedule | {"slug": rhythm.name, "parameters": dict(rhythm.parameters)}
            for rhythm in self.rhythms
        ]


def deployments(
    watched: Sequence[Watched], warehouse: Path | None = None
) -> tuple[Deployment, ...]:
    """A deployment for every venue of a watch list, in its order.

    Args:
        watched: The list; see :func:`with_known_dates`.
        warehouse: Where the runs write; None leaves it to the settings of whoever runs them.
    """
    given = hours(watched)
    return tuple(
        _deployment(venue, rhythms(venue, *given[venue.venue_id]), warehouse) for venue in watched
    )


def with_known_dates(watched: Sequence[Watched], venues: pa.Table) -> tuple[Watched, ...]:
    """The list with the dates of the ``venues`` table, where it has none of its own."""
    columns = (venues["venue_id"].to_pylist(), venues["start_on"].to_pylist())
    known = dict(zip(*columns, strict=True))
    return tuple(
        venue if venue.starts_on else replace(venue, starts_on=known.get(venue.venue_id))
        for venue in watched
    )


def _deployment(venue: Watched, when: tuple[Rhythm, ...], warehouse: Path | None) -> Deployment:
    where = {} if warehouse is None else {"warehouse": str(warehouse)}
    more = {"influential": True} if venue.influential else {}
    return Deployment(
        venue.venue_id,
        layout.slug(venue.venue_id),
        f"Which accepted papers of {venue.venue_id} are already cited: "
        + "; ".join(f"{rhythm.name}: {rhythm.what}" for rhythm in when)
        + ".",
        (TAG, venue.venue_id),
        {"venue_id": venue.venue_id, "wait_minutes": WAIT_MINUTES} | where | more,
        when,
        venue.active,
    )
