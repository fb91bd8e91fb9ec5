"""Columns that more than one table has: the same name always means the same thing."""

import pyarrow as pa

from warehouse.spec import Column

TIMESTAMP = pa.timestamp("us", tz="UTC")
TEXT = pa.string()
WHOLE = pa.int64()
TEXTS = pa.list_(pa.string())

PAPER_ID = Column("paper_id", TEXT, "OpenReview forum id of the paper.", nullable=False)
VENUE_ID = Column("venue_id", TEXT, "OpenReview venue id.", nullable=False)
S2_PAPER_ID = Column("s2_paper_id", TEXT, "Semantic Scholar paper id (40 hex digits).")
S2_CORPUS_ID = Column(
    "s2_corpus_id", WHOLE, "Semantic Scholar corpus id, its steadier number.", minimum=0
)
CITATION_COUNT = Column(
    "citation_count", WHOLE, "Citations that Semantic Scholar counted at that time.", minimum=0
)


def timestamp(name: str, doc: str) -> Column:
    """A moment in UTC, to the microsecond."""
    return Column(name, TIMESTAMP, doc)


def day(name: str, doc: str) -> Column:
    """A calendar date in UTC."""
    return Column(name, pa.date32(), doc)


def text(name: str, doc: str) -> Column:
    """Free text; null when there is none."""
    return Column(name, TEXT, doc)


def choice(name: str, doc: str, *allowed: str) -> Column:
    """Text out of a closed set."""
    return Column(name, TEXT, doc, allowed=allowed)


def texts(name: str, doc: str) -> Column:
    """A list of texts, in order; null when unknown, empty when known to be none."""
    return Column(name, TEXTS, doc)


def count(name: str, doc: str) -> Column:
    """A whole number from 0."""
    return Column(name, WHOLE, doc, minimum=0)


def number(
    name: str, doc: str, minimum: float | None = None, maximum: float | None = None
) -> Column:
    """A real number, possibly bounded."""
    return Column(name, pa.float64(), doc, minimum=minimum, maximum=maximum)


def flag(name: str, doc: str) -> Column:
    """True, false, or null when unknown."""
    return Column(name, pa.bool_(), doc)
