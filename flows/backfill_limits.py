"""What the runs of one backfill share, wherever they are: a number of requests, and being stopped.

A limit of requests is the whole backfill's, and Python stops no thread and Dask no task that is
under way. So whoever is about to send a request takes a place for it among all, and asks whether
the backfill was stopped. In threads both are objects of this process; for Dask they are kept by
its scheduler, which all workers can reach, on whatever machine they are.
"""

import queue
import threading
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from connectors.errors import BudgetSpent, TimeSpent
from connectors.page import Request
from connectors.transport.terms import Budget

PATIENCE = 0.5
"""Seconds for which a place is waited for: to Dask's queue none at all would mean to give up
before asking."""


class Stopped(TimeSpent):
    """Somebody stopped the backfill; the next one goes on from here."""


class Limits:
    """Places for requests, and a switch, of one process.

    Not a dataclass: Prefect takes those among a task's parameters apart.
    """

    def __init__(self, limit: int | None = None) -> None:
        """Let so many requests pass; None for as many as it takes."""
        self.limit = limit
        self._places: Any = queue.Queue(limit or 0)
        self._switch: Any = threading.Event()

    def take(self) -> bool:
        """Take the place of one request; False when there is none left."""
        if self.limit is None:
            return True
        try:
            self._places.put(0, timeout=PATIENCE)
        except (queue.Full, TimeoutError):
            return False
        return True

    def is_spent(self) -> bool:
        """Whether there is no place left."""
        return self.limit is not None and int(self._places.qsize()) >= self.limit

    def stop(self) -> None:
        """Let nobody send a further request."""
        self._switch.set()

    def is_stopped(self) -> bool:
        """Whether somebody stopped the backfill."""
        return bool(self._switch.is_set())

    def sleep(self, seconds: float) -> None:
        """Wait so long.

        Raises:
            Stopped: The backfill was stopped; what was waited for must not be sent.
        """
        if self._switch.wait(timeout=seconds):
            raise Stopped("stopped while it waited: run again to go on from here")


class DaskLimits(Limits):
    """The same, kept by a Dask scheduler; made anew where it is unpacked, under the same name."""

    def __init__(self, name: str, limit: int | None = None, client: Any = None) -> None:
        """Places of this name, of the client's scheduler; None for that of the worker at hand."""
        distributed: Any = import_module("distributed")
        self.name, self.limit = name, limit
        self._places = distributed.Queue(f"{name}-places", maxsize=limit or 0, client=client)
        self._switch = distributed.Event(f"{name}-stopped", client=client)

    def __reduce__(self) -> tuple[Any, ...]:
        return DaskLimits, (self.name, self.limit)


def limits_of(runner: Any, name: str, limit: int | None) -> Limits:
    """The limits for all that this task runner of Prefect works at.

    Args:
        runner: A runner that was started.
        name: One that no other backfill has.
        limit: How many requests; None for as many as it takes.
    """
    client = getattr(runner, "client", None)
    return Limits(limit) if client is None else DaskLimits(name, limit, client)


@dataclass(slots=True)
class SharedBudget(Budget):
    """What one run may spend of it; counts what it spent.

    Attributes:
        shared: The limits of all; those of nobody when it is left out.
    """

    shared: Limits | None = None

    def spend(self, request: Request) -> None:
        """Count one request that is about to be sent.

        Raises:
            BudgetSpent: The limit of all is reached; the request must not be sent.
            Stopped: The backfill was stopped; likewise.
        """
        shared = self.shared or Limits()
        if shared.is_stopped():
            raise Stopped(f"stopped before {request}: run again to go on from here", request)
        if not shared.take():
            raise BudgetSpent(
                f"the limit of {shared.limit} request(s) for all venues is reached before "
                f"{request}: run again, or with a higher limit, to go on from here",
                request,
            )
        with self._lock:
            self._spent += 1
