"""What a run has cost, over all processes that worked at it, of which some may have been killed.

Each page says how many requests it took, so what was paid for it is known wherever it is read. A
process that was killed takes with it only what it had asked in vain. Logins are left out: every
process needs its own, and a run must not look dearer for having been interrupted.
"""

from collections import Counter
from collections.abc import Mapping

from connectors.transport.terms import RequestLog
from warehouse.raw import RunPages

Cost = Mapping[str, int]

SOURCES = ("openreview", "semantic_scholar")


def paid(pages: RunPages) -> dict[str, int]:
    """The requests that brought the pages on disk, by service, and how many were repeats."""
    took = {source: pages.attempts(source) for source in SOURCES}
    # A page made of a file that was downloaded took no request of the service.
    repeats = sum(max(attempts - 1, 0) for source in SOURCES for attempts in took[source])
    return {f"{source}_requests": sum(took[source]) for source in SOURCES} | {"retries": repeats}


def sent(log: RequestLog) -> dict[str, int]:
    """The requests that this process sent, in vain or not; no logins."""
    asked = [record for record in log.records if not record.endpoint.endswith("/login")]
    by_service: Counter[str] = Counter(record.source for record in asked)
    repeats = sum(record.attempt > 1 for record in asked)
    return {f"{source}_requests": by_service[source] for source in SOURCES} | {"retries": repeats}


def plus(*costs: Cost) -> dict[str, int]:
    """All of them together."""
    return {name: sum(one.get(name, 0) for one in costs) for name in costs[0]}


def minus(whole: Cost, part: Cost) -> dict[str, int]:
    """What is left of a cost."""
    return {name: value - part.get(name, 0) for name, value in whole.items()}
