"""The citing works that a flag names, so that a reader need not take a number's word."""

from datetime import date

import pyarrow as pa

from warehouse.citations.as_of import is_there
from warehouse.citations.relations import query

# A highly influential one first; the earliest shows how soon, the latest that it goes on.
_WITNESSES = f"""
WITH independent AS (
    SELECT paper_id, title, (published_on, citing_id) AS age, is_influential
    FROM citations
    WHERE date_precision = 'day' AND {is_there("$as_of")}
        AND NOT is_self_citation AND title IS NOT NULL
)
SELECT paper_id, list_filter([
    arg_min(title, age) FILTER (is_influential), arg_min(title, age), arg_max(title, age)
], title -> title IS NOT NULL) AS witnesses
FROM independent GROUP BY paper_id ORDER BY paper_id
"""  # noqa: S608 - made of this module's own parts


def witnesses(citations: pa.Table, as_of: date) -> pa.Table:
    """The titles of the most telling citing works of each paper: paper_id, witnesses.

    Of the citations that are surely independent and dated by the day: the earliest highly
    influential one, where that is known, the earliest, and the latest.
    """
    return query(_WITNESSES, {"citations": citations}, {"as_of": as_of})
