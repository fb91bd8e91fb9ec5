"""What was done and what could not be read."""

import pyarrow as pa

from warehouse.columns import VENUE_ID, choice, count, text, timestamp
from warehouse.spec import Column, TableSpec

REJECTS = TableSpec(
    name="rejects",
    doc="Records that could not be read, whole, with the reason.",
    grain="record that could not be read",
    key=("source", "record_id"),
    columns=(
        choice("source", "Which service sent it.", "openreview", "semantic_scholar").required(),
        VENUE_ID,
        Column("record_id", pa.string(), "Its id, or one made from its content.", nullable=False),
        text("reason", "Why it could not be read.").required(),
        text("payload", "The record as received, identities and e-mail addresses removed."),
        timestamp("seen_at", "When it was received.").required(),
    ),
    shrink_limit=1.0,
)

RUNS = TableSpec(
    name="runs",
    doc="Every run, what it cost and how it ended.",
    grain="run",
    key=("run_id",),
    columns=(
        Column("run_id", pa.string(), "Name of the run and of its folder.", nullable=False),
        choice("flow", "What ran.", "track", "counts", "bulk").required(),
        VENUE_ID,
        timestamp("started_at", "When it began.").required(),
        timestamp("finished_at", "When it ended; null while it has not."),
        choice("status", "How it stands.", "finished", "failed", "running").required(),
        count(
            "openreview_requests", "Requests to OpenReview over all its processes, without logins."
        ),
        count("semantic_scholar_requests", "Requests to Semantic Scholar, over all its processes."),
        count("retries", "Requests that had to be repeated, both services."),
        count("papers", "Accepted papers."),
        count("linked", "Papers with a trusted link."),
        count("flagged", "Papers already cited."),
        text("message", "What a person should know of it."),
    ),
    shrink_limit=0.0,
)
