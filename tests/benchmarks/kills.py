"""Kills a run again and again, at any moment, and looks whether anything was lost or asked twice.

    python -m tests.benchmarks.kills [--kills 40] [--seed 1] [--corpus FOLDER] [--weekly]
        [--s3]

Default: the recorded ICLR 2022 where it lies beside the project, else the made-up LANTERN. The
kills are spread over the stages of a run, each at a random moment of its stage; a run is killed up
to eight times and then left alone. Services and runs have clocks that stand still, so that tables
can be compared byte by byte, all of them, with those of a run that nobody disturbed. With
``--weekly`` it is the second run of a warehouse, a week after the first, that is killed. With
``--s3`` the warehouse lies on an S3 service, and another machine goes on after a first kill.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import boto3

from connectors.standin import made_up
from connectors.standin.corpus import Corpus, load
from connectors.standin.made_up import venues
from tests.benchmarks.kills_measure import (
    BUCKET,
    ROOT,
    STAGES,
    Toll,
    World,
    kill_often,
    standing_still,
    undisturbed,
)
from tests.s3 import s3_service

RECORDED = ROOT.parent / "shared" / "corpora" / "iclr2022"


def main(arguments: list[str]) -> int:
    """Measure and show; 1 if anything was repeated or differs."""
    options = _options(arguments)
    corpus, venue_id, today = _corpus(options.corpus)
    with (
        tempfile.TemporaryDirectory(prefix="precited-kills-") as folder,
        _service(options.s3) as s3,
    ):
        toll = measure(
            corpus,
            venue_id,
            today,
            Path(folder),
            options.kills,
            options.seed,
            options.weekly,
            s3,
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
    s3: str | None = None,
) -> Toll:
    """Kill runs of a venue so many times."""
    base, moment = None, datetime(today.year, today.month, today.day, 6, tzinfo=UTC)
    if weekly:
        base = top / "first"
        with standing_still(corpus, today - timedelta(days=7)) as standin:
            undisturbed(World(standin, venue_id, moment - timedelta(days=7)), base)
    with standing_still(corpus, today) as standin:
        world = World(standin, venue_id, moment, base, s3)
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


@contextmanager
def _service(wanted: bool) -> Iterator[str | None]:
    if not wanted:
        yield None
        return
    with s3_service() as address:
        boto3.client(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id="ours",
            aws_secret_access_key="secret",
        ).create_bucket(Bucket=BUCKET)
        yield address


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
    parser.add_argument("--s3", action="store_true", help="on an S3 service, with two machines")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
