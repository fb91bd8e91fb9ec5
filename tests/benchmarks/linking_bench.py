"""How right the links are, and how fast: ``make bench-linking``.

    python -m tests.benchmarks.linking_bench [--large]

Prints precision, recall, F1 and abstention on the made-up adversarial cases, and on recorded
venues and title pairs where they lie beside the project; then time and peak memory for a venue of
1,095 papers among 15,000 records, and with ``--large`` for 60,000 among a million.

The best public figures for linking references are F1 96.4 (biblio-glutton) and 95.7 (Crossref).
"""

import logging
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.benchmarks.linking_adversarial import adversarial
from tests.benchmarks.linking_corpora import (
    Recorded,
    TitlePair,
    pairs_as_tables,
    recorded_venues,
    title_pairs,
)
from tests.benchmarks.linking_made_up import Writer, large
from tests.benchmarks.linking_measure import Known, Measure, measure, reliability, total
from warehouse.linking import OVERRIDES, Links, link
from warehouse.tables import LINKS

logger = logging.getLogger("linking_bench")

NOW = datetime(2031, 1, 1, tzinfo=UTC)
EDGES = (0.05, 0.5, 0.95, 0.99, 0.999, 1.0)


def link_afresh(papers: pa.Table, records: pa.Table) -> Links:
    """Links with nothing known before and nothing decided by people."""
    return link(papers, records, LINKS.empty(), OVERRIDES.empty(), NOW)


def known_of_venue(venue: Recorded) -> dict[str, Known]:
    """What is right for the papers of a recorded venue."""
    return {
        paper: Known(truth.kind, truth.right, truth.twins) for paper, truth in venue.truth.items()
    }


def known_of_cases() -> tuple[pa.Table, pa.Table, dict[str, Known]]:
    """The adversarial cases: papers, records, and what is right."""
    cases = adversarial()
    known = {
        paper: Known(case.kind, case.right, frozenset(case.twins), case.may_abstain)
        for paper, case in cases.by_paper.items()
    }
    return cases.papers, cases.records, known


def measure_pairs(pairs: list[TitlePair], *, is_same: bool, same_people: bool) -> Measure:
    """Title pairs of one label, with the same people on both sides or others."""
    chosen = [pair for pair in pairs if pair.is_same == is_same]
    papers, records = pairs_as_tables(Writer(random.Random(3)), chosen, same_people=same_people)  # noqa: S311
    links = link_afresh(papers, records).links
    ids = zip(papers["paper_id"].to_pylist(), records["s2_paper_id"].to_pylist(), strict=True)
    known = {paper: Known("pair", record if is_same else None) for paper, record in ids}
    return total(measure(links, known).values())


def report_accuracy(name: str, links: Links, known: dict[str, Known]) -> None:
    """Log the measures by kind, together, and how far the scores can be believed."""
    measures = measure(links.links, known)
    logger.info("\n%s", name)
    for kind, found in sorted(measures.items()):
        logger.info("  %-28s %s", kind, found)
    logger.info("  %-28s %s", "all", total(measures.values()))
    for place, (right, seen) in reliability(links.candidates, known, EDGES).items():
        if seen:
            logger.info("  score %-22s %5d of %5d candidates are the work", place, right, seen)


def report_speed(papers: int, records: int) -> None:
    """Log time and peak memory of linking made-up tables, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        tables = large(papers, records)
        paths = [Path(folder) / name for name in ("papers.parquet", "records.parquet")]
        for table, path in zip(tables, paths, strict=True):
            pq.write_table(table, path)
        del tables
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.linking_bench",
            "--time",
            *map(str, paths),
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    logger.info("%7d papers x %8d records: %s", papers, records, done.stdout.strip())


def time_link(papers: Path, records: Path) -> str:
    """Time and peak memory of one run over tables on disk."""
    tables = pq.read_table(papers), pq.read_table(records)
    start, cpu = time.perf_counter(), time.process_time()
    links = link_afresh(*tables).links
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    share = links["status"].to_pylist().count("linked") / links.num_rows
    return f"{wall:.1f} s ({used:.1f} s of processor), peak {peak:.1f} GB, {share:.1%} linked"


def _word(is_same: bool, other: str) -> str:
    return "same" if is_same else other


def main(arguments: list[str]) -> None:
    """Run all that was asked for."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    if arguments[:1] == ["--time"]:
        logger.info(time_link(Path(arguments[1]), Path(arguments[2])))
        return
    papers, records, known = known_of_cases()
    report_accuracy("made-up adversarial cases", link_afresh(papers, records), known)
    for venue in recorded_venues():
        report_accuracy(venue.name, link_afresh(venue.papers, venue.records), known_of_venue(venue))
    if pairs := title_pairs():
        logger.info("\ntitle pairs")
        for is_same, same_people in ((True, True), (False, True), (False, False)):
            found = measure_pairs(pairs, is_same=is_same, same_people=same_people)
            label = f"{_word(is_same, 'different')}, {_word(same_people, 'other')} people"
            counts = f"{found.linked} of {found.papers} linked, {found.review} for review"
            logger.info("  %-28s %s", label, counts)
    logger.info("\nspeed")
    report_speed(1_095, 15_000)
    if "--large" in arguments:
        report_speed(60_000, 1_000_000)


if __name__ == "__main__":
    main(sys.argv[1:])
