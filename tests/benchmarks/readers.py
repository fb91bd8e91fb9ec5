"""Readers go on reading while two writers publish: never an error, never half or empty a table.

    python -m tests.benchmarks.readers [--publishes 20] [--papers 5000]

Two processes publish a venue each, again and again, every time with other rows; two more read both
venues all the while, one with DuckDB on one connection, one with pandas. Each version of a table
has its own number of rows and its own title in all of them, so a mixture would be seen.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa

from warehouse import store
from warehouse.tables import PAPERS

ROOT = Path(__file__).parents[2]
VENUES = ("Lanterns.example/2025/Conference", "Quill.example/2021/Conference")


class Seen(NamedTuple):
    """What a reader came to: how often it read, versions it met, and what was wrong."""

    reader: str
    reads: int
    versions: int
    wrong: list[str]


def publish_often(root: Path, venue_id: str, publishes: int, papers: int) -> None:
    """Publish so many versions of a venue, each under the locks that a run takes."""
    dice = random.Random(venue_id)  # noqa: S311 - no secrets here
    text = [f"{dice.getrandbits(2000):x}" for _ in range(papers)]
    who = f"a run of {venue_id}"
    for version in range(1, publishes + 1):
        with store.venue_lock(root, venue_id, who):
            rows = _version(venue_id, version, text + text[:version])
            with store.writer_lock(root, who, wait=store.PUBLISH_WAIT):
                store.publish(root, venue_id, {"papers": rows})


def _version(venue_id: str, version: int, texts: list[str]) -> pa.Table:
    return PAPERS.from_rows(
        {
            "paper_id": f"{venue_id}-{number}",
            "venue_id": venue_id,
            "title": f"version {version}",
            "abstract": text,
            "state": "accepted",
            "forum_url": "f",
        }
        for number, text in enumerate(texts)
    )


def read_often(root: Path, reader: str, papers: int, end: Path) -> Seen:
    """Read both venues until the file ``end`` is there."""
    read = READERS[reader](root)
    seen, wrong, reads = set(), [], 0
    is_last = False
    while not is_last:
        is_last = end.exists()
        try:
            rows = read()
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is what we look for
            wrong.append(f"{type(error).__name__}: {error}")
            continue
        reads += 1
        seen |= set(rows)
        if [row[0] for row in rows] != sorted(VENUES) or not all(
            first == last == f"version {count - papers}" for _, count, first, last in rows
        ):
            wrong.append(str(rows))
    return Seen(reader, reads, len(seen), wrong)


Rows = list[tuple[str, int, str, str]]


def _duckdb(root: Path) -> Callable[[], Rows]:
    connection = duckdb.connect()
    query = (
        "SELECT venue_id, count(*), min(title), max(title) FROM read_parquet(?) "
        "WHERE length(abstract) > 0 GROUP BY venue_id ORDER BY venue_id"
    )
    files = f"{root}/tables/papers/**/*.parquet"
    return lambda: connection.execute(query, [files]).fetchall()


def _pandas(root: Path) -> Callable[[], Rows]:
    def read() -> Rows:
        frame = pd.read_parquet(root / "tables" / "papers", dtype_backend="pyarrow")
        titles = frame.groupby("venue_id")["title"].agg(["size", "min", "max"]).reset_index()
        return [tuple(row) for row in titles.to_numpy().tolist()]

    return read


READERS = {"duckdb": _duckdb, "pandas": _pandas}


def measure(publishes: int, papers: int, top: Path) -> list[Seen]:
    """Two writers and two readers at once, each a process of its own."""
    root, end = top / "warehouse", top / "end"
    for venue_id in VENUES:
        publish_often(root, venue_id, 1, papers)
    readers = [_start("read", root, reader, papers, end) for reader in READERS]
    time.sleep(0.5)
    writers = [_start("write", root, venue, publishes, papers) for venue in VENUES]
    for writer in writers:
        writer.communicate()
    end.touch()
    told = [reader.communicate()[0] for reader in readers]
    if any(process.returncode for process in (*writers, *readers)):
        raise RuntimeError("a writer or a reader failed; its traceback stands above")
    return [_parsed(lines) for lines in told]


def _start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.benchmarks.readers", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _parsed(lines: str) -> Seen:
    reader, reads, versions, *wrong = lines.splitlines()
    return Seen(reader, int(reads), int(versions), wrong)


def main(arguments: list[str]) -> None:
    """Measure and show; or be one of the processes."""
    if arguments[:1] == ["write"]:
        publish_often(Path(arguments[1]), arguments[2], int(arguments[3]), int(arguments[4]))
    elif arguments[:1] == ["read"]:
        seen = read_often(Path(arguments[1]), arguments[2], int(arguments[3]), Path(arguments[4]))
        wrong = [line.replace("\n", " ") for line in seen.wrong]
        sys.stdout.write("\n".join(map(str, (*seen[:3], *wrong))) + "\n")
    else:
        parser = argparse.ArgumentParser(description="Readers while two writers publish.")
        parser.add_argument("--publishes", type=int, default=20)
        parser.add_argument("--papers", type=int, default=5000)
        options = parser.parse_args(arguments)
        with tempfile.TemporaryDirectory(prefix="precited-readers-") as folder:
            seen_by_all = measure(options.publishes, options.papers, Path(folder))
        for seen in seen_by_all:
            sys.stdout.write(
                f"{seen.reader}: {seen.reads} reads, {seen.versions} versions of two venues, "
                f"{len(seen.wrong)} wrong\n" + "".join(f"  {line}\n" for line in seen.wrong[:5])
            )


if __name__ == "__main__":
    main(sys.argv[1:])
