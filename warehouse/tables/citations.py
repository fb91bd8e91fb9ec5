"""Citations: how many, said when, and by whom."""

import pyarrow as pa

from warehouse.columns import (
    CITATION_COUNT,
    PAPER_ID,
    S2_CORPUS_ID,
    S2_PAPER_ID,
    VENUE_ID,
    choice,
    count,
    day,
    flag,
    text,
    texts,
    timestamp,
)
from warehouse.spec import Column, TableSpec

CITATION_COUNTS = TableSpec(
    name="citation_counts",
    doc="The ledger: every count that a service gave, with its moment. Rows are only ever added.",
    grain="paper and observation",
    key=("paper_id", "observed_at", "source"),
    columns=(
        PAPER_ID,
        VENUE_ID,
        S2_CORPUS_ID.required(),
        S2_PAPER_ID.required(),
        timestamp("observed_at", "When the service gave this count.").required(),
        CITATION_COUNT.required(),
        count("influential_citation_count", "Citations it calls highly influential."),
        count("reference_count", "References that it knows of the paper."),
        choice("source", "Who counted.", "semantic_scholar").required(),
    ),
    shrink_limit=0.0,
    warnings=(
        "A paper without a row was not found or not asked: its count is unknown, not 0.",
        "Counts can fall when records are merged or split; see quality checks.",
    ),
)

CITATIONS = TableSpec(
    name="citations",
    doc="The works that cite each paper, with their own dates.",
    grain="paper and citing work",
    key=("paper_id", "citing_id"),
    columns=(
        PAPER_ID,
        VENUE_ID,
        Column("citing_id", pa.string(), "Semantic Scholar id of the citing work.", False),
        count("citing_corpus_id", "Its corpus id."),
        text("title", "Its title."),
        texts("authors", "Its authors."),
        text("venue", "Where it appeared; see the warning, and citing_venue."),
        text("citing_venue", "Where it appeared, under a name that no reader hides."),
        Column("year", pa.int32(), "Its year."),
        day("published_on", "The day it was published."),
        choice("date_precision", "How exact its date is.", "day", "year", "none").required(),
        flag("is_self_citation", "Shares an author with the paper; null when unknown."),
        flag("is_influential", "Called highly influential; null when not asked."),
        texts("intents", "Why it cites; null when not asked."),
        timestamp("first_seen_at", "When we first saw this citation.").required(),
    ),
    warnings=(
        "The folders' Hive key is called venue too, so a plain read by DuckDB, pandas and pyarrow "
        "shows the cited paper's venue under that name. citing_venue is what the citing work "
        "says; or read with Hive partitioning off.",
    ),
)
