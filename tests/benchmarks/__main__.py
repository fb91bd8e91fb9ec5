"""All benchmarks into one table: ``make bench``.

    python -m tests.benchmarks [--only NAME]... [--quick | --sizes N...] [--out FILE]

Writes docs/benchmarks.md: every part, each measurement in a process of its own, with the machine,
the day and the commit. With ``--only``, ``--quick``
or ``--sizes`` it writes to the screen unless told where.
"""

import argparse
import logging
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.measuring import SIZES, Place, Row
from tests.benchmarks.parts import PARTS, run
from tests.benchmarks.table import Told, document

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
LIBRARIES = ("pyarrow", "duckdb", "pandas", "polars", "prefect", "scikit-learn")


def heading(began: datetime, load: float, sizes: Sequence[int]) -> str:
    """What was measured, on what, and when."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    minutes = (datetime.now(UTC) - began).total_seconds() / 60
    machine = f"{os.cpu_count()} cores of {platform.machine()}, {memory:.0f} GB of memory"
    loads = f"{load:.1f} at the beginning, {os.getloadavg()[0]:.1f} {minutes:.0f} minutes later"
    made_up = ", ".join(f"{size:,}" for size in sizes)
    return f"""# Benchmarks

Written by `make bench` (`python -m tests.benchmarks`); do not edit by hand.

- {began:%Y-%m-%d %H:%M} UTC, commit {_commit()}
- {machine}, {platform.system()}, Python {platform.python_version()}, {libraries}
- load {loads}; made-up venues of {made_up} papers

Every line is one measurement in a process of its own: time by the clock, seconds of processor over
all threads, and the most memory the process ever had, with interpreter, libraries (together up to
250 MB) and input. Where a machine is busy the processor's seconds are the ones to look at. A
*floor* is what nobody could do without, written as plainly as it can be; a *peer* is somebody
else's software at the same work."""


def _commit() -> str:
    asked = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    try:
        told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return told.stdout.strip()


def main(arguments: Sequence[str]) -> None:
    """Measure what was asked for and write the page."""
    parser = argparse.ArgumentParser(description="All benchmarks into one table.")
    names = [part.name for part in PARTS]
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", default=[])
    parser.add_argument("--quick", action="store_true", help="everything on a small scale")
    parser.add_argument("--sizes", type=int, nargs="+", help="papers of the made-up venues")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("benchmarks").setLevel(logging.INFO)
    began, load = datetime.now(UTC), os.getloadavg()[0]
    sizes = tuple(options.sizes or (SIZES[:1] if options.quick else SIZES))
    wanted = [part for part in PARTS if part.name in (options.only or names)]
    told = {part: Told(part, rows=[Row(part.name, missing="not reached")]) for part in wanted}
    is_whole = not options.only and sizes == SIZES
    target = options.out or (PAGE if is_whole else None)
    with tempfile.TemporaryDirectory(prefix="precited-benchmarks-") as folder:
        for part in wanted:
            told[part] = run(part, Place(Path(folder), sizes))
            page = document(heading(began, load, sizes), list(told.values()))
            if target:
                # After each part, so that whoever has no patience has what was measured by then.
                target.write_text(page)
    if target is None:
        sys.stdout.write(page)


if __name__ == "__main__":
    main(sys.argv[1:])
