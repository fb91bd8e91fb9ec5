"""How counts will have moved since they were last taken: what a weekly run finds to read.

Nobody is asked. The pace of each paper is its own: what the ledger says it gained, where that
reaches back far enough, else how many of its citing works are dated in the last half year.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from connectors import semantic_scholar
from warehouse.citations.relations import query

# The ledger's own pace counts from three weeks on: below that a few citations are chance.
LEAST_SPAN = 21
HALF_YEAR = 180

# Without dates or history: the counts of ICLR 2022 grew by 1.3 % a week.
GROWTH_A_DAY = 0.013 / 7

# Papers that were not counted for longer have all moved, whatever their pace.
LONGEST = 60.0

DRAWS = 31


@dataclass(frozen=True, slots=True)
class CitingForecast:
    """The requests for citing works that a run will send.

    Attributes:
        requests: The middle of what may come.
        low: Nine in ten times it is no less.
        high: Nine in ten times it is no more.
        days: Since the last count.
        moved: Share of papers whose count will have moved since their list was read.
    """

    requests: int
    low: int
    high: int
    days: float
    moved: float


def forecast_citing(
    counts: pa.Table, citations: pa.Table, now: datetime, *, influential: bool, everything: bool
) -> CitingForecast:
    """What the citing works will cost, from the ledger and the works on file.

    Args:
        counts: ``citation_counts`` of a venue.
        citations: Its ``citations``.
        now: When the run will count.
        influential: As ``Job.influential``.
        everything: As ``Job.all_citers``.
    """
    rows = _paces(counts, citations)
    ids = [row["corpus_id"] for row in rows]
    last = np.array([row["count"] for row in rows], dtype=np.int64)
    pace = np.array([max(row["pace"], 0.0) for row in rows])
    known = {} if everything else {r["corpus_id"]: r["known"] for r in rows if r["known"]}
    newest = pc.max(counts["observed_at"]).as_py()
    days = min(max((now - newest) / timedelta(days=1), 0.0), LONGEST) if newest else 0.0
    dice = np.random.default_rng(0)
    drawn, moved = [], 0.0
    for _ in range(DRAWS):
        there = dict(zip(ids, (last + dice.poisson(pace * days)).tolist(), strict=True))
        plan = semantic_scholar.plan_citing(there, known_counts=known, influential=influential)
        drawn.append(plan.requests)
        asked = sum(map(len, plan.packs)) + len(plan.paged)
        moved += asked / max(len(ids), 1) / DRAWS
    low, middle, high = np.percentile(drawn, (10, 50, 90), method="nearest").astype(int).tolist()
    return CitingForecast(middle, low, high, days, moved)


_PACES = """
WITH ledger AS (
    SELECT paper_id, max(observed_at) AS newest, min(observed_at) AS oldest,
        arg_max(s2_corpus_id, observed_at) AS corpus_id,
        arg_max(citation_count, observed_at) AS count,
        arg_min(citation_count, observed_at) AS first_count
    FROM counts
    WHERE observed_at >= (SELECT max(observed_at) FROM counts) - to_days($longest)
    GROUP BY paper_id
),
-- A list was read last in the run that first saw the newest of all works, an hour at most after
-- its counts.
reading AS (SELECT max(first_seen_at) AS read_at FROM works),
known AS (
    SELECT paper_id, arg_max(citation_count, observed_at) AS known
    FROM counts, reading WHERE observed_at <= read_at + INTERVAL 1 HOUR GROUP BY paper_id
),
dated AS (
    SELECT paper_id, count(*) AS lately FROM works JOIN ledger USING (paper_id)
    WHERE published_on > newest::DATE - $half_year::INTEGER AND published_on <= newest::DATE
    GROUP BY paper_id
)
SELECT corpus_id, count, known,
    CASE WHEN newest - oldest >= to_days($least_span)
            THEN (count - first_count) / date_diff('day', oldest, newest)
        WHEN read_at IS NOT NULL THEN coalesce(lately, 0) / $half_year::INTEGER
        ELSE count * $growth::DOUBLE END AS pace
FROM ledger CROSS JOIN reading LEFT JOIN known USING (paper_id) LEFT JOIN dated USING (paper_id)
ORDER BY corpus_id
"""


def _paces(counts: pa.Table, citations: pa.Table) -> list[dict[str, Any]]:
    """A row a paper: corpus id, last count, count when its list was read, gain a day."""
    said: dict[str, Any] = {"longest": int(LONGEST), "least_span": LEAST_SPAN}
    said |= {"half_year": HALF_YEAR, "growth": GROWTH_A_DAY}
    rows: list[dict[str, Any]] = query(
        _PACES, {"counts": counts, "works": citations}, said
    ).to_pylist()
    return rows
