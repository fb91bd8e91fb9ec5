"""Twenty venues on S3 by two processes of Dask, killed in the middle and gone on with.

    python -m tests.benchmarks.backfill_s3 [--venues 20] [--kill-at 0.5]

First the venues one after another in a folder; then the same in a warehouse on an S3 service, where
all processes are sent SIGKILL once so much of the requests was sent, and the command is given
again. Checked are the bytes of all tables, and what was asked twice: nothing but what was under way
at the kill.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import boto3

from connectors.standin.server import StandIn
from flows.place import readable
from tests.benchmarks.backfill_bench import TODAY, prefect, say, surroundings
from tests.benchmarks.backfill_world import corpus, venues
from tests.benchmarks.kills_measure import ROOT, _asked, _pages, differing, standing_still
from tests.s3 import s3_environment, s3_service

BUCKET = "backfill"


def main() -> int:
    """Measure and show; 1 if anything differs or was asked twice for no reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venues", type=int, default=20)
    parser.add_argument("--kill-at", type=float, default=0.5, help="share of the requests sent")
    given = parser.parse_args()
    made = venues(given.venues)
    ids = [venue.id for venue in made]
    with (
        tempfile.TemporaryDirectory() as folder,
        standing_still(corpus(made), TODAY) as standin,
        s3_service() as s3,
        prefect(Path(folder)) as api,
    ):
        top = Path(folder)
        environ = surroundings(standin, api, top, 0) | s3_environment(s3, top)
        os.environ.update(s3_environment(s3, top / "onlooker"))
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket=BUCKET)
        began = time.perf_counter()
        _start("serial", 1, str(top / "serial"), ids, environ).communicate()
        whole = len(_asked(standin))
        say(f"serial, in a folder: {whole:,} requests, {time.perf_counter() - began:.1f} s")
        return _killed(ids, top, environ, standin, int(whole * given.kill_at))


def _killed(
    ids: Sequence[str], top: Path, environ: dict[str, str], standin: StandIn, kill_at: int
) -> int:
    address = f"s3://{BUCKET}/w"
    standin.clear()
    began = time.perf_counter()
    run = _start("dask", 2, address, ids, environ)
    while len(standin.journal()) < kill_at:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    sent = len(_asked(standin))
    kept = _pages(readable(address, pages=True))
    say(f"killed after {time.perf_counter() - began:.1f} s: {sent} answered, {kept} pages on S3")
    again = _start("dask", 2, address, ids, environ)
    again.communicate()
    if again.returncode != 0:
        raise RuntimeError(f"the run that went on ended with {again.returncode}")
    asked = _asked(standin)
    twice = len(asked) - len(set(asked))
    wrong = differing(top / "serial", readable(address))
    say(
        f"gone on, at its end after {time.perf_counter() - began:.1f} s: {twice} asked twice of "
        f"{sent - kept} that were under way at the kill, {len(wrong)} table files that differ"
    )
    for name in wrong:
        say(f"  {name}")
    return int(bool(wrong) or twice > sent - kept)


def _start(
    way: str, workers: int, warehouse: str, ids: Sequence[str], environ: dict[str, str]
) -> "subprocess.Popen[str]":
    module = [sys.executable, "-m", "tests.benchmarks.backfill_child", way, str(workers)]
    # A group of its own, so that all of its processes can be killed at once.
    return subprocess.Popen(
        [*module, warehouse, *ids],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


if __name__ == "__main__":
    sys.exit(main())
