"""What a run would cost: requests and minutes, before it is run.

A venue that has tables is planned without asking anybody. For one that has none nothing short of
looking tells the cost: of the papers of ICLR 2022 one in 64 had no record under its title, of
COLM 2024 one in 16, and each of these is a question of its own, half of all. So the plan asks the
first half of the run's own questions and keeps the answers as the run would; the run goes on from
there, and both together ask nothing that the run alone would not have asked.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from connectors import semantic_scholar
from connectors.transport.pacing import Timing
from flows import steps
from flows.clients import connect, credentials
from flows.failures import Failed
from flows.forecast import CitingForecast, forecast_citing
from flows.last_listing import last_listing, matched_lately
from flows.relisting import is_settled
from flows.request_kinds import Kind, kind_of
from flows.run import Job, Run, begin, open_pages
from flows.settings import Settings
from flows.shared_pace import intervals
from flows.stages import current_stages
from warehouse import store
from warehouse.assemble import accepted
from warehouse.linking import unlinked
from warehouse.raw import RunPages

# Seconds until an answer is there: a page of 1,000 records takes one to two.
SECONDS_PER_ANSWER = 1.5


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of request a run sends.

    Attributes:
        kind: What is asked for.
        requests: How many in all.
        kept: How many of them are answered already, their pages on disk.
        interval: Seconds between two of them.
        low: How few they may be.
        high: How many they may be.
    """

    kind: Kind
    requests: int
    kept: int
    interval: float
    low: int
    high: int

    @property
    def what(self) -> str:
        """What is asked for, in words."""
        return self.kind.value

    @property
    def is_estimate(self) -> bool:
        """Whether it may be more or less."""
        return self.low < self.high

    @property
    def left(self) -> int:
        """How many a run will send now."""
        return self.requests - self.kept

    @property
    def minutes(self) -> float:
        """How long those take."""
        return self.left * (self.interval + SECONDS_PER_ANSWER) / 60


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests of a run of one venue, part by part.

    Attributes:
        venue_id: OpenReview venue id.
        basis: What the plan rests on.
        doubt: What may come otherwise.
        parts: One for each kind of request that the run sends.
    """

    venue_id: str
    basis: str
    doubt: str
    parts: Sequence[Part]

    @property
    def requests(self) -> int:
        """All of the run, those that are answered already among them."""
        return sum(part.requests for part in self.parts)

    @property
    def kept(self) -> int:
        """Those that are answered already."""
        return sum(part.kept for part in self.parts)

    @property
    def left(self) -> int:
        """Those that a run will send now."""
        return self.requests - self.kept

    @property
    def minutes(self) -> float:
        """How long a run will take now, most of it waiting for its turn."""
        return sum(part.minutes for part in self.parts)


class NothingToCount(Failed):
    """A refresh of counts is asked for where no paper is linked yet."""


class _Planned(Failed):
    """The run stopped because it was only being planned."""


def plan_run(
    job: Job, settings: Settings, now: datetime | None = None, timing: Timing | None = None
) -> Plan:
    """The requests that ``precited run`` with the same options will send.

    Args:
        job: The run.
        settings: Addresses, credentials and pace.
        now: When the run will start; None for now.
        timing: Clock and sleep for the questions asked; None for the real ones.

    Raises:
        NothingToCount: The counts of a venue are to be refreshed that was never pulled.
        NoSuchVenue: OpenReview has no such venue.
    """
    now = now or datetime.now(UTC)
    tables = store.read_venue(job.warehouse, job.venue_id)
    kept = _kept(open_pages(job, now))
    if tables["papers"].num_rows:
        return _next_run(job, tables, settings, now, kept)
    if job.counts_only:
        raise NothingToCount(
            f"no paper of {job.venue_id} is linked yet: `precited run {job.venue_id}` first"
        )
    return _first_run(job, settings, now, timing)


def _first_run(job: Job, settings: Settings, now: datetime, timing: Timing | None) -> Plan:
    """The plan of a run whose listing and searching are done, now if they were not before."""
    with store.venue_lock(job.warehouse, job.venue_id, f"a plan of {job.venue_id}"):
        run = begin(job, connect(settings, timing=timing), current_stages(), now)
        with suppress(_Planned), steps.stopping_noted(run):
            steps.list_submissions(run)
            steps.search_records(run)
            raise _Planned("planned, and not run to its end yet")
    kept = _kept(run.pages)
    logins = run.clients.log.logins
    left = _after_searching(run)
    wanted = {kind: (max(left.get(kind, 0), kept[kind]),) * 3 for kind in Kind}
    wanted[Kind.VENUE] = (kept[Kind.VENUE] + logins,) * 3
    doubt = "only lists of citing works that are shorter than their count take requests more"
    basis = f"the first {kept.total() + logins:,} answers, which are kept: the run goes on there"
    return Plan(
        job.venue_id, basis, doubt, _parts(settings, wanted, kept + Counter({Kind.VENUE: logins}))
    )


def _after_searching(run: Run) -> dict[Kind, int]:
    """How many requests of the kinds come that follow from what the searches brought."""
    state = run.linked()
    ids = state.links["s2_corpus_id"].drop_null().to_pylist()
    records = state.records.select(["s2_corpus_id", "citation_count"]).to_pylist()
    counted = {r["s2_corpus_id"]: r["citation_count"] or 0 for r in records}
    counts = {id_: counted.get(id_, 0) for id_ in ids}
    citing = semantic_scholar.plan_citing(counts, influential=run.job.influential).requests
    return {
        Kind.MATCHES: len(steps.titles_to_match(run)),
        Kind.COUNTS: semantic_scholar.plan_counts(len(counts)),
        Kind.CITING: citing if run.job.citers else 0,
    }


def _next_run(
    job: Job,
    tables: Mapping[str, pa.Table],
    settings: Settings,
    now: datetime,
    kept: Counter[Kind],
) -> Plan:
    """The plan of a run of a venue that has tables, from these alone."""
    linked = tables["links"]["s2_corpus_id"].drop_null()
    wanted = {Kind.COUNTS: semantic_scholar.plan_counts(len(pc.unique(linked)))}
    if not job.counts_only:
        wanted |= _listing_again(job, tables, settings, now)
    spread = {kind: (requests,) * 3 for kind, requests in wanted.items()}
    doubt = _doubt(job, tables["papers"])
    if job.citers and not job.counts_only and tables["citation_counts"].num_rows:
        found = forecast_citing(
            tables["citation_counts"],
            tables["citations"],
            now,
            influential=job.influential,
            everything=job.all_citers,
        )
        spread[Kind.CITING] = (found.requests, found.low, found.high)
        doubt += f", and {_moved(found)}"
    basis = "the tables of the last run; nobody was asked"
    return Plan(job.venue_id, basis, doubt, _parts(settings, spread, kept))


def _doubt(job: Job, papers: pa.Table) -> str:
    if job.counts_only:
        return "nothing, while links stay as they are"
    if not accepted(papers).num_rows:
        return "with its decisions the venue will cost what a first run costs"
    return "OpenReview is taken to show as many changes as the last time"


def _moved(found: CitingForecast) -> str:
    return (
        f"{found.moved:.0%} of the papers to have new citing works after {found.days:.0f} day(s), "
        f"at the pace of each until now"
    )


def _listing_again(
    job: Job, tables: Mapping[str, pa.Table], settings: Settings, now: datetime
) -> dict[Kind, int]:
    """Listing, and searching for the papers that are still without a link."""
    last = last_listing(job, settled=is_settled(tables["papers"]))
    papers = unlinked(accepted(tables["papers"]), tables["links"])
    titles = list(dict.fromkeys(papers["title"].drop_null().to_pylist()))
    to_match = [title for title in titles if not matched_lately(job, title, now)]
    return {
        Kind.VENUE: 2 if credentials(settings).can_log_in else 1,
        Kind.SUBMISSIONS: last.pages or -(-tables["papers"].num_rows // 1000),
        Kind.CHANGES: last.changes,
        Kind.RECORDS: last.records if len(titles) >= steps.WORTH_LISTING else 0,
        Kind.TITLES: len(semantic_scholar.plan_titles(titles)),
        Kind.MATCHES: len(to_match),
    }


def _kept(pages: RunPages) -> Counter[Kind]:
    """The pages of a run by what they were asked for."""
    sources = ("openreview", "semantic_scholar")
    found = (page for source in sources for page in pages.read(source))
    return Counter(kind_of(page.endpoint, page.params) for page in found)


def _parts(
    settings: Settings, wanted: Mapping[Kind, tuple[int, int, int]], kept: Counter[Kind]
) -> list[Part]:
    pauses = intervals(settings)
    parts = []
    for kind in Kind:
        requests, low, high = (max(n, kept[kind]) for n in wanted.get(kind, (0, 0, 0)))
        pause = pauses["openreview" if kind.is_openreview else "semantic_scholar"]
        if high:
            parts.append(Part(kind, requests, kept[kind], pause, low, high))
    return parts
