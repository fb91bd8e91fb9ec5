"""How many citations each paper had by a day, as an interval with its basis.

Whatever way the numbers come, they arrive in one shape, so that ages, ranks and reasons need not
know it: counts of the ledger give intervals of no width.
"""

from datetime import date

import pyarrow as pa

from warehouse.citations.ledger import near
from warehouse.citations.relations import query

INTERVALS = pa.schema(
    [
        ("paper_id", pa.string()),
        ("citations_low", pa.int64()),
        ("citations_high", pa.int64()),
        ("independent_low", pa.int64()),
        ("independent_high", pa.int64()),
        ("influential_count", pa.int64()),
        ("observed_on", pa.date32()),
        ("basis", pa.string()),
    ]
)

_OBSERVED = """
SELECT paper_id, citation_count AS citations_low, citation_count AS citations_high,
    CAST(NULL AS BIGINT) AS independent_low, CAST(NULL AS BIGINT) AS independent_high,
    influential_citation_count AS influential_count,
    CAST(observed_at AS DATE) AS observed_on, 'observed' AS basis
FROM counts ORDER BY paper_id
"""


def observed(counts: pa.Table, as_of: date) -> pa.Table:
    """Intervals of the papers with a ledger row within three days of ``as_of``.

    Which row speaks: :func:`warehouse.citations.ledger.near`. How many of the citations are
    self-citations a count does not tell, so independent ones are null.
    """
    return query(_OBSERVED, {"counts": near(counts, as_of)}).cast(INTERVALS)
