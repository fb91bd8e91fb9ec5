"""How a venue stood when its doors opened: who was cited by the day, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from warehouse.citations.relations import query
from warehouse.explore.labels import clean
from warehouse.flags.ages import months

Row = dict[str, Any]

_PAPERS = """
WITH asked AS (
    SELECT paper_id, max(observed_at) AS asked_at FROM citation_counts GROUP BY paper_id
)
SELECT flags.paper_id, title, authors, tier, forum_url, cited, basis, age_days, asked_at,
    citations_high,
    coalesce(independent_low, citations_low) AS low,
    coalesce(independent_high, citations_high) AS high,
    independent_low IS NOT NULL AS is_independent
FROM flags JOIN papers USING (paper_id) LEFT JOIN asked USING (paper_id)
WHERE as_of = $as_of
ORDER BY low DESC NULLS LAST, high DESC, age_days NULLS LAST, title, flags.paper_id
"""

BANDS = (
    ("cited by 20 or more", 20),
    ("10 to 19", 10),
    ("5 to 9", 5),
    ("2 to 4", 2),
    ("1", 1),
    ("perhaps only by its own authors", 0),
)
"""How the cited papers are told apart, by the fewest independent citations of each band."""

NOT_CITED = "not cited"
UNDATED = "unknown: only undated citations"
NO_COUNT = "unknown: no record or count"


@dataclass(frozen=True, slots=True)
class Doors:
    """How a venue stood on a day.

    Attributes:
        venue_name: As people call it.
        as_of: The day.
        cited: Papers already cited, most independent citations first.
        bands: Papers by how often they were cited: label, kind (cited, not cited, not known) and
            how many.
        accepted: All accepted papers.
        surely: How many were cited, at least.
        possibly: The same at most; papers without a record or count are not among them.
        observed: Papers whose count was taken within days of the day, rather than told from the
            dates of citing works.
        asked_on: When Semantic Scholar was last asked; None where it was not.
    """

    venue_name: str
    as_of: date
    cited: tuple[Row, ...]
    bands: tuple[Row, ...]
    accepted: int
    surely: int
    possibly: int
    observed: int
    asked_on: date | None


def doors(tables: Mapping[str, pa.Table], as_of: date) -> Doors:
    """What the tables of a venue say about a day.

    Args:
        tables: ``venues``, ``papers``, ``flags`` and ``citation_counts``.
        as_of: A day of which there are flags.
    """
    names = ("papers", "flags", "citation_counts")
    rows = query(_PAPERS, {n: tables[n] for n in names}, {"as_of": as_of}).to_pylist()
    cited = tuple(_shown(row) for row in rows if row["cited"] == "yes")
    bands = _bands(rows)
    undated = next(band["papers"] for band in bands if band["band"] == UNDATED)
    asked = [row["asked_at"].date() for row in rows if row["asked_at"]]
    return Doors(
        venue_name=_name(tables["venues"]),
        as_of=as_of,
        cited=cited,
        bands=bands,
        accepted=len(rows),
        surely=len(cited),
        possibly=len(cited) + undated,
        observed=sum(row["basis"] == "observed" for row in rows),
        asked_on=max(asked, default=None),
    )


def _name(venues: pa.Table) -> str:
    for venue in venues.to_pylist():
        return clean(venue["short_name"] or venue["name"])
    return "the venue"


def _shown(row: Row) -> Row:
    age = row["age_days"]
    return row | {
        "title": clean(row["title"] or "") or row["paper_id"],
        "months": None if age is None else round(months(age), 1),
    }


def _bands(rows: list[Row]) -> tuple[Row, ...]:
    found = [_band(row) for row in rows]
    kinds = [(label, "cited") for label, _ in BANDS]
    kinds += [(NOT_CITED, "not cited"), (UNDATED, "not known"), (NO_COUNT, "not known")]
    return tuple(
        {"band": label, "kind": kind, "papers": found.count(label)} for label, kind in kinds
    )


def _band(row: Row) -> str:
    if row["cited"] == "no":
        return NOT_CITED
    if row["cited"] == "unknown":
        return UNDATED if row["citations_high"] else NO_COUNT
    return next(label for label, least in BANDS if (row["low"] or 0) >= least)
