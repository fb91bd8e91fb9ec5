"""The papers of a warehouse as search wants them: one row each, with venue and newest flag."""

import pyarrow as pa

from warehouse.explore.newest import NEWEST_FLAGS
from warehouse.explore.reader import Reader

_SEARCHABLE = f"""
SELECT p.paper_id, p.venue_id, p.title, p.tldr, p.keywords, p.abstract, p.authors, p.state, p.tier,
       p.forum_url, p.pdf_url, v.year, f.cited, f.citations_low, f.citations_high, f.percentile
FROM papers p
LEFT JOIN venues v USING (venue_id)
LEFT JOIN {NEWEST_FLAGS} f USING (paper_id)
ORDER BY p.venue_id, p.paper_id
"""  # noqa: S608 - every part is ours


def searchable(warehouse: Reader) -> pa.Table:
    """Every paper of every venue, accepted or not, in a fixed order."""
    return warehouse.arrow(_SEARCHABLE)
