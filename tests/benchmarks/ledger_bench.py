"""How long the ledger, its anomalies, flags and checks take. Not part of the test run.

    python tests/benchmarks/ledger_bench.py [PAPERS] [WEEKS]

Default: 100,000 papers counted in 100 weeks, ten million rows (1.3 GB), and one venue of 1,095.
"""

import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa

from warehouse.citations.anomalies import falls, growth, reindex_days, steps
from warehouse.citations.ledger import latest, near, on_or_before
from warehouse.flags import flags
from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.quality import checks
from warehouse.tables.citations import CITATION_COUNTS
from warehouse.tables.links import LINKS
from warehouse.tables.papers import PAPERS

logger = logging.getLogger("ledger_bench")

VENUE = "lantern.example/LANTERN/2025/Conference"
START = datetime(2024, 1, 1, 6, tzinfo=UTC)


def counts_of(papers: int, weeks: int) -> pa.Table:
    """A ledger in which every paper was counted every week."""
    size = papers * weeks
    paper = pa.array(np.repeat(np.arange(papers), weeks))
    week = np.tile(np.arange(weeks), papers)
    ids = pa.array([f"paper{index:06}" for index in range(papers)])
    records = pa.array([f"{index:040x}" for index in range(papers)])
    start, step = int(START.timestamp() * 1e6), 7 * 86_400_000_000
    made = {
        "paper_id": ids.take(paper),
        "venue_id": pa.repeat(VENUE, size),
        "s2_corpus_id": paper,
        "s2_paper_id": records.take(paper),
        "observed_at": pa.array(start + week * step, pa.timestamp("us", "UTC")),
        "citation_count": pa.array(week + np.repeat(np.arange(papers) % 50, weeks)),
        "influential_citation_count": pa.nulls(size, pa.int64()),
        "reference_count": pa.nulls(size, pa.int64()),
        "source": pa.repeat("semantic_scholar", size),
    }
    return pa.table(made).cast(CITATION_COUNTS.schema)


def venue_of(papers: int) -> dict[str, pa.Table]:
    """Accepted papers of one venue and their links, to the ledger's ids."""
    ids = [f"paper{index:06}" for index in range(papers)]
    public = [START - timedelta(days=index % 400) for index in range(papers)]
    return {
        "papers": PAPERS.from_rows(
            {
                "paper_id": paper,
                "venue_id": VENUE,
                "state": "accepted",
                "forum_url": "https://forum.example",
                "public_at": day,
            }
            for paper, day in zip(ids, public, strict=True)
        ),
        "links": LINKS.from_rows(
            {
                "paper_id": paper,
                "venue_id": VENUE,
                "status": "linked",
                "s2_paper_id": f"{index:040x}",
                "s2_corpus_id": index,
                "reasons": [],
                "twin_ids": [],
            }
            for index, paper in enumerate(ids)
        ),
    }


def best_of(name: str, times: int, work: Callable[[], object]) -> None:
    """Log the quickest of some runs, by the clock and in CPU seconds of all cores."""
    clock, cpu = [], []
    for _ in range(times):
        begun = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - begun[0])
        cpu.append(time.process_time() - begun[1])
    logger.info("%-24s %6.2f s, CPU %6.2f s (best of %d)", name, min(clock), min(cpu), times)


def main(papers: int = 100_000, weeks: int = 100) -> None:
    """Time the readers of the ledger, then one venue's flags and checks."""
    counts = counts_of(papers, weeks)
    logger.info("%d rows, %.1f GB", counts.num_rows, counts.nbytes / 1e9)
    middle = (START + timedelta(weeks=weeks // 2)).date()
    best_of("latest", 3, lambda: latest(counts))
    best_of("on_or_before", 3, lambda: on_or_before(counts, middle))
    best_of("near", 3, lambda: near(counts, middle))
    best_of("growth", 1, lambda: growth(counts, middle))
    made = steps(counts)
    best_of("steps", 1, lambda: steps(counts))
    best_of("falls", 1, lambda: falls(made))
    best_of("reindex_days", 1, lambda: reindex_days(made))
    _venue(counts_of(1_095, weeks), START.date() + timedelta(days=7))


def _venue(counts: pa.Table, day: date) -> None:
    venue, records = venue_of(1_095), S2_RECORDS.empty()
    best_of(
        "flags of 1,095 papers",
        5,
        lambda: flags(**venue, counts=counts, records=records, as_of=day, venue_name="LANTERN"),
    )
    flagged = flags(**venue, counts=counts, records=records, as_of=day, venue_name="LANTERN")
    tables = venue | {"citation_counts": counts, "flags": flagged}
    best_of("checks of 1,095 papers", 3, lambda: checks(tables, day))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main(*(int(argument) for argument in sys.argv[1:3]))
