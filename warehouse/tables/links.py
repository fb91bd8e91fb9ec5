"""Links: which Semantic Scholar record is which paper, and why we think so."""

from warehouse.columns import (
    PAPER_ID,
    S2_CORPUS_ID,
    S2_PAPER_ID,
    TEXTS,
    VENUE_ID,
    choice,
    count,
    number,
    text,
    texts,
    timestamp,
)
from warehouse.spec import Column, TableSpec

METHODS = ("openreview_url", "arxiv", "doi", "title_authors", "fuzzy", "search", "human")
STATUSES = ("linked", "review", "absent")

LINKS = TableSpec(
    name="links",
    doc="The record of Semantic Scholar that is taken for each accepted paper.",
    grain="accepted paper",
    key=("paper_id",),
    columns=(
        PAPER_ID,
        VENUE_ID,
        choice(
            "status",
            "linked: trusted; review: a person should decide; absent: no record is this work.",
            *STATUSES,
        ).required(),
        S2_PAPER_ID,
        S2_CORPUS_ID,
        text("arxiv_id", "arXiv id of the linked record, without version."),
        text("doi", "DOI of the linked record, lower case."),
        text("dblp_key", "DBLP key of the linked record."),
        choice("method", "Evidence that decided.", *METHODS),
        number("score", "How sure the link is.", 0, 1),
        Column("reasons", TEXTS, "Why, in words.", nullable=False),
        timestamp("linked_at", "When the record was first taken for this paper."),
        Column("twin_ids", TEXTS, "Other records of the same work.", nullable=False),
    ),
    warnings=(
        "s2_paper_id is null unless status is linked: an unlinked paper has an unknown number "
        "of citations, not none.",
    ),
)

LINK_CANDIDATES = TableSpec(
    name="link_candidates",
    doc="Records that were considered for a paper, with what spoke for and against each.",
    grain="paper and record considered",
    key=("paper_id", "s2_paper_id"),
    columns=(
        PAPER_ID,
        VENUE_ID,
        S2_PAPER_ID.required(),
        S2_CORPUS_ID,
        text("title", "The record's title."),
        texts("authors", "The record's authors."),
        count("year", "The record's year."),
        text("s2_venue", "The record's venue as Semantic Scholar writes it."),
        count("citation_count", "Citations of the record when it was seen."),
        number("score", "How sure we would be of it.", 0, 1).required(),
        Column("reasons", TEXTS, "What spoke for and against, in words.", nullable=False),
        choice("role", "What became of it.", "linked", "twin", "review", "refused").required(),
    ),
    shrink_limit=1.0,
)
