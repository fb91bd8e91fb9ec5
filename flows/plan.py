"""What a run would cost: requests and minutes, before any of them is sent."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from connectors import openreview, semantic_scholar
from connectors.errors import Missing
from connectors.page import Fetch
from flows.clients import connect, credentials
from flows.settings import Settings
from flows.steps import ASK_AGAIN_AFTER, WORTH_LISTING, NoSuchVenue
from warehouse.citations.ledger import latest
from warehouse.store import read_venue

# Of the submissions that OpenReview shows of large conferences about a third are accepted;
# 3,422 and 1,095 at ICLR 2022. Where a venue shows accepted papers alone the plan is too low.
SHARE_ACCEPTED = 1 / 3

# A conference of n papers has about 3 n records under its name over three years.
RECORDS_PER_PAPER = 3

# Titles that fit one request, and papers that neither listing nor title search finds.
TITLES_PER_REQUEST = 90
SHARE_MATCHED = 0.02

# ICLR 2022 had 100 citations a paper after four years; a request carries nearly 10,000.
CITATIONS_PER_PAPER = 100
ROWS_PER_REQUEST = 9_900

# In a week about a fifth of its papers moved, the most cited ones among them: half the requests.
SHARE_MOVED = 0.5

# Seconds until an answer is there: a page of 1,000 records takes one to two.
SECONDS_PER_ANSWER = 1.5


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of request a run will send.

    Attributes:
        what: In words.
        requests: How many.
        is_estimate: Whether that is a guess.
        interval: Seconds between two of them.
    """

    what: str
    requests: int
    is_estimate: bool
    interval: float

    @property
    def minutes(self) -> float:
        """How long they take."""
        return self.requests * (self.interval + SECONDS_PER_ANSWER) / 60


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests of a run of one venue, part by part."""

    venue_id: str
    basis: str
    parts: Sequence[Part]

    @property
    def requests(self) -> int:
        """All of them."""
        return sum(part.requests for part in self.parts)

    @property
    def minutes(self) -> float:
        """How long the run will take, most of it waiting for its turn."""
        return sum(part.minutes for part in self.parts)


def plan_venue(root: Path, venue_id: str, settings: Settings, now: datetime) -> Plan:
    """The plan of a run: from the tables without asking anybody, else from three requests.

    Raises:
        NoSuchVenue: OpenReview has no such venue.
    """
    tables = read_venue(root, venue_id)
    if tables["papers"].num_rows:
        return Plan(venue_id, "the tables of the last run", _parts(settings, _known(tables, now)))
    submissions = _count_submissions(connect(settings).fetch, venue_id)
    basis = f"{submissions:,} submissions, of which a third may be accepted"
    return Plan(venue_id, basis, _parts(settings, _guessed(submissions)))


@dataclass(frozen=True, slots=True)
class _Size:
    """What the number of requests depends on."""

    submissions: int
    papers: int
    unlinked: int
    single_titles: int
    citing_requests: int
    is_known: bool


def _known(tables: Mapping[str, pa.Table], now: datetime) -> _Size:
    links = tables["links"]["status"].to_pylist()
    unlinked = len(links) - links.count("linked")
    newest = latest(tables["citation_counts"]).select(["s2_corpus_id", "citation_count"])
    counts = {row["s2_corpus_id"]: row["citation_count"] for row in newest.to_pylist()}
    searched_at = pc.max(tables["runs"]["started_at"]).as_py()
    is_due = searched_at is None or now - searched_at >= ASK_AGAIN_AFTER
    full = semantic_scholar.plan_citing(counts).requests
    return _Size(
        submissions=tables["papers"].num_rows,
        papers=len(links),
        unlinked=unlinked,
        single_titles=unlinked if is_due else 0,
        citing_requests=math.ceil(full * SHARE_MOVED) if tables["citations"].num_rows else full,
        is_known=True,
    )


def _guessed(submissions: int) -> _Size:
    papers = round(submissions * SHARE_ACCEPTED)
    return _Size(
        submissions,
        papers,
        unlinked=papers,
        single_titles=round(papers * SHARE_MATCHED),
        citing_requests=math.ceil(papers * CITATIONS_PER_PAPER / ROWS_PER_REQUEST),
        is_known=False,
    )


def _count_submissions(fetch: Fetch, venue_id: str) -> int:
    try:
        group = openreview.venue_group(fetch, venue_id)
    except Missing as error:
        raise NoSuchVenue(str(error)) from error
    return int(fetch(openreview.size_request(venue_id, group)).json()["count"])


def _parts(settings: Settings, size: _Size) -> list[Part]:
    asking, telling = _intervals(settings)
    logins = 1 if credentials(settings).can_log_in else 0
    pages = math.ceil(size.submissions / openreview.PAGE_SIZE)
    is_listed = size.unlinked >= WORTH_LISTING
    records = math.ceil(size.unlinked * RECORDS_PER_PAPER / 1000) if is_listed else 0
    titles = math.ceil(size.unlinked / TITLES_PER_REQUEST)
    counts, known = semantic_scholar.plan_counts(size.papers), size.is_known
    return [
        Part("OpenReview: login and venue", logins + 1, False, asking),
        Part("OpenReview: pages of submissions", pages, not known, asking),
        Part("Semantic Scholar: records of the venue", records, records > 0, telling),
        Part("Semantic Scholar: titles", titles, not known, telling),
        Part("Semantic Scholar: single titles", size.single_titles, not known, telling),
        Part("Semantic Scholar: counts", counts, not known, telling),
        Part("Semantic Scholar: citing works", size.citing_requests, True, telling),
    ]


def _intervals(settings: Settings) -> tuple[float, float]:
    pace = settings.openreview_interval
    told = settings.semantic_scholar_interval
    if told is None:
        told = semantic_scholar.pace(has_key=settings.semantic_scholar_api_key is not None)
    return (openreview.INTERVAL if pace is None else pace), told
