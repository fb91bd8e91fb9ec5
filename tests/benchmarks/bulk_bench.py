"""Reads a made-up release for a warehouse of some thousand papers, and kills one reading midway.

    python -m tests.benchmarks.bulk_bench [--papers 1000000] [--citations 10000000] [--ours 3000]
        [--threads 2]

Served over HTTP on loopback by a process of its own. Shown are rows a second, counted from the
first request of a pass to its last page on disk, and rows a second that the process was computing,
which a busy machine changes less; the peak memory of the process that reads, and
what a run that goes on after SIGKILL asks for again: never a file that has its page.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from flows.run import Job, read_history
from tests.benchmarks import bulk_release
from tests.benchmarks.rebuild_answers import venue_id
from tests.benchmarks.rebuild_pages import write_venue
from warehouse import layout
from warehouse.assemble import replay
from warehouse.normalise.datasets import CITATIONS, PAPERS
from warehouse.raw import RunPages, StoredPage, run_ids

VENUE = venue_id(1)


def main(arguments: list[str]) -> int:
    """Measure and show; 1 if a finished file was read again or the tables differ."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="precited-bulk-") as folder:
        place = Path(folder)
        write_venue(place / "one", 1, options.ours)
        write_venue(place / "two", 1, options.ours)
        files = place / "files"
        files.mkdir()
        began = time.perf_counter()
        ours = records(place / "one")
        bulk_release.make(files, ours, options.papers, options.citations)
        size = sum(file.stat().st_size for file in files.iterdir()) / 1e6
        say(f"release of {size:,.0f} MB made in {time.perf_counter() - began:.0f} s")
        with served(files) as environment:
            whole = finished(child(place / "one", options.threads, environment))
            show(whole)
            (files / "asked.txt").unlink()
            again, left = killed(place / "two", files, options.threads, environment)
    same = {name: whole[name] == again[name] for name in ("linked", "citations")}
    say(f"after the kill: {left}; same tables: {all(same.values())}")
    return int("again 0" not in left or not all(same.values()))


def records(root: Path) -> pa.Table:
    """Corpus id, title and count of the warehouse's linked papers."""
    linked = replay(read_history(Job(VENUE, root)))
    titles = dict(
        zip(linked.papers["paper_id"].to_pylist(), linked.papers["title"].to_pylist(), strict=True)
    )
    rows = linked.links.select(["s2_corpus_id", "paper_id"]).to_pylist()
    known = [(r["s2_corpus_id"], titles[r["paper_id"]]) for r in rows if r["s2_corpus_id"]]
    ids, names = zip(*known, strict=True)
    told = linked.records.select(["s2_corpus_id", "citation_count"]).to_pylist()
    counts = {row["s2_corpus_id"]: row["citation_count"] or 0 for row in told}
    columns = {"corpusid": ids, "title": names, "count": [counts.get(id_, 0) for id_ in ids]}
    return pa.table(columns)


@contextmanager
def served(files: Path) -> Iterator[dict[str, str]]:
    """The environment under which the files are read over HTTP."""
    command = [sys.executable, "-m", "tests.benchmarks.bulk_release", str(files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        port = server.stdout.readline().strip() if server.stdout else ""
        try:
            yield {
                **os.environ,
                "PRECITED_SEMANTIC_SCHOLAR_URL": f"http://127.0.0.1:{port}",
                "PRECITED_SEMANTIC_SCHOLAR_INTERVAL": "0",
                "SEMANTIC_SCHOLAR_API_KEY": "made-up-key-of-a-benchmark",
            }
        finally:
            server.terminate()


def child(root: Path, threads: int, environment: dict[str, str]) -> "subprocess.Popen[str]":
    """A bulk run as a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bulk_child", str(root), VENUE, str(threads)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def finished(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """What a run printed."""
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"the run ended with {process.returncode}")
    told: dict[str, Any] = msgspec.json.decode(out.strip().splitlines()[-1])
    return told


def killed(
    root: Path, files: Path, threads: int, environment: dict[str, str]
) -> tuple[dict[str, Any], str]:
    """A run killed within its second pass and gone on with; what it told, and asked again."""
    process = child(root, threads, environment)
    while len(read(root, CITATIONS)) < bulk_release.CITATION_FILES // 2:
        if process.poll() is not None:
            raise SystemExit("the run ended before it was killed")
        time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = {page.params["file"] for page in read(root, CITATIONS)}
    (files / "asked.txt").unlink()
    told = finished(child(root, threads, environment))
    # The third pass reads the files of papers, once each, which the first had read before.
    began = Counter(line.split()[0] for line in asked(files) if line.endswith(" 0"))
    again = sum(began[file] for file in done)
    again += sum(began[page.params["file"]] - 1 for page in read(root, PAPERS))
    return (
        told,
        f"{len(done)} of {bulk_release.CITATION_FILES} files of citations had been read, "
        f"files read again {again}",
    )


def read(root: Path, endpoint: str) -> list[StoredPage]:
    """The pages of the run that reads the release."""
    run_id = run_ids(layout.raw(root), VENUE)[-1]
    pages = RunPages(layout.raw(root), VENUE, run_id).read("semantic_scholar", endpoint)
    return [page for page in pages if page.endpoint == endpoint]


def asked(files: Path) -> list[str]:
    """The parts of files that were asked for, each with the place at which it begins."""
    return (files / "asked.txt").read_text().splitlines()


def show(told: dict[str, Any]) -> None:
    """Rows a second by pass."""
    for title, lines in told["lines"].items():
        seconds, cpu = told["seconds"][title], told["cpu_seconds"][title]
        say(
            f"{title}: {lines:,} rows in {seconds:.1f} s, {lines / seconds:,.0f} rows a second, "
            f"{lines / cpu:,.0f} a second of computing"
        )
    say(
        f"peak memory {told['peak_mb']:,.0f} MB; {told['linked']:,} linked, "
        f"{told['citations']:,} citations; building tables "
        f"{told['seconds']['Building tables']:.1f} s; all {told['all_seconds']:.1f} s"
    )


def say(line: str) -> None:
    """A line of the result."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=1_000_000)
    parser.add_argument("--citations", type=int, default=10_000_000)
    parser.add_argument("--ours", type=int, default=3_000)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
