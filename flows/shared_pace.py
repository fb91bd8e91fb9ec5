"""How runs beside each other keep one pace: through this machine's files, and through Prefect.

The pace of a single run is the transport's. This is the second gate before each request, for
everybody else who asks under the same key or address: threads and processes of this machine stand
in one line (:mod:`connectors.transport.machine_pace`), and where flows run on several machines
they share Prefect's global rate limit of the service's name, if somebody made it.

Prefect does not enforce a limit that does not exist, and its answer took 19 ms on SQLite and
97 ms on Postgres, so a run asks once whether there is one.
"""

import sys
import threading
from dataclasses import dataclass, field

from connectors import openreview, semantic_scholar
from connectors.page import Source
from connectors.transport.machine_pace import MachinePace
from connectors.transport.pacing import Timing
from connectors.transport.terms import Turn
from flows.settings import Settings, load_settings

LIMITS: dict[Source, str] = {"openreview": "openreview", "semantic_scholar": "semantic-scholar"}
"""Prefect's global rate limits by service."""


def shared_turn(settings: Settings, timing: Timing) -> Turn:
    """The turns of a run, in whatever line its machine and its Prefect server have.

    A service that is asked without a pause, as the stand-in is, has no line on the machine.
    """
    on_machine = MachinePace(settings.pace_folder, timing)
    in_prefect = PrefectLine()
    pauses = intervals(settings)

    def turn(source: Source) -> None:
        if pauses[source] > 0:
            on_machine.turn(source, pauses[source])
        in_prefect.turn(source)

    return turn


def intervals(settings: Settings) -> dict[Source, float]:
    """Seconds between two requests to each service."""
    asking, telling = settings.openreview_interval, settings.semantic_scholar_interval
    has_key = settings.semantic_scholar_api_key is not None
    return {
        "openreview": openreview.INTERVAL if asking is None else asking,
        "semantic_scholar": semantic_scholar.pace(has_key=has_key) if telling is None else telling,
    }


@dataclass
class PrefectLine:
    """Turns by Prefect's global rate limits, where a server is there that has them."""

    _known: dict[Source, bool] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, source: Source) -> None:
        """Take a slot; at once where there is no such limit.

        Raises:
            RetryLater: The line did not move for ten minutes.
        """
        # Outside of a flow nobody need wait seconds for Prefect's import.
        if "prefect" not in sys.modules:
            return
        from flows import prefect_limits  # noqa: PLC0415

        with self._lock:
            if source not in self._known:
                self._known[source] = prefect_limits.is_limited(LIMITS[source])
        if self._known[source]:
            prefect_limits.take_slot(LIMITS[source])


def ensure_limits(settings: Settings | None = None) -> list[str]:
    """Make the rate limits of both services on the Prefect server, and give those made.

    One slot that is free again after the service's interval, so that all workers together never
    send more than one request in that time. A limit that is there stays as somebody set it.
    """
    from flows.prefect_limits import create  # noqa: PLC0415

    seconds = intervals(settings or load_settings())
    return [name for source, name in LIMITS.items() if create(name, decay(seconds[source]))]


def decay(seconds: float) -> float:
    """Slots a second that make one free after so many seconds; a thousandth for the stand-in's 0.

    >>> decay(1.1)
    0.909
    """
    return int(1000 / max(seconds, 0.001)) / 1000
