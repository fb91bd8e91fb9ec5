"""What a run survives: made-up venues tracked under every fault, and the tables it leaves.

    python -m tests.benchmarks.faults_bench [CASE ...] [--seeds N]

A case is a text of faults, as `precited standin --faults` takes it; none for every profile, every
switch by itself, and the mix over 20 seeds. A run that stops with an error for people is run
again, as a person would. Exit 1 if any ends otherwise than right, or with such an error. Not part
of the test run.
"""

import argparse
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from unittest.mock import patch

from connectors.errors import RetryLater
from connectors.standin import made_up
from connectors.standin.corpus import Corpus
from connectors.standin.faults.profiles import MIX, PROFILES, faults
from connectors.standin.faults.switches import SWITCHES
from connectors.standin.journal import Json, tally
from connectors.standin.server import StandIn, serve
from flows.failures import OURS, explain
from flows.run import Job
from flows.settings import Settings
from tests.benchmarks.faults_bench_tables import (
    Differences,
    Tables,
    differences,
    may_differ,
    never,
    tables_of,
)
from tests.flows import world
from tests.flows.world import LANTERN, QUILL, PassingTime

RUNS = 6
"""Runs after which a person would give up."""

LISTS = frozenset(
    {"empty-page", "stuck-cursor", "bulk-early-end", "duplicate-citer", "duplicate-notes"}
)
MET_BESIDE = {
    **dict.fromkeys(LISTS, "short-pages"),
    **dict.fromkeys(
        ("expired-token", "openreview-window", "challenge", "challenge-page"), "short-pages"
    ),
    "retry-after": "keyed-bucket",
}
"""What is needed for some to be met: lists that do not fit on a page, or a limit."""

BY_PAGES = LISTS | {"data-null", "hostile"}
"""Faults that concern lists of citing works read page by page."""

BY_KEY = frozenset({"keyed-bucket", "unknown-key", "retry-after"})
UNPACED = BY_KEY | {"throttled", "anonymous-bucket", "poor-pool", "openreview-window"}
"""Limits that a run which keeps its own pace never meets: so it keeps none."""

NEXT_RUN = frozenset({"venueid-flip"})
"""What the world itself changed during a run, the next one finds."""


@dataclass(frozen=True, slots=True)
class Case:
    """A venue, and what goes wrong while it is tracked.

    Attributes:
        name: What is tried.
        text: The faults, in their own language.
        venue: Whose papers.
        influential: Whether lists of citing works are read page by page.
        has_key: Whether Semantic Scholar is asked with a key.
        is_paced: Whether the run keeps the services' pace.
        runs: Runs that must end right before tables are compared.
    """

    name: str
    text: str
    venue: str = LANTERN
    influential: bool = False
    has_key: bool = False
    is_paced: bool = True
    runs: int = 1


@dataclass(slots=True)
class Ending:
    """How it went.

    Attributes:
        met: Faults by name, from the journal of the stand-in.
        requests: All that were sent.
        repeats: Those that had been sent before.
        said: What the runs that stopped said, in order.
        wrong: What must not be: a crash, or tables that differ where they may not.
        differs: Where tables differ and may.
    """

    met: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    repeats: int = 0
    said: list[str] = field(default_factory=list)
    wrong: str = ""
    differs: Differences = field(default_factory=Counter)
    is_right: bool = False

    def __str__(self) -> str:
        """How it ended, in a few words."""
        if self.wrong:
            return f"WRONG: {self.wrong}"
        if not self.is_right:
            return f"error: {self.said[-1]}"
        again = f", after {len(self.said)} stop(s)" if self.said else ""
        but = f", but {', '.join(sorted(self.differs))}" if self.differs else ""
        return f"right{again}{but}"


def cases(seeds: int) -> Iterator[Case]:
    """Every profile, every switch, and the mix over so many seeds."""
    for name in PROFILES:
        yield single(name)
    for name in SWITCHES:
        yield single(name)
    for seed in range(1, seeds + 1):
        yield mixed(seed)


def single(name: str) -> Case:
    """The case of one switch or profile."""
    beside = f",{MET_BESIDE[name]}" if name in MET_BESIDE else ""
    runs = 2 if name in NEXT_RUN else 1
    text = f"{name}{beside},seed=1,delay=0.02"
    return Case(
        name,
        text,
        influential=name in BY_PAGES,
        has_key=name in BY_KEY,
        is_paced=name not in UNPACED,
        runs=runs,
    )


def mixed(seed: int) -> Case:
    """The case of one draw: on either API, with a key or without, paced or not, by turns."""
    text = f"{MIX},seed={seed},delay=0.02"
    return Case(
        f"{MIX} {seed}",
        text,
        QUILL if seed % 2 else LANTERN,
        influential=seed % 4 == 0,
        has_key=seed % 4 > 1,
        is_paced=seed % 3 > 0,
        runs=2 if NEXT_RUN & drawn(text) else 1,
    )


def drawn(text: str) -> set[str]:
    """The switches that a text turns on."""
    return {one.switch.name for one in faults(text).chosen} | set(faults(text).profiles)


@cache
def corpus() -> Corpus:
    """The made-up world."""
    return made_up.corpus()


@cache
def undisturbed(venue: str, influential: bool) -> Tables:
    """The tables of a run in which nothing goes wrong."""
    with tempfile.TemporaryDirectory() as folder, serve([corpus()]) as standin:
        job = Job(venue, Path(folder), influential=influential)
        world.track(job, settings_for(standin))
        return tables_of(Path(folder), venue)


def settings_for(standin: StandIn, *, has_key: bool = False, is_paced: bool = True) -> Settings:
    """Settings under which everything is asked of this stand-in."""
    return Settings(
        openreview_v1_url=standin.openreview_v1,
        openreview_v2_url=standin.openreview_v2,
        semantic_scholar_url=standin.semantic_scholar,
        openreview_username=standin.urls.username,
        openreview_password=standin.urls.password,
        semantic_scholar_api_key="a-key-for-tests" if has_key else None,
        openreview_interval=None if is_paced else 0,
        semantic_scholar_interval=None if is_paced else 0,
    )


def survive(case: Case) -> Ending:
    """Track the venue under these faults until it is done, and look at what is left."""
    clock, ending = PassingTime(), Ending()
    profile = faults(case.text).profile(lambda: clock.at)
    with tempfile.TemporaryDirectory() as folder, serve([corpus()], faults=profile) as standin:
        job = Job(case.venue, Path(folder), influential=case.influential)
        settings = settings_for(standin, has_key=case.has_key, is_paced=case.is_paced)
        try:
            ending.is_right = all(
                insist(job, settings, clock, ending.said) for _ in range(case.runs)
            )
        except Exception:  # noqa: BLE001 - whatever it is, it is what this looks for
            ending.wrong = traceback.format_exc(limit=-3)
        _count(ending, standin.journal())
        if ending.is_right:
            _compare(case, ending, tables_of(Path(folder), case.venue))
    return ending


def insist(job: Job, settings: Settings, clock: PassingTime, said: list[str]) -> bool:
    """Run again while runs stop with an error for people; whether one got to its end."""
    for _ in range(RUNS):
        try:
            with patch.object(world, "PassingTime", lambda: clock):
                world.track(job, settings)
        except OURS as error:
            said.append(explain(error))
            later = error.at.timestamp() if isinstance(error, RetryLater) and error.at else 0.0
            clock.at = max(clock.at + 600, later + 1)
        else:
            return True
    return False


def _count(ending: Ending, journal: Sequence[Json]) -> None:
    asked = Counter((e["method"], e["path"], e["query"], str(e["body"])) for e in journal)
    ending.met = tally(journal)
    ending.requests = len(journal)
    ending.repeats = sum(times - 1 for times in asked.values())


def _compare(case: Case, ending: Ending, tables: Tables) -> None:
    expected = undisturbed(case.venue, case.influential)
    found, allowed = differences(expected, tables), may_differ(drawn(case.text))
    ending.differs = Counter({where: n for where, n in found.items() if where in allowed})
    wrong = found - ending.differs + never(expected, tables)
    ending.wrong = f"tables differ: {dict(wrong)}" if wrong else ""


def line(case: Case, ending: Ending) -> str:
    """A row of the table."""
    met = ", ".join(f"{name} {times}" for name, times in sorted(ending.met.items())) or "none"
    return f"| {case.name} | {met} | {ending.requests} | {ending.repeats} | {ending} |"


def bench(tried: Iterable[Case]) -> bool:
    """Print the table as it grows; whether every case ended as it may."""
    print("| faults | met | requests | repeats | how it ended |\n|---|---|---|---|---|")  # noqa: T201
    endings: Counter[str] = Counter()
    for case in tried:
        ending = survive(case)
        print(line(case, ending), flush=True)  # noqa: T201
        endings["wrong" if ending.wrong else "right" if ending.is_right else "error"] += 1
    print(f"\n{endings.total()} cases: {dict(endings)}")  # noqa: T201
    return not endings["wrong"]


def main() -> int:
    """Try what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="*")
    parser.add_argument("--seeds", type=int, default=20)
    asked = parser.parse_args()
    known = {**PROFILES, **SWITCHES}
    named = [
        single(name) if name in known else Case(name, f"{name},delay=0.02") for name in asked.case
    ]
    return 0 if bench(named or cases(asked.seeds)) else 1


if __name__ == "__main__":
    sys.exit(main())
