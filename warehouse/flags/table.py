"""The flags table: from papers, links and counts to a ranked queue with its reasons."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from warehouse.citations.coverage import COVERAGE
from warehouse.citations.coverage import coverage as coverage_of
from warehouse.citations.relations import query
from warehouse.flags.ages import age_days, months
from warehouse.flags.bands import age_bands
from warehouse.flags.cited import cited, ranked_count
from warehouse.flags.first_public import first_public
from warehouse.flags.intervals import intervals, observed
from warehouse.flags.percentile import mid_rank, share_below
from warehouse.flags.ranking import Ranks, believed_rates, ranking
from warehouse.flags.reasons import Evidence, reasons
from warehouse.flags.shrinkage import fit
from warehouse.flags.witnesses import witnesses
from warehouse.tables.citations import CITATIONS
from warehouse.tables.flags import FLAGS

Row = dict[str, Any]

_GATHERED = """
SELECT papers.paper_id, papers.venue_id, status, len(twin_ids) AS twin_count,
    intervals.* EXCLUDE (paper_id), first_public.* EXCLUDE (paper_id), witnesses,
    coalesce(missing, 0) AS missing
FROM papers
LEFT JOIN links USING (paper_id)
LEFT JOIN intervals ON intervals.paper_id = papers.paper_id AND links.status = 'linked'
LEFT JOIN first_public ON first_public.paper_id = papers.paper_id
LEFT JOIN witnesses ON witnesses.paper_id = papers.paper_id
LEFT JOIN coverage ON coverage.paper_id = papers.paper_id
ORDER BY papers.paper_id
"""


def flags(  # noqa: PLR0913 - one argument for each table that it reads
    papers: pa.Table,
    links: pa.Table,
    counts: pa.Table,
    records: pa.Table,
    as_of: date,
    venue_name: str | None = None,
    *,
    citations: pa.Table | None = None,
    coverage: pa.Table | None = None,
) -> pa.Table:
    """Every accepted paper's flag on a day, as ``flags``.

    Papers with a count of the ledger within three days speak by it (observed); the others by the
    dates of their citing works (reconstructed); those with neither are unknown.

    Args:
        papers: ``papers``; only accepted ones are flagged.
        links: ``links``.
        counts: ``citation_counts``; rows of papers that are not linked now are left aside.
        records: Semantic Scholar records, for dates.
        as_of: The day to speak of.
        venue_name: The venue as people call it, for the reasons; its id when None.
        citations: ``citations``; None where citing works were not collected.
        coverage: How far they are all there is; None to take every list on file for whole
            (:func:`warehouse.citations.coverage.coverage`).
    """
    if citations is None:
        found = observed(counts, as_of)
    else:
        if coverage is None:
            coverage = coverage_of(links, citations, counts)
        found = intervals(links, counts, as_of, citations, coverage)
    return flag_intervals(
        papers, links, found, records, as_of, venue_name, citations=citations, coverage=coverage
    )


def flag_intervals(  # noqa: PLR0913 - one argument for each table that it reads
    papers: pa.Table,
    links: pa.Table,
    intervals: pa.Table,
    records: pa.Table,
    as_of: date,
    venue_name: str | None = None,
    *,
    citations: pa.Table | None = None,
    coverage: pa.Table | None = None,
) -> pa.Table:
    """The same from any source of numbers, given as :data:`intervals.INTERVALS`."""
    accepted = papers.filter(pc.equal(papers.column("state"), "accepted"))
    tables = {
        "papers": accepted,
        "links": links,
        "intervals": intervals,
        "first_public": first_public(accepted, links, records),
        "witnesses": witnesses(CITATIONS.empty() if citations is None else citations, as_of),
        "coverage": COVERAGE.empty_table() if coverage is None else coverage,
    }
    rows = query(_GATHERED, tables).to_pylist()
    venues = sorted({row["venue_id"] for row in rows})
    return FLAGS.from_rows(
        flag
        for venue in venues
        for flag in _flag_venue(
            [row for row in rows if row["venue_id"] == venue], as_of, venue_name or venue
        )
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the papers with a known count stand, by their place among them."""

    percentile: NDArray[np.float64]
    share_below: NDArray[np.float64]
    rate: NDArray[np.float64]
    ranks: Ranks
    is_by_age: bool


def _flag_venue(rows: list[Row], as_of: date, venue_name: str) -> list[Row]:
    for row in rows:
        row["age_days"] = age_days(row["first_public_on"], as_of)
        is_independent = row["independent_low"] is not None
        row["count"] = ranked_count(row["citations_low"], row["independent_low"])
        row["most"] = row["independent_high"] if is_independent else row["citations_high"]
    known = [row for row in rows if row["count"] is not None]
    standing = _stand(known) if known else None
    place = {row["paper_id"]: index for index, row in enumerate(known)}
    return [_flag(row, as_of, venue_name, standing, place.get(row["paper_id"])) for row in rows]


def _stand(known: list[Row]) -> _Standing:
    counts = np.array([row["count"] for row in known], dtype=np.int64)
    highs = np.array([row["most"] for row in known], dtype=np.int64)
    ages = _cautious_ages([row["age_days"] for row in known])
    bands, exposure = age_bands(ages), np.array([months(age) for age in ages])
    prior = fit(counts, exposure)
    ids = np.array([row["paper_id"] for row in known])
    return _Standing(
        percentile=mid_rank(counts, bands),
        share_below=share_below(counts, highs, bands),
        rate=prior.shrink(counts, exposure),
        ranks=ranking(believed_rates(counts, exposure, prior), counts, ids),
        is_by_age=bool(bands.any()),
    )


def _cautious_ages(ages: list[int | None]) -> NDArray[np.int64]:
    """Ages to compare by: an unknown one is as old as the oldest, so that it lifts nothing."""
    oldest = max((age for age in ages if age is not None), default=0)
    return np.array([oldest if age is None else age for age in ages], dtype=np.int64)


_CARRIED = (
    "paper_id",
    "venue_id",
    "citations_low",
    "citations_high",
    "independent_low",
    "independent_high",
    "influential_count",
    "first_public_on",
    "first_public_source",
    "age_days",
    "basis",
)


def _flag(
    row: Row, as_of: date, venue_name: str, standing: _Standing | None, place: int | None
) -> Row:
    shown = {name: row[name] for name in _CARRIED}
    flag = shown | {
        "as_of": as_of,
        "cited": cited(row["status"] == "linked", row["citations_low"], row["citations_high"]),
    }
    if standing is not None and place is not None:
        flag |= {
            "percentile": float(standing.percentile[place]),
            "rate_per_month": None if row["age_days"] is None else float(standing.rate[place]),
            "rank": int(standing.ranks.rank[place]),
            "rank_low": int(standing.ranks.low[place]),
            "rank_high": int(standing.ranks.high[place]),
        }
    share = None if standing is None or place is None else float(standing.share_below[place])
    is_by_age = standing is not None and standing.is_by_age and row["age_days"] is not None
    flag["reasons"] = reasons(_evidence(row, as_of, venue_name, share, is_by_age))
    return flag


def _evidence(
    row: Row, as_of: date, venue_name: str, share: float | None, is_by_age: bool
) -> Evidence:
    is_independent = row["independent_low"] is not None
    return Evidence(
        venue_name=venue_name,
        as_of=as_of,
        status=row["status"],
        low=row["count"],
        high=row["most"],
        is_independent=is_independent,
        influential_count=row["influential_count"],
        observed_on=row["observed_on"],
        first_public_on=row["first_public_on"],
        first_public_source=row["first_public_source"],
        age_days=row["age_days"],
        share_below=share,
        is_by_age=is_by_age,
        twin_count=row["twin_count"] or 0,
        witnesses=tuple(row["witnesses"] or ()),
        own_count=row["citations_low"] - row["independent_low"] if is_independent else 0,
        missing=row["missing"],
        is_reconstructed=row["basis"] == "reconstructed",
    )
