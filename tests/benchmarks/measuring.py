"""One measurement: a process of its own, what it took, and the row that says so."""

import re
import resource
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

Answer = TypeVar("Answer")

SIZES = (1_000, 10_000, 60_000)
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Taken:
    """What a piece of work took.

    Attributes:
        seconds: By the clock.
        cpu: Seconds of processor, of all threads.
        peak: Memory of its process at its largest, in MB; interpreter, imports and input included.
        facts: What it came to, where a row tells of it.
    """

    seconds: float
    cpu: float
    peak: float
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: The work.
        given: Its input, with the size.
        taken: What it took; None where it is not timed, or failed.
        requests: Requests sent, where they count.
        against: The peer or the floor that it stands against.
        figure: What that takes.
        missing: Why there is no figure: what is not at hand, or how it failed.
        note: What has to be told below the table: a reckoning, or what came out.
    """

    what: str
    given: str = ""
    taken: Taken | None = None
    requests: int | None = None
    against: str = ""
    figure: str = ""
    missing: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the parts keep what they make, and for how many papers they make it.

    Attributes:
        folder: Thrown away at the end.
        sizes: Numbers of made-up papers.
    """

    folder: Path
    sizes: tuple[int, ...] = SIZES


def alone(work: Callable[..., Answer], *arguments: Any) -> Answer:
    """The answer of a function called in a new process, which a kill of it cannot hold up."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def taken(work: Callable[[], Any], times: int = 1) -> Taken:
    """What the work takes in this process: the quickest of so many times, each figure by itself.

    ``facts`` is what the work answers, if it answers a mapping.
    """
    clock, cpu = [], []
    for _ in range(times):
        began = time.perf_counter(), time.process_time()
        came_to = work()
        clock.append(time.perf_counter() - began[0])
        cpu.append(time.process_time() - began[1])
    facts = came_to if isinstance(came_to, Mapping) else NOTHING
    return Taken(min(clock), min(cpu), peak(), dict(facts))


def peak() -> float:
    """The most memory that this process has had, in MB.

    By the kernel's mark of this program: ``getrusage`` tells of what was there before ``exec``
    too, so a child of a process of 1 GB says 1 GB whatever it does.
    """
    status = Path("/proc/self/status")
    if status.exists() and (mark := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(mark[1]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def shown(seconds: float) -> str:
    """Seconds with two or three digits that say something.

    >>> shown(1234.5), shown(12.34), shown(1.234), shown(0.01234)
    ('1,234 s', '12.3 s', '1.23 s', '12.3 ms')
    """
    if seconds < 0.1:
        return f"{seconds * 1e3:.3g} ms"
    return f"{seconds:,.0f} s" if seconds >= 100 else f"{seconds:.3g} s"


def ratio(ours: Taken, other: float) -> str:
    """The other's seconds of processor, and how many times as much ours are."""
    return f"{shown(other)} of CPU ({ours.cpu / other:.2g} times)" if other else shown(other)
