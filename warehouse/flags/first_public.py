"""When a work could first be read anywhere, and who says so."""

import re
from datetime import date

import pyarrow as pa

from warehouse.citations.relations import query

_DAY = pa.date32()

_NEW_ID = re.compile(r"(\d\d)(\d\d)\.\d{4,5}(?:v\d+)?", re.ASCII)
_OLD_ID = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?/(\d\d)(\d\d)\d{3}(?:v\d+)?", re.ASCII)

# A record that was clustered anew answers under another paper id; its corpus id is steadier.
_RECORDS_OF_PAPERS = """
WITH linked AS (FROM links WHERE status = 'linked')
SELECT paper_id, published_on, records.arxiv_id FROM linked JOIN records USING (s2_paper_id)
UNION
SELECT paper_id, published_on, records.arxiv_id FROM linked JOIN records USING (s2_corpus_id)
UNION
SELECT paper_id, published_on, records.arxiv_id
FROM (SELECT paper_id, unnest(twin_ids) AS s2_paper_id FROM linked)
JOIN records USING (s2_paper_id)
UNION
SELECT paper_id, NULL, arxiv_id FROM linked
"""

_FIRST = """
WITH exact AS (
    SELECT paper_id, CAST(coalesce(public_at, submitted_at) AS DATE) AS day,
        CASE WHEN public_at IS NULL THEN 'openreview_submission' ELSE 'openreview' END AS source
    FROM papers
    UNION ALL
    SELECT paper_id, published_on, 'semantic_scholar' FROM found
), dated AS (
    SELECT * FROM exact WHERE day IS NOT NULL
    UNION ALL
    -- A day inside the month says more than the month.
    SELECT paper_id, month, 'arxiv' FROM arxiv_months
    WHERE NOT EXISTS (
        FROM exact WHERE exact.paper_id = arxiv_months.paper_id
            AND date_trunc('month', exact.day) = arxiv_months.month
    )
), believed AS (
    SELECT * FROM dated
    -- Semantic Scholar writes some works that it knows only the year of as 1 January.
    WHERE NOT (source = 'semantic_scholar' AND month(day) = 1 AND day(day) = 1
        AND EXISTS (FROM dated AS other WHERE other.paper_id = dated.paper_id
            AND other.source != 'semantic_scholar'))
)
SELECT papers.paper_id, min(day) AS first_public_on,
    arg_min(source, (day, source)) AS first_public_source
FROM papers LEFT JOIN believed USING (paper_id)
GROUP BY papers.paper_id ORDER BY papers.paper_id
"""


def arxiv_month(arxiv_id: str) -> date | None:
    """The first day of the month in which arXiv gave this id; None when it names none.

    >>> arxiv_month("2110.08207"), arxiv_month("math.GT/0309136"), arxiv_month("2113.00001")
    (datetime.date(2021, 10, 1), datetime.date(2003, 9, 1), None)
    """
    found = _NEW_ID.fullmatch(arxiv_id) or _OLD_ID.fullmatch(arxiv_id)
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    year = int(found[1])
    # arXiv's first ids are of 1991.
    return date(year + (1900 if year >= 91 else 2000), int(found[2]), 1)


def first_public(papers: pa.Table, links: pa.Table, records: pa.Table) -> pa.Table:
    """The earliest day each paper's work could be read: paper_id, first_public_on and its source.

    The minimum of OpenReview's public date (its submission date where no public one is known),
    Semantic Scholar's publication date of the linked record and of its twins, which are the same
    work, and the month in their arXiv ids. A month counts from its first day, and only when no
    exact date lies in it.
    """
    found = query(_RECORDS_OF_PAPERS, {"links": links, "records": records})
    tables = {"papers": papers, "found": found, "arxiv_months": _arxiv_months(found)}
    return query(_FIRST, tables)


def _arxiv_months(found: pa.Table) -> pa.Table:
    """The months that the arXiv ids of papers name: paper_id, month."""
    ids = found.column("arxiv_id").to_pylist()
    months = pa.array([arxiv_month(arxiv_id) if arxiv_id else None for arxiv_id in ids], _DAY)
    return pa.table({"paper_id": found.column("paper_id"), "month": months}).drop_null()
