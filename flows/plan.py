"""What a run would cost: requests and minutes, before any of them is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors import openreview, semantic_scholar
from connectors.errors import Missing
from connectors.page import Fetch
from flows.clients import connect, credentials
from flows.settings import Settings
from flows.steps import NoSuchVenue
from warehouse.store import read_table

# Of the submissions that OpenReview shows of large conferences about a third are accepted;
# 3,422 and 1,095 at ICLR 2022. Where a venue shows accepted papers alone the plan is too low.
SHARE_ACCEPTED = 1 / 3

# A conference of n papers has about 3 n records under its name over three years.
RECORDS_PER_PAPER = 3

# Titles that fit one request, and papers that neither listing nor title search finds.
TITLES_PER_REQUEST = 90
SHARE_MATCHED = 0.02

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


def plan_venue(root: Path, venue_id: str, settings: Settings) -> Plan:
    """The plan of a run: from the tables without asking anybody, else from three requests.

    Raises:
        NoSuchVenue: OpenReview has no such venue.
    """
    paper_states = read_table(root, "papers", venue_id)["state"].to_pylist()
    if paper_states:
        links = read_table(root, "links", venue_id)["status"].to_pylist()
        unlinked = len(links) - links.count("linked")
        parts = _parts(settings, len(paper_states), len(links), unlinked, is_known=True)
        return Plan(venue_id, "the tables of the last run", parts)
    submissions = _count_submissions(connect(settings).fetch, venue_id)
    papers = round(submissions * SHARE_ACCEPTED)
    parts = _parts(settings, submissions, papers, papers, is_known=False)
    return Plan(venue_id, f"{submissions:,} submissions, of which a third may be accepted", parts)


def _count_submissions(fetch: Fetch, venue_id: str) -> int:
    try:
        group = openreview.venue_group(fetch, venue_id)
    except Missing as error:
        raise NoSuchVenue(str(error)) from error
    return int(fetch(openreview.size_request(venue_id, group)).json()["count"])


def _parts(
    settings: Settings, submissions: int, papers: int, unlinked: int, *, is_known: bool
) -> list[Part]:
    asking, telling = _intervals(settings)
    logins = 1 if credentials(settings).can_log_in else 0
    pages = -(-submissions // openreview.PAGE_SIZE)
    records = -(-unlinked * RECORDS_PER_PAPER // 1000)
    return [
        Part("OpenReview: login and venue", logins + 1, False, asking),
        Part("OpenReview: pages of submissions", pages, not is_known, asking),
        Part("Semantic Scholar: records of the venue", records, True, telling),
        Part("Semantic Scholar: titles", -(-unlinked // TITLES_PER_REQUEST), True, telling),
        Part("Semantic Scholar: single titles", round(papers * SHARE_MATCHED), True, telling),
        Part(
            "Semantic Scholar: counts", semantic_scholar.plan_counts(papers), not is_known, telling
        ),
    ]


def _intervals(settings: Settings) -> tuple[float, float]:
    pace = settings.openreview_interval
    told = settings.semantic_scholar_interval
    if told is None:
        told = semantic_scholar.pace(has_key=settings.semantic_scholar_api_key is not None)
    return (openreview.INTERVAL if pace is None else pace), told
