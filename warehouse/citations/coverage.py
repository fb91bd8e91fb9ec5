"""How far the citing works on file are all there are."""

import pyarrow as pa

from warehouse.citations.citing_works import CITING_LISTS
from warehouse.citations.ledger import EARLIER_IDS
from warehouse.citations.relations import query
from warehouse.columns import TIMESTAMP

COVERAGE = pa.schema(
    [
        ("paper_id", pa.string()),
        ("looked_at", TIMESTAMP),
        ("on_file", pa.int64()),
        ("missing", pa.int64()),
    ]
)
"""One row per linked paper whose citing works were asked for, or need not be since it has none.

``missing``: works that the service counted when its list was asked for last and that are not on
file, so that nothing is known of their dates. A list that was followed to its end misses nothing:
what the service counts beyond it, it does not have.
"""

_COVERAGE = """
WITH linked AS (FROM links WHERE status = 'linked'),
asked AS (
    SELECT paper_id, s2_corpus_id AS asked_corpus_id, true AS is_present FROM linked
    UNION ALL SELECT paper_id, earlier.s2_corpus_id, false FROM earlier JOIN linked USING (paper_id)
    WHERE earlier.s2_corpus_id IS DISTINCT FROM linked.s2_corpus_id
        AND method IS DISTINCT FROM 'human'
), listed AS (
    SELECT paper_id, max(seen_at) AS looked_at,
        arg_max(citation_count, (is_present, seen_at)) AS counted,
        -- By how much the last complete list fell short of its count: so much is no gap.
        coalesce(arg_max(greatest(citation_count - received, 0), (is_present, seen_at))
            FILTER (is_complete), 0) AS shortfall
    FROM asked JOIN lists USING (asked_corpus_id) GROUP BY paper_id
), newest AS (
    SELECT paper_id, max(observed_at) AS looked_at, arg_max(citation_count, observed_at) AS counted
    FROM counts GROUP BY paper_id
), filed AS (
    SELECT paper_id, count(*) AS on_file, max(first_seen_at) AS looked_at
    FROM citations GROUP BY paper_id
)
SELECT paper_id, coalesce(filed.on_file, 0) AS on_file,
    greatest(listed.looked_at, filed.looked_at,
        CASE WHEN newest.counted = 0 THEN newest.looked_at END) AS looked_at,
    greatest(
        coalesce(listed.counted, 0) - coalesce(listed.shortfall, 0) - coalesce(filed.on_file, 0), 0
    ) AS missing
FROM linked
LEFT JOIN listed USING (paper_id) LEFT JOIN filed USING (paper_id) LEFT JOIN newest USING (paper_id)
WHERE listed.paper_id IS NOT NULL OR filed.paper_id IS NOT NULL OR newest.counted = 0
ORDER BY paper_id
"""


def coverage(
    links: pa.Table,
    citations: pa.Table,
    counts: pa.Table,
    lists: pa.Table | None = None,
    earlier: pa.Table | None = None,
) -> pa.Table:
    """Which papers' citing works are on file, and how many are known to be missing.

    A paper whose list was never asked for has no row, so its citations stay unknown, unless its
    newest count is 0: then there is nothing to ask.

    Args:
        links: The ``links`` table.
        citations: The ``citations`` table.
        counts: The ledger.
        lists: How far each list was got (``Citing.lists``); without them every list on file
            counts as whole.
        earlier: Corpus ids of papers before their link moved.
    """
    tables = {
        "links": links,
        "citations": citations,
        "counts": counts,
        "lists": CITING_LISTS.empty_table() if lists is None else lists,
        "earlier": EARLIER_IDS.empty_table() if earlier is None else earlier,
    }
    return query(_COVERAGE, tables).select(COVERAGE.names).cast(COVERAGE)
