"""How many citations each paper had by a day, as an interval with its basis.

Whatever way the numbers come, they arrive in one shape, so that ages, ranks and reasons need not
know it: counts of the ledger give plain intervals of no width.
"""

from datetime import date

import pyarrow as pa

from warehouse.citations.as_of import INTERVALS, intervals_as_of, is_there, may_be_there
from warehouse.citations.ledger import near
from warehouse.citations.relations import query

__all__ = ["INTERVALS", "intervals", "observed"]

_OBSERVED = """
SELECT paper_id, citation_count AS citations_low, citation_count AS citations_high,
    CAST(NULL AS BIGINT) AS independent_low, CAST(NULL AS BIGINT) AS independent_high,
    influential_citation_count AS influential_count,
    CAST(observed_at AS DATE) AS observed_on, 'observed' AS basis
FROM counts ORDER BY paper_id
"""

# What was on file on the day of the count was counted, whatever its date. Of counted works that
# are not on file, all or none may be self-citations.
_WITH_INDEPENDENT = f"""
WITH dated AS (
    SELECT observed.paper_id, is_self_citation,
        CAST(first_seen_at AS DATE) <= observed_on AS was_seen,
        was_seen OR {is_there("$as_of")} AS is_there,
        was_seen OR {may_be_there("$as_of")} AS may_be_there
    FROM observed JOIN citations USING (paper_id)
), filed AS (
    SELECT paper_id,
        count(*) FILTER (is_there AND is_self_citation) AS own_low,
        count(*) FILTER (may_be_there AND is_self_citation IS NOT false) AS own_high,
        count(*) FILTER (is_there AND NOT is_self_citation) AS others,
        count(*) FILTER (may_be_there) AS known
    FROM dated GROUP BY paper_id
), bounded AS (
    SELECT observed.*,
        greatest(citations_low - coalesce(own_low, 0), 0) AS most,
        greatest(
            citations_low - coalesce(own_high, 0) - greatest(citations_low - coalesce(known, 0), 0),
            coalesce(others, 0)) AS least
    FROM observed SEMI JOIN coverage USING (paper_id) LEFT JOIN filed USING (paper_id)
)
SELECT * EXCLUDE (most, least) REPLACE (least(least, most) AS independent_low,
    most AS independent_high) FROM bounded
UNION ALL FROM observed ANTI JOIN coverage USING (paper_id)
UNION ALL FROM dated_only ANTI JOIN observed USING (paper_id)
ORDER BY paper_id
"""  # noqa: S608 - made of this module's own parts


def observed(counts: pa.Table, as_of: date) -> pa.Table:
    """Intervals of the papers with a ledger row within three days of ``as_of``.

    Which row speaks: :func:`warehouse.citations.ledger.near`. How many of the citations are
    self-citations a count does not tell, so independent ones are null.
    """
    return query(_OBSERVED, {"counts": near(counts, as_of)}).cast(INTERVALS)


def intervals(
    links: pa.Table, counts: pa.Table, as_of: date, citations: pa.Table, coverage: pa.Table
) -> pa.Table:
    """The same from counts and citing works together: :data:`INTERVALS`.

    Where the ledger has a row near the day it says how many; the works on file then say how many
    of those are self-citations. Works that were counted but are not on file (a list that was cut,
    works that came since) may all be self-citations or none: they are in ``independent_high`` but
    not in ``independent_low``. A paper whose works were never asked for has no independent count.

    Elsewhere the dates of citing works speak
    (:func:`warehouse.citations.as_of.intervals_as_of`), and papers without those have no row.
    """
    tables = {
        "observed": observed(counts, as_of),
        "dated_only": intervals_as_of(citations, links, as_of, coverage),
        "citations": citations,
        "coverage": coverage,
    }
    return query(_WITH_INDEPENDENT, tables, {"as_of": as_of}).cast(INTERVALS)
