"""A release of bulk files read whole, and many venues one after another or at once.

Each line is a study of its own (`python -m tests.benchmarks.bulk_bench` and `backfill_bench`), run
here on less than it takes by itself. The time is that of the whole study, with what it makes up
first; processor and memory are those of its processes, memory of the largest. What it found stands
below in its own words.
"""

import importlib.util
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measuring import Place, Row, Taken, alone

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Study:
    """A command that measures and says in its own words what it found.

    Attributes:
        what: What it measures.
        module: Its module.
        options: What each of its options is, for a whole table and for a quick one.
        against: What its own words compare with.
    """

    what: str
    module: str
    options: Mapping[str, tuple[float, float]]
    against: str

    def given(self, *, whole: bool) -> dict[str, str]:
        """The options as they are given."""
        return {name: f"{pair[0 if whole else 1]}" for name, pair in self.options.items()}


STUDIES = (
    Study(
        "read a bulk release, kill one reading",
        "bulk_bench",
        {"papers": (200_000, 20_000), "citations": (2_000_000, 200_000), "ours": (2_000, 500)},
        "a reading that was not killed",
    ),
    Study(
        "first runs of many venues",
        "backfill_bench",
        {"venues": (8, 2), "pause": (0.1, 0.05)},
        "one venue after another",
    ),
)


def rows(place: Place) -> Iterator[Row]:
    """A row a study."""
    for study in STUDIES:
        options = study.given(whole=len(place.sizes) > 1)
        given = ", ".join(f"{name} {value}" for name, value in options.items())
        if importlib.util.find_spec(f"tests.benchmarks.{study.module}") is None:
            yield Row(study.what, given, missing=f"there is no {study.module}")
            continue
        spent = alone(_measure, study.module, options)
        if code := spent.facts["code"]:
            yield Row(study.what, given, missing=f"{study.module} ended with {code}")
            continue
        note = spent.facts["said"]
        yield Row(study.what, given, spent, against=study.against, figure="below", note=note)


def _measure(module: str, options: Mapping[str, str]) -> Taken:
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *words]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = "; ".join(" ".join(line.split()) for line in done.stdout.splitlines())
    facts = {"code": done.returncode, "said": said}
    return Taken(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3, facts)
