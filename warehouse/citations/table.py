"""The citations table: every work that cites a linked paper, over all runs."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.citations.citing_works import Citing
from warehouse.citations.ledger import EARLIER_IDS
from warehouse.citations.relations import opened, query
from warehouse.citations.self_citations import self_citations
from warehouse.tables.citations import CITATIONS

# Works of an earlier id speak until the present one has a list of its own: after a merge they are
# the same citations. Where a person chose the record, the earlier one may have been another work.
_ASKED = """
CREATE TEMP TABLE asked AS
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
SELECT paper_id, any_value(venue_id) AS venue_id, citing_id, arg_max(place, age) AS place,
    -- Nested lists do not say these, so a newer sight of one must not wipe them.
    arg_max(is_influential, age) AS is_influential,
    arg_max(intents, age) AS intents,
    min(seen_at) AS first_seen_at
FROM sights GROUP BY paper_id, citing_id
HAVING bool_or(is_counted AND (begun_at IS NULL OR seen_at >= begun_at))
ORDER BY paper_id, citing_id
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

_ASKED_OF_WORKS = ["asked_corpus_id", "citing_id", "title", "is_influential", "intents", "seen_at"]
_OF_THE_NEWEST = (
    "citing_corpus_id",
    "title",
    "authors",
    "author_ids",
    "venue",
    "year",
    "published_on",
)


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
    found = _found(links, citing, earlier)
    judged = self_citations(found, query(_PEOPLE, {"links": links, "records": records}))
    # Both are in the order of papers and citing works, a row a citation.
    table = found.append_column("is_self_citation", judged["is_self_citation"])
    table = table.append_column("date_precision", _precision(found))
    return CITATIONS.conform(table.select([column.name for column in CITATIONS.columns]))


def _found(links: pa.Table, citing: Citing, earlier: pa.Table) -> pa.Table:
    """The citations in order; DuckDB chooses rows by their place, and the rest stays in Arrow."""
    place = pa.array(np.arange(citing.works.num_rows))
    works = citing.works.select(_ASKED_OF_WORKS).append_column("place", place)
    tables = {"links": links, "earlier": earlier, "works": works, "lists": citing.lists}
    with opened(tables) as ask:
        ask(_ASKED, {})
        chosen = ask(_CITATIONS, {})
    newest = citing.works.take(chosen["place"])
    for name in _OF_THE_NEWEST:
        chosen = chosen.append_column(name, newest[name])
    return chosen.append_column("citing_venue", newest["venue"])


def _precision(found: pa.Table) -> pa.ChunkedArray:
    # A 1 January is taken at its word: see :func:`citations`.
    by_year = pc.if_else(found["year"].is_valid(), "year", "none")
    return pc.if_else(found["published_on"].is_valid(), "day", by_year)
