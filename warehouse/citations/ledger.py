"""The ledger: which paper had how many citations, and when Semantic Scholar said so.

A row is one answer to one question. An answer without a count leaves no row, so a paper
without rows has an unknown number of citations, never none.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import pyarrow as pa

from warehouse.citations.relations import query
from warehouse.tables.citations import CITATION_COUNTS

EARLIER_IDS = pa.schema([("s2_corpus_id", pa.int64()), ("paper_id", pa.string())])
"""Corpus ids that a paper was asked by before its link moved; see :func:`ledger`."""

NEAR_DAYS = 3
"""How far an observation may lie from a day and still speak for it (design, "basis")."""

_LEDGER = """
WITH known AS (
    SELECT s2_corpus_id AS asked, paper_id, venue_id, true AS is_present
    FROM links WHERE status = 'linked' AND s2_corpus_id IS NOT NULL
    UNION ALL
    SELECT earlier.s2_corpus_id, paper_id, links.venue_id, false
    FROM earlier JOIN links USING (paper_id)
    WHERE earlier.s2_corpus_id IS DISTINCT FROM links.s2_corpus_id
), counted AS (
    SELECT try_cast(regexp_extract(trim(asked_id), '^CorpusId:([0-9]+)$', 1, 'i') AS BIGINT)
        AS asked, *
    FROM answers
    WHERE found AND citation_count >= 0 AND s2_paper_id IS NOT NULL AND observed_at IS NOT NULL
)
SELECT paper_id, venue_id,
    coalesce(s2_corpus_id, asked) AS s2_corpus_id, s2_paper_id, observed_at, citation_count,
    CASE WHEN influential_citation_count >= 0 THEN influential_citation_count END
        AS influential_citation_count,
    CASE WHEN reference_count >= 0 THEN reference_count END AS reference_count,
    'semantic_scholar' AS source
FROM counted JOIN known USING (asked)
-- One row an observation. Asked by an earlier id and the present one in the same page, the
-- present one speaks; the rest of the order only makes the choice the same every time.
QUALIFY row_number() OVER (
    PARTITION BY paper_id, observed_at
    ORDER BY is_present DESC, citation_count DESC, asked, s2_paper_id
) = 1
"""


def ledger(links: pa.Table, answers: pa.Table, earlier: pa.Table | None = None) -> pa.Table:
    """Every count that was given for a linked paper, as ``citation_counts``.

    Answers are joined by the id that was *asked*: Semantic Scholar answers an id that was
    merged away with the surviving record, whose own ids are kept in the row. Forums that share
    a record each get their row.

    Args:
        links: The ``links`` table.
        answers: Batch answers of any number of runs, one after another.
        earlier: Corpus ids by which a paper was asked before its link moved
            (:data:`EARLIER_IDS`), so that its history stays. None: there are none.
    """
    earlier = EARLIER_IDS.empty_table() if earlier is None else earlier
    tables = {"links": links, "answers": answers, "earlier": earlier}
    return CITATION_COUNTS.conform(query(_LEDGER, tables))


def latest(counts: pa.Table) -> pa.Table:
    """The newest row of each paper."""
    return _pick(counts, "arg_max", "observed_at", "true", {})


def on_or_before(counts: pa.Table, day: date) -> pa.Table:
    """The newest row of each paper up to the end of that day (UTC)."""
    bounds = {"end": day + timedelta(days=1)}
    return _pick(counts, "arg_max", "observed_at", "observed_at < $end", bounds)


def near(counts: pa.Table, day: date, days: int = NEAR_DAYS) -> pa.Table:
    """The row of each paper that speaks for the day: the nearest within so many days.

    A row at or before the end of the day is preferred to any after it, since a later count may
    hold citations that the day had not seen. A paper without such a row has none here.
    """
    end = day + timedelta(days=1)
    bounds = {"first": day - timedelta(days=days), "end": end, "last": end + timedelta(days=days)}
    distance = "abs(epoch_us(observed_at) - epoch_us(CAST($end AS TIMESTAMPTZ)))"
    return _pick(
        counts,
        "arg_min",
        f"(observed_at >= $end, {distance})",
        "observed_at >= $first AND observed_at < $last",
        bounds,
    )


def _pick(
    counts: pa.Table, choose: str, by: str, where: str, bounds: Mapping[str, date]
) -> pa.Table:
    """One whole row a paper, out of those that meet a condition.

    A struct, because ``arg_max`` of single columns skips nulls and would mix rows.
    """
    names = ", ".join(f"{name} := {name}" for name in CITATION_COUNTS.schema.names)
    sql = f"""
    SELECT unnest(chosen) FROM (
        SELECT {choose}(struct_pack({names}), {by}) AS chosen
        FROM counts WHERE {where} GROUP BY paper_id
    )"""  # noqa: S608 - every part is this module's own
    return CITATION_COUNTS.conform(query(sql, {"counts": counts}, bounds))
