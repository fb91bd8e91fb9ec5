"""Papers and who wrote and reviewed them."""

import pyarrow as pa

from warehouse.columns import PAPER_ID, VENUE_ID, choice, count, number, text, texts, timestamp
from warehouse.spec import Column, TableSpec

STATES = ("accepted", "rejected", "withdrawn", "desk_rejected", "under_review", "unknown")
DECISION_SOURCES = ("venueid", "venue", "decision_note", "meta_review", "submission")

PAPERS = TableSpec(
    name="papers",
    doc="Every submission that could be read, accepted or not.",
    grain="forum (submission)",
    key=("paper_id",),
    columns=(
        PAPER_ID,
        VENUE_ID,
        count("number", "Submission number within the venue."),
        text("title", "Title as submitted, LaTeX kept, outer white space removed."),
        text("abstract", "Abstract as submitted."),
        text("tldr", "The authors' one-sentence summary."),
        texts("keywords", "Keywords the authors chose."),
        text("primary_area", "Subject area the authors chose."),
        choice("state", "What became of the submission.", *STATES).required(),
        text("tier", "oral, spotlight, poster, talk...; null unless accepted and known."),
        text("decision_text", "The decision as the venue wrote it."),
        choice("decision_source", "Where the state was read.", *DECISION_SOURCES),
        texts("authors", "Author names in order; null where the venue does not show them."),
        text("forum_url", "The paper's page on OpenReview.").required(),
        text("pdf_url", "Address of the PDF."),
        text("code_url", "Address of code, where the authors gave one."),
        text("bibtex", "BibTeX entry as OpenReview made it."),
        text("license", "Licence of the text, as written."),
        timestamp("submitted_at", "When it was submitted."),
        timestamp("public_at", "When it could first be read on OpenReview."),
        timestamp("accepted_at", "When its acceptance was recorded."),
        timestamp("modified_at", "Last change of any kind."),
    ),
    warnings=(
        "A work can be several papers: rejected here, accepted there. Join works through "
        "links.s2_paper_id, not through titles.",
    ),
)

AUTHORSHIPS = TableSpec(
    name="authorships",
    doc="Who wrote which paper.",
    grain="author of a paper",
    key=("paper_id", "position"),
    columns=(
        PAPER_ID,
        Column("position", pa.int32(), "Place in the author list, from 1.", False, minimum=1),
        text("name", "Name as written on the paper."),
        text("openreview_profile_id", "OpenReview profile (~First_Last1); never an e-mail."),
        text("s2_author_id", "Semantic Scholar author id, where the linked record agrees."),
        text("institution", "Institution given with the submission."),
    ),
)

REVIEWS = TableSpec(
    name="reviews",
    doc="Public review scores. Reviewers' identities are never stored.",
    grain="public review",
    key=("review_id",),
    columns=(
        Column("review_id", pa.string(), "OpenReview note id of the review.", nullable=False),
        PAPER_ID,
        number("rating", "The score as a number."),
        text("rating_text", 'The score as written, e.g. "8: accept, good paper".'),
        number("confidence", "The reviewer's confidence as a number."),
        timestamp("reviewed_at", "When the review was written."),
    ),
    shrink_limit=0.5,
)
