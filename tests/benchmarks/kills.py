"""Kills a run again and again, at any moment, and looks whether anything was lost or asked twice.

    python -m tests.benchmarks.kills [--kills 40] [--seed 1] [--corpus FOLDER] [--weekly]

Default: the recorded ICLR 2022 where it lies beside the project, else the made-up LANTERN. The
kills are spread over the stages of a run, each at a random moment of its stage; a run is killed up
to eight times and then left alone. Services and runs have clocks that stand still, so that tables
can be compared byte by byte, all of them, with those of a run that nobody disturbed. With
``--weekly`` it is the second run of a warehouse, a week after the first, that is killed.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from connectors.standin import made_up
from connectors.standin.corpus import Corpus, load
from connectors.standin.made_up import venues
from tests.benchmarks.kills_measure import (
    ROOT,
    STAGES,
    Toll,
    World,
    kill_often,
    standing_still,
    undisturbed,
)

RECORDED = ROOT.parent / "shared" / "corpora" / "iclr2022"


def main(arguments: list[str]) -> int:
    """Measure and show; 1 if anything was repeated or differs."""
    options = _options(arguments)
    corpus, venue_id, today = _corpus(options.corpus)
    with tempfile.TemporaryDirectory(prefix="precited-kills-") as folder:
        toll = measure(
            corpus, venue_id, today, Path(folder), options.kills, options.seed, options.weekly
        )
    show(toll, venue_id)
    return int(bool(toll.repeated or toll.differing))


def measure(  # noqa: PLR0917 - the settings of a benchmark
    corpus: Corpus,
    venue_id: str,
    today: date,
    top: Path,
    kills: int,
    seed: int,
    weekly: bool = False,
) -> Toll:
    """Kill runs of a venue so many times."""
    base, moment = None, datetime(today.year, today.month, today.day, 6, tzinfo=UTC)
    if weekly:
        base = top / "first"
        with standing_still(corpus, today - timedelta(days=7)) as standin:
            undisturbed(World(standin, venue_id, moment - timedelta(days=7)), base)
    with standing_still(corpus, today) as standin:
        world = World(standin, venue_id, moment, base)
        seconds = undisturbed(world, top / "sound")
        dice = random.Random(seed)  # noqa: S311 - no secrets here
        return kill_often(world, top / "sound", seconds, kills, dice, top)


def show(toll: Toll, venue_id: str) -> None:
    """The figures, for people."""
    fell = Counter(toll.stages)
    lines = [f"{len(toll.stages)} kills of a run of {venue_id}, in {toll.lives} warehouses"]
    lines += [f"  {fell[stage]:3d} in {stage}" for stage in ("Beginning", *STAGES) if fell[stage]]
    lines += [
        f"{toll.repeated} requests repeated whose page was on disk",
        f"{toll.in_flight} in flight at a kill, of which {toll.asked_again} were asked again",
        f"{len(toll.differing)} table files that differ from the undisturbed run",
        *(f"  {name}" for name in toll.differing),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _corpus(folder: Path | None) -> tuple[Corpus, str, date]:
    if folder is None and not RECORDED.is_dir():
        return made_up.corpus(), venues.LANTERN.id, date(2025, 6, 1)
    return load(folder or RECORDED), "ICLR.cc/2022/Conference", date(2022, 4, 20)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="a recorded corpus with ICLR 2022")
    parser.add_argument("--weekly", action="store_true", help="kill the second run of a venue")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
