"""The citations table: every work that cites a linked paper, over all runs."""

import pyarrow as pa

from warehouse.citations.citing_works import Citing
from warehouse.citations.ledger import EARLIER_IDS
from warehouse.citations.relations import query
from warehouse.citations.self_citations import self_citations
from warehouse.tables.citations import CITATIONS

# Works of an earlier id speak until the present one has a list of its own: after a merge they are
# the same citations. Where a person chose the record, the earlier one may have been another work.
_ASKED = """
WITH present AS (
    SELECT s2_corpus_id AS asked_corpus_id, paper_id, venue_id, method
    FROM links WHERE status = 'linked' AND s2_corpus_id IS NOT NULL
), before AS (
    SELECT earlier.s2_corpus_id AS asked_corpus_id, paper_id, venue_id,
        paper_id NOT IN (FROM present SEMI JOIN lists USING (asked_corpus_id) SELECT paper_id)
            AS is_counted
    FROM earlier JOIN present USING (paper_id)
    WHERE earlier.s2_corpus_id != present.asked_corpus_id AND method IS DISTINCT FROM 'human'
)
SELECT asked_corpus_id, paper_id, venue_id, true AS is_counted FROM present
UNION ALL FROM before
"""

_CITATIONS = """
WITH complete AS (
    SELECT asked_corpus_id, max(begun_at) AS begun_at FROM lists WHERE is_complete GROUP BY ALL
), sights AS (
    -- The title only makes the choice between sights of one moment the same every time.
    SELECT *, (seen_at, is_counted, asked_corpus_id, title) AS age
    FROM works JOIN asked USING (asked_corpus_id) LEFT JOIN complete USING (asked_corpus_id)
)
SELECT paper_id, any_value(venue_id) AS venue_id, citing_id,
    unnest(arg_max(struct_pack(
        citing_corpus_id := citing_corpus_id, title := title, authors := authors,
        author_ids := author_ids, venue := venue, year := year, published_on := published_on
    ), age)),
    -- Nested lists do not say these, so a newer sight of one must not wipe them.
    arg_max(is_influential, age) AS is_influential,
    arg_max(intents, age) AS intents,
    min(seen_at) AS first_seen_at
FROM sights GROUP BY paper_id, citing_id
HAVING bool_or(is_counted AND (begun_at IS NULL OR seen_at >= begun_at))
"""

_PEOPLE = """
WITH linked AS (FROM links WHERE status = 'linked'), named AS (FROM records WHERE len(authors) > 0),
found AS (
    SELECT paper_id, authors, author_ids, 1 AS choice, named.s2_paper_id
    FROM linked JOIN named USING (s2_paper_id)
    UNION ALL
    -- A record that was clustered anew may be known by its corpus id alone.
    SELECT paper_id, authors, author_ids, 2, named.s2_paper_id
    FROM linked JOIN named USING (s2_corpus_id)
)
SELECT paper_id, authors, author_ids FROM found
QUALIFY row_number() OVER (PARTITION BY paper_id ORDER BY choice, s2_paper_id) = 1
"""

_TABLE = """
SELECT found.* EXCLUDE (author_ids), venue AS citing_venue, is_self_citation,
    -- A 1 January is taken at its word: see :func:`citations`.
    CASE WHEN published_on IS NOT NULL THEN 'day' WHEN year IS NOT NULL THEN 'year' ELSE 'none'
        END AS date_precision
FROM found LEFT JOIN judged USING (paper_id, citing_id)
"""


def citations(
    links: pa.Table, records: pa.Table, citing: Citing, earlier: pa.Table | None = None
) -> pa.Table:
    """Every citation of a linked paper that any run saw and none has disproved, as ``citations``.

    Columns are those of the newest sight; ``first_seen_at`` is the first one's. A work that a
    later *complete* list of the same record no longer holds was merged away or deleted: it is
    left out from then on. Lists that were cut or only looked at for news remove nothing.

    A publication date of 1 January counts as a day like any other. Of some 3,439 recorded dates
    31 were 1 January where chance gives 9, so about two in three stand for a year alone; but the
    service gives no sign which, and calling all of them uncertain would put the others in doubt.
    Their share is shown by the quality checks.

    Args:
        links: The ``links`` table.
        records: Semantic Scholar's records, for the authors of the linked ones.
        citing: What the runs saw (:func:`warehouse.citations.citing_works.together`).
        earlier: Corpus ids by which a paper was asked before its link moved (``EARLIER_IDS``).
    """
    earlier = EARLIER_IDS.empty_table() if earlier is None else earlier
    tables = {"links": links, "earlier": earlier, "works": citing.works, "lists": citing.lists}
    asked = query(_ASKED, tables)
    found = query(_CITATIONS, tables | {"asked": asked})
    people = query(_PEOPLE, {"links": links, "records": records})
    judged = self_citations(found, people)
    return CITATIONS.conform(query(_TABLE, {"found": found, "judged": judged}))
