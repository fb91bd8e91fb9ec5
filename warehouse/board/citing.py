"""The works that cite each paper, as far as they matter on the day of the flags."""

from datetime import date

import pyarrow as pa

from warehouse.citations.as_of import is_there, may_be_there
from warehouse.citations.relations import query

_CITING = f"""
SELECT paper_id, citing_id, title, authors[:4] AS authors, len(authors) AS author_count,
    citing_venue, year, published_on, date_precision, is_self_citation, is_influential,
    CASE WHEN {is_there("$as_of")} THEN 'there' ELSE 'maybe' END AS by_day
FROM citations WHERE {may_be_there("$as_of")}
ORDER BY paper_id, by_day DESC, coalesce(is_self_citation, false), published_on DESC NULLS LAST,
    citing_id
"""  # noqa: S608 - made of this module's own parts


def citing_by(citations: pa.Table, as_of: date) -> pa.Table:
    """Citing works that were there by a day (``by_day`` there) or may have been (maybe).

    Sorted by paper; those surely there first, others' before own, the newest first.
    """
    return query(_CITING, {"citations": citations}, {"as_of": as_of})
