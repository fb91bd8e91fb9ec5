"""Decisions: what curators said of papers, entry by entry."""

import pyarrow as pa

from warehouse.columns import PAPER_ID, VENUE_ID, choice, text, texts, timestamp
from warehouse.spec import Column, TableSpec

DECISIONS = TableSpec(
    name="decisions",
    doc="Every entry of the curators' log, in the order of deciding, undone ones and undos too.",
    grain="curation decision",
    key=("decision_id",),
    columns=(
        Column("decision_id", pa.string(), "Its name; names sort in order of deciding.", False),
        PAPER_ID,
        VENUE_ID,
        text("curator", "Who decided.").required(),
        choice(
            "verdict",
            "What was decided; null where only texts were written.",
            "shortlist",
            "maybe",
            "skip",
            "undo",
        ),
        text("note", "For the curators; null leaves an earlier text as it is, here and below."),
        text("why", "Why the paper is a pick, for readers of the issue."),
        text("key_insights", "What it found, for readers of the issue."),
        texts("cleared", "Names of the texts that this entry takes away.").required(),
        timestamp("decided_at", "When.").required(),
        text("undoes", "The decision that an undo takes back."),
    ),
    shrink_limit=0.5,
    warnings=(
        "The last verdict of a curator on a paper holds, unless an undo names it; then the one "
        "before it does.",
    ),
)
