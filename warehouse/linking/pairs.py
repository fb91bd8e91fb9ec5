"""A paper and a record side by side, read once and compared once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from warehouse.linking.authors import Agreement, compare_authors, read_authors
from warehouse.linking.comparison import Title, TitleComparison, compare_titles, read_title
from warehouse.linking.ids import arxiv_id, doi
from warehouse.linking.names import Name
from warehouse.linking.venues import VenueFit, venue_fit, venue_year

Row = dict[str, Any]
Owners = Mapping[tuple[str, str], tuple[str, ...]]
"""Papers by (venue id, record id) that have that record's very title and some of its people."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of OpenReview as linking sees it."""

    paper_id: str
    venue_id: str
    title: Title
    authors: tuple[Name, ...]
    submitted_on: date | None
    venue_year: int | None
    arxiv_id: str | None
    doi: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """A record of Semantic Scholar as linking sees it; ``row`` keeps all its columns."""

    s2_paper_id: str
    title: Title
    authors: tuple[Name, ...]
    published_on: date | None
    year: int | None
    row: Row

    @property
    def citation_count(self) -> int:
        """Citations, 0 where the record gives none: for choosing among twins only."""
        return int(self.row.get("citation_count") or 0)


def read_paper(row: Row) -> Paper:
    """A row of the papers table."""
    moment = row.get("submitted_at") or row.get("public_at")
    texts = (row.get("pdf_url"), row.get("bibtex"))
    return Paper(
        paper_id=row["paper_id"],
        venue_id=row["venue_id"],
        title=read_title(row.get("title") or ""),
        authors=read_authors(row.get("authors")),
        submitted_on=moment.date() if isinstance(moment, datetime) else None,
        venue_year=venue_year(row["venue_id"]),
        arxiv_id=arxiv_id(*texts),
        doi=doi(*texts),
    )


def read_record(row: Row) -> Record:
    """A row of the records table."""
    return Record(
        s2_paper_id=row["s2_paper_id"],
        title=read_title(row.get("title") or ""),
        authors=read_authors(row.get("authors")),
        published_on=row.get("published_on"),
        year=row.get("year"),
        row=row,
    )


@dataclass(frozen=True)
class Pair:
    """A paper and a record that may be the same work.

    Attributes:
        paper: The paper.
        record: The record.
        owners: Ids of papers of the same venue that have the record's very title and people.
    """

    paper: Paper
    record: Record
    owners: tuple[str, ...] = ()

    @cached_property
    def title(self) -> TitleComparison:
        """How the titles differ."""
        return compare_titles(self.paper.title, self.record.title)

    @cached_property
    def authors(self) -> Agreement:
        """How the authors agree."""
        return compare_authors(self.paper.authors, self.record.authors)

    @cached_property
    def venue(self) -> VenueFit:
        """How the venues agree."""
        return venue_fit(self.paper.venue_id, self.record.row.get("venue"))

    @cached_property
    def named_by(self) -> str | None:
        """The kind of id that names the other side: openreview_url, arxiv, doi; or None."""
        row, paper = self.record.row, self.paper
        if row.get("openreview_id") == paper.paper_id:
            return "openreview_url"
        if paper.arxiv_id is not None and row.get("arxiv_id") == paper.arxiv_id:
            return "arxiv"
        if paper.doi is not None and row.get("doi") == paper.doi:
            return "doi"
        return None

    @cached_property
    def years_after(self) -> float | None:
        """Years from submission to the record's publication; None when either is unknown."""
        paper = _decimal(self.paper.submitted_on) or _middle(self.paper.venue_year, 0.0)
        record = _decimal(self.record.published_on) or _middle(self.record.year, 0.5)
        return None if paper is None or record is None else record - paper

    def beside(self, owners: Owners) -> "Pair":
        """The pair, where it matters with the papers that have the record's very title."""
        others = owners.get((self.paper.venue_id, self.record.s2_paper_id))
        if others is None or self.paper.title.key == self.record.title.key:
            return self
        return replace(self, owners=others)

    @property
    def is_taken(self) -> bool:
        """Whether the record has the very title of another paper of the venue, not of this."""
        return bool(self.owners) and self.paper.paper_id not in self.owners


def _decimal(day: date | None) -> float | None:
    return None if day is None else day.year + (day.timetuple().tm_yday - 1) / 365.25


def _middle(year: int | None, offset: float) -> float | None:
    return None if year is None else year + offset
