"""What is asked of the ledger of counts: 100,000 papers counted in 100 weeks, ten million rows.

The floor is DuckDB that finds each paper's newest count in the same table. Then the flags and the
checks of one venue of 1,095 papers with as many weeks, which nobody else makes.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from tests.benchmarks.measuring import Place, Row, Taken, alone, ratio, taken
from warehouse.citations.anomalies import falls, growth, reindex_days, steps
from warehouse.citations.ledger import latest, near, on_or_before
from warehouse.flags import flags
from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.quality import checks
from warehouse.tables.citations import CITATION_COUNTS
from warehouse.tables.links import LINKS
from warehouse.tables.papers import PAPERS

VENUE = "lantern.example/LANTERN/2025/Conference"
START = datetime(2024, 1, 1, 6, tzinfo=UTC)
COUNTED, WEEKS, VENUE_PAPERS = 100_000, 100, 1_095
MIDDLE = (START + timedelta(weeks=WEEKS // 2)).date()
NEWEST = "SELECT paper_id, arg_max(citation_count, observed_at) FROM counts GROUP BY paper_id"

Work = Callable[[], Any]


def _of_steps(after: Callable[[pa.Table], pa.Table]) -> Callable[[pa.Table], Work]:
    def prepared(counts: pa.Table) -> Work:
        made = steps(counts)
        return lambda: after(made)

    return prepared


QUESTIONS: Mapping[str, Callable[[pa.Table], Work]] = {
    "latest": lambda counts: lambda: latest(counts),
    "on_or_before": lambda counts: lambda: on_or_before(counts, MIDDLE),
    "near": lambda counts: lambda: near(counts, MIDDLE),
    "growth": lambda counts: lambda: growth(counts, MIDDLE),
    "steps": lambda counts: lambda: steps(counts),
    "falls": _of_steps(falls),
    "reindex_days": _of_steps(reindex_days),
}


def rows(place: Place) -> Iterator[Row]:
    """Each question, then a venue's flags and checks."""
    papers = COUNTED if len(place.sizes) > 1 else place.sizes[0]
    floor = alone(_floor, papers)
    for question in QUESTIONS:
        spent = alone(_ask, question, papers)
        given, figure = f"{papers * WEEKS:,} counts", ratio(spent, floor.cpu)
        yield Row(question, given, spent, against="floor: newest in DuckDB", figure=figure)
    given = f"{VENUE_PAPERS:,} papers, {VENUE_PAPERS * WEEKS:,} counts"
    yield Row("flags", given, alone(_flags))
    yield Row("checks", given, alone(_checks))


def _ask(question: str, papers: int) -> Taken:
    return taken(QUESTIONS[question](counts_of(papers, WEEKS)))


def _floor(papers: int) -> Taken:
    counts = counts_of(papers, WEEKS)
    with duckdb.connect() as connection:
        connection.register("counts", counts)
        return taken(lambda: connection.sql(NEWEST).fetch_arrow_table())


def _flagged(counts: pa.Table) -> dict[str, pa.Table]:
    venue, day = venue_of(VENUE_PAPERS), START.date() + timedelta(days=7)
    made = flags(
        **venue, counts=counts, records=S2_RECORDS.empty(), as_of=day, venue_name="LANTERN"
    )
    return venue | {"citation_counts": counts, "flags": made}


def _flags() -> Taken:
    counts = counts_of(VENUE_PAPERS, WEEKS)
    return taken(lambda: {"flagged": _flagged(counts)["flags"].num_rows}, 3)


def _checks() -> Taken:
    tables = _flagged(counts_of(VENUE_PAPERS, WEEKS))
    return taken(lambda: checks(tables, START.date() + timedelta(days=7)), 3)


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
