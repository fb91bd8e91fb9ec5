"""What an issue is made of: plain values, the same for every format."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Venue:
    """The venue that an issue is about, as in the ``venues`` table.

    Attributes:
        venue_id: OpenReview venue id.
        name: Full name.
        short_name: As people call it; its full name where it has no other.
        kind: conference, track, workshop or journal.
        year: Of the venue.
        start_on: First day of the conference; None when unknown.
        location: Where it takes place.
        website: Its address.
        listed_on: When OpenReview was last asked for its papers.
    """

    venue_id: str
    name: str
    short_name: str
    kind: str
    year: int | None
    start_on: date | None
    location: str | None
    website: str | None
    listed_on: date | None


@dataclass(frozen=True, slots=True)
class Totals:
    """How all accepted papers stood on the issue's day.

    Attributes:
        accepted: All of them.
        cited_low: Already cited for sure.
        cited_high: The same with those of which only undated works cite them.
        not_cited: Surely without a citation.
        unknown: Without a record or a count: of these nothing is known.
    """

    accepted: int
    cited_low: int
    cited_high: int
    not_cited: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper in the list of the most cited ones.

    Attributes:
        paper_id: OpenReview forum id.
        title: As submitted.
        url: Its page; None where that is no web address.
        low: Citations surely there, independent ones where those are known.
        high: Citations possibly there.
        months: How long it has been public.
    """

    paper_id: str
    title: str
    url: str | None
    low: int
    high: int
    months: float | None


@dataclass(frozen=True, slots=True)
class Count:
    """How often a paper was cited by the issue's day, and how that is known.

    Attributes:
        cited: yes, no or unknown.
        citations_low: Citations surely dated by the day.
        citations_high: The same with undated citing works.
        independent_low: citations_low without self-citations; None when unknown.
        independent_high: citations_high without self-citations; None when unknown.
        basis: observed or reconstructed; None without a count.
        counted_on: When Semantic Scholar said what the numbers rest on.
        first_public_on: When the work could first be read anywhere.
        first_public_source: Where that date comes from.
        months: From then to the day.
        percentile: Place among papers of like age, 0 to 100.
        rank_low: Best place in the queue among its ties.
        rank_high: Last place among its ties.
        why_unknown: What there is to say where nothing is counted.
        in_words: The count as a phrase.
        notes: Keys of the methods that it was made by, see :class:`Method`.
    """

    cited: str
    citations_low: int | None
    citations_high: int | None
    independent_low: int | None
    independent_high: int | None
    basis: str | None
    counted_on: date | None
    first_public_on: date | None
    first_public_source: str | None
    months: float | None
    percentile: float | None
    rank_low: int | None
    rank_high: int | None
    why_unknown: str | None
    in_words: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What one curator writes of a pick; marks such as ``[[arxiv:2106.09685]]`` are references."""

    curator: str
    why: str | None
    key_insights: str | None


@dataclass(frozen=True, slots=True)
class Related:
    """Another paper of the venue on the same topic."""

    paper_id: str
    title: str
    url: str | None
    basis: str


@dataclass(frozen=True, slots=True)
class Link:
    """The Semantic Scholar record behind a pick's numbers, as in ``links``."""

    status: str
    s2_paper_id: str | None
    arxiv_id: str | None
    doi: str | None


@dataclass(frozen=True, slots=True)
class Pick:
    """A paper of the issue.

    Attributes:
        number: Its place in the issue, from 1.
        paper_id: OpenReview forum id.
        title: As submitted.
        authors: Their names in order; empty where the venue does not show them.
        tier: oral, spotlight, poster...
        tldr: The authors' one-sentence summary.
        keywords: The authors' own.
        forum_url: Its page; None where that is no web address.
        pdf_url: The same for its PDF.
        code_url: The same for its code.
        code_given: What the authors gave as the address of their code.
        bibtex: OpenReview's entry.
        words: What curators write of it.
        shortlisted_by: Curators who want it in.
        doubted_by: Curators who said maybe or skip.
        count: How often it was cited.
        link: Where its numbers come from; None where it was never looked up.
        related: Other papers of the venue on its topic.
    """

    number: int
    paper_id: str
    title: str
    authors: tuple[str, ...]
    tier: str | None
    tldr: str | None
    keywords: tuple[str, ...]
    forum_url: str | None
    pdf_url: str | None
    code_url: str | None
    code_given: str | None
    bibtex: str | None
    words: tuple[Words, ...]
    shortlisted_by: tuple[str, ...]
    doubted_by: tuple[str, ...]
    count: Count
    link: Link | None
    related: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that the text refers to.

    Attributes:
        number: As it stands in the text, from 1 in the order of appearance.
        marks: How curators wrote it.
        title: Its title; None where the tables do not know it.
        label: What the curator says to print for a work that the tables do not know.
        authors: Its authors; empty where they are not known.
        year: Of publication.
        url: Where it can be read.
    """

    number: int
    marks: tuple[str, ...]
    title: str | None
    label: str | None
    authors: tuple[str, ...]
    year: int | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Method:
    """How numbers of one kind were made.

    Attributes:
        key: Its name in ``Count.notes``.
        letter: Its mark in the text.
        text: The method, with its dates.
    """

    key: str
    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A curated issue.

    Attributes:
        title: Of the issue.
        venue: What it is about.
        as_of: The day that all counts speak of.
        totals: How all accepted papers stood.
        most_cited: Those with the most independent citations.
        picks: The papers, best place in the queue first.
        references: Works that the text refers to.
        methods: How the numbers were made, in the order of their letters.
        curators: Who picked.
        asked_on: When Semantic Scholar was last asked about the venue's papers.
    """

    title: str
    venue: Venue
    as_of: date
    totals: Totals
    most_cited: tuple[Listed, ...]
    picks: tuple[Pick, ...]
    references: tuple[Reference, ...]
    methods: tuple[Method, ...]
    curators: tuple[str, ...]
    asked_on: date | None
