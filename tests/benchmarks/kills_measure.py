"""Lives of a run: killed again and again, then left alone; what it asked twice and what differs."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

from connectors.standin.corpus import Corpus
from connectors.standin.server import StandIn, environment, serve
from flows.place import readable
from tests.s3 import s3_environment

ROOT = Path(__file__).parents[2]
STAGES = (
    "Listing submissions",
    "Searching records",
    "Matching what is left",
    "Counting citations",
    "Collecting citing works",
    "Building tables",
    "Relating papers",
    "Publishing",
)
KILLS_A_LIFE = 8
BUCKET = "kills"


@dataclass(frozen=True, slots=True)
class World:
    """Where runs are made: one venue, one stand-in whose clock stands still.

    Attributes:
        standin: Both services.
        venue_id: The venue.
        moment: The time that every run believes it is.
        base: A warehouse with earlier runs, from which each life starts; None for none.
        s3: Address of an S3 service on which each life's warehouse lies; None for a folder. After
            the first kill of a life another machine goes on, whose folder is empty.
    """

    standin: StandIn
    venue_id: str
    moment: datetime
    base: Path | None = None
    s3: str | None = None

    def warehouse(self, root: Path) -> str:
        """A life's warehouse, as a command takes it."""
        return f"s3://{BUCKET}/{root.name}" if self.s3 else str(root)

    def look(self, root: Path) -> Path:
        """A folder with what a life's warehouse holds now."""
        if self.s3 is None:
            return root
        with patch.dict(os.environ, s3_environment(self.s3, root / "onlooker")):
            return readable(self.warehouse(root), pages=True)


@dataclass(slots=True)
class Toll:
    """What a number of lives came to.

    Attributes:
        stages: The stage in which each kill fell.
        in_flight: Requests whose answer was not on disk at a kill; each may be asked again.
        asked_again: Those of them that were.
        repeated: Requests asked twice for no such reason.
        differing: Table files that are not those of the undisturbed run, with their life.
        lives: Warehouses begun.
        early: Runs that came to their end before their kill.
    """

    stages: list[str] = field(default_factory=list)
    in_flight: int = 0
    asked_again: int = 0
    repeated: int = 0
    differing: list[str] = field(default_factory=list)
    lives: int = 0
    early: int = 0


@contextmanager
def standing_still(corpus: Corpus, today: date) -> Iterator[StandIn]:
    """The stand-in on a day, at six in the morning for ever."""
    still = datetime(today.year, today.month, today.day, 6, tzinfo=UTC)
    shown = f"{still:%a, %d %b %Y %H:%M:%S GMT}"
    with (
        patch("connectors.standin.app.http_date", lambda *_: shown),
        serve([corpus], today=today) as standin,
    ):
        yield standin


def undisturbed(world: World, root: Path) -> list[float]:
    """Make the warehouse of a run that nobody kills; gives the seconds that each stage took."""
    if world.base:
        shutil.copytree(world.base, root)
    # Always in a folder: what lies on S3 is to have the same bytes.
    with _child(replace(world, s3=None), root, root) as child:
        lines = list(_lines(child))
    if child.returncode != 0:
        raise RuntimeError(f"the undisturbed run failed with {child.returncode}")
    began = [at for at, title in lines if title in (*STAGES, "Done")]
    return [after - before for before, after in pairwise(began)]


def kill_often(
    world: World, sound: Path, seconds: Sequence[float], kills: int, dice: random.Random, top: Path
) -> Toll:
    """Kill runs until there were so many kills; after each few one is let go to its end.

    Args:
        world: Where.
        sound: The undisturbed warehouse.
        seconds: What each of the stages takes.
        kills: How many.
        dice: Chooses the moments.
        top: An empty folder for the warehouses.
    """
    toll = Toll()
    while len(toll.stages) < kills:
        wanted = min(KILLS_A_LIFE, kills - len(toll.stages))
        moments = sorted((dice.randrange(len(STAGES)), dice.random()) for _ in range(wanted))
        root = top / f"life-{toll.lives:02d}"
        _live(world, root, [(STAGES[s], f * seconds[s]) for s, f in moments], toll)
        toll.differing += [f"{root.name}: {name}" for name in differing(sound, world.look(root))]
        sys.stderr.write(f"{len(toll.stages)} of {kills} kills, {toll.repeated} repeated\n")
        shutil.rmtree(root)
    return toll


def differing(sound: Path, root: Path) -> list[str]:
    """The table files whose bytes are not those of the sound warehouse, or that only one has."""
    one, other = _files(sound), _files(root)
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def _live(world: World, root: Path, moments: list[tuple[str, float]], toll: Toll) -> None:
    toll.lives += 1
    if world.base:
        shutil.copytree(world.base, root)
    kept_before = _pages(world.look(root))
    world.standin.clear()
    lost: Counter[str] = Counter()
    machines = [root / "first", *(root / "second" for _ in moments)]
    for machine, (stage, delay) in zip(machines, moments, strict=False):
        fell = _killed(world, root, machine, stage, delay)
        if fell is None:
            toll.early += 1
            break
        toll.stages.append(fell)
        asked = _asked(world.standin)
        if len(asked) - (_pages(world.look(root)) - kept_before) > lost.total():
            lost[asked[-1]] += 1
    else:
        with _child(world, root, machines[-1]) as child:
            list(_lines(child))
        if child.returncode != 0:
            raise RuntimeError(f"a run that nobody killed failed with {child.returncode}")
    twice = Counter(_asked(world.standin)) - Counter(set(_asked(world.standin)))
    toll.in_flight += lost.total()
    toll.asked_again += (twice & lost).total()
    toll.repeated += (twice - lost).total()


def _killed(world: World, root: Path, machine: Path, stage: str, delay: float) -> str | None:
    """Kill a run so long after a stage began; the stage it was in, None if it had ended."""
    with _child(world, root, machine) as child:
        fell = "Beginning"
        for _, title in _lines(child):
            fell = title
            if title == stage:
                break
        time.sleep(delay)
        os.kill(child.pid, signal.SIGKILL)
        fell = next(iter([title for _, title in _lines(child)][-1:]), fell)
    return None if child.returncode == 0 or fell == "Done" else fell


@contextmanager
def _child(world: World, root: Path, machine: Path) -> Iterator[subprocess.Popen[str]]:
    job = [world.warehouse(root), world.venue_id, world.moment.isoformat()]
    command = [sys.executable, "-m", "tests.benchmarks.kills_child", *job]
    # No other pace, and nothing of ours: as it would be on a machine of its own.
    settings = os.environ | environment(world.standin.urls)
    if world.s3:
        settings |= s3_environment(world.s3, machine)
    with subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True
    ) as child:
        yield child


def _lines(child: subprocess.Popen[str]) -> Iterator[tuple[float, str]]:
    # Line by line: an iterator over the pipe would read ahead and keep what it had from the next.
    assert child.stdout is not None
    while line := child.stdout.readline():
        at, _, title = line.rstrip("\n").partition(" ")
        yield float(at), title


def _asked(standin: StandIn) -> list[str]:
    """Requests in the order served, without logins, once no more come in."""
    seen: list[dict[str, Any]] = standin.journal()
    while True:
        time.sleep(0.05)
        now = standin.journal()
        if len(now) == len(seen):
            break
        seen = now
    names = ("method", "path", "query", "body")
    asked = (entry for entry in seen if not entry["path"].endswith("/login"))
    return [json.dumps([entry[name] for name in names], sort_keys=True) for entry in asked]


def _pages(root: Path) -> int:
    sources = ("openreview", "semantic_scholar")
    return sum(1 for s in sources for _ in (root / "raw" / s).glob("*/*/[0-9]*.json.zst"))


def _files(root: Path) -> dict[str, bytes]:
    top = root / "tables"
    return {str(file.relative_to(top)): file.read_bytes() for file in top.rglob("*.parquet")}
