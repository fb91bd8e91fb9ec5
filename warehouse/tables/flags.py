"""Flags: which papers are already cited, and which stand out for their age."""

from warehouse.columns import (
    PAPER_ID,
    TEXTS,
    VENUE_ID,
    choice,
    count,
    day,
    number,
    text,
)
from warehouse.spec import Column, TableSpec

FLAGS = TableSpec(
    name="flags",
    doc="Whether each accepted paper was already cited on a day, and how it ranks for its age.",
    grain="accepted paper and as-of date",
    key=("paper_id", "as_of"),
    columns=(
        PAPER_ID,
        VENUE_ID,
        day("as_of", "The day the flag speaks of.").required(),
        choice("cited", "Already cited by then.", "yes", "no", "unknown").required(),
        count("citations_low", "Citations surely dated by then."),
        count("citations_high", "The same with undated citing works."),
        count("independent_low", "citations_low without self-citations."),
        count("independent_high", "citations_high without self-citations."),
        count("influential_count", "Influential citations, where known."),
        day("first_public_on", "When the work could first be read anywhere."),
        text("first_public_source", "Where that date comes from."),
        count("age_days", "Days from first public to as_of."),
        number("percentile", "Place among papers of like age, ties at mid-rank.", 0, 100),
        number("rate_per_month", "Citations per month, shrunken to the venue's own rate.", 0),
        count("rank", "Place in the queue, from 1; null when unknown."),
        count("rank_low", "Best place among its ties."),
        count("rank_high", "Last place among its ties."),
        Column("reasons", TEXTS, "Why, in words.", nullable=False),
        choice("basis", "Where the count comes from.", "observed", "reconstructed"),
    ),
    warnings=("cited = unknown is not no: the paper may have no record, or no count.",),
)
