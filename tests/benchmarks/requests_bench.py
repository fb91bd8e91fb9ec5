"""Requests that jobs send to both services, against the fewest that their pages allow.

Every job runs whole, from its first request to published tables, without Prefect and without
waiting, against the stand-in, whose journal counts: a first run with all citing works, the same a
week later, then counts alone. The floor is reckoned as if one knew beforehand where everything
stands: OpenReview's pages hold 1,000 notes, Semantic Scholar's searches 1,000 records (with their
counts), a batch 500 ids, and the citing works within one batch 9,999 in all. A login, the venue's
own group, and one look at whether notes have changed are among it. What is above it goes into
titles whose record no listing of the venue brings. Time includes neighbours and map.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from connectors.openreview.notes import PAGE_SIZE
from connectors.semantic_scholar.citing_plan import NESTED
from connectors.semantic_scholar.plan import BATCH
from connectors.standin import made_up
from connectors.standin.corpus import load
from connectors.standin.semantic_scholar.search import BULK_PAGE
from connectors.standin.server import Urls, environment, serve
from flows.request_kinds import kind_of
from flows.run import Job
from flows.settings import Settings
from tests.benchmarks.linking_corpora import SHARED
from tests.benchmarks.measuring import Place, Row, Taken, alone, taken
from tests.flows.world import LANTERN, track
from warehouse.citations.ledger import latest
from warehouse.store import read_table

ICLR = SHARED / "corpora" / "iclr2022"
JOBS: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("first run", 0, {}),
    ("weekly run", 1, {}),
    ("counts only", 2, {"counts_only": True}),
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a venue has, as far as requests depend on it.

    Attributes:
        notes: Submissions.
        linked: Papers with a record.
        works: Citing works, each as often as it cites.
        counts: The newest count of each record.
    """

    notes: int
    linked: int
    works: int
    counts: Mapping[str, int]


def rows(place: Place) -> Iterator[Row]:
    """A venue's first weeks; the recorded one where it lies, else the made-up one."""
    name, venue, corpus, start = (
        ("ICLR 2022", "ICLR.cc/2022/Conference", load(ICLR), date(2022, 4, 20))
        if ICLR.is_dir()
        else ("LANTERN, made up", LANTERN, made_up.corpus(), date(2026, 10, 5))
    )
    root, before = place.folder / "requests", Sizes(0, 0, 0, {})
    for what, weeks, options in JOBS:
        with serve([corpus], today=start + timedelta(weeks=weeks)) as standin:
            spent = alone(_track, standin.urls, Job(venue, root, **options))
            journal = standin.journal()
        now = _sizes(root, venue)
        fewest = floor(what, before, now)
        yield Row(
            what,
            f"{name}, {now.notes:,} submissions, {now.linked:,} linked papers,"
            f" {now.works:,} citing works",
            spent,
            len(journal),
            against="floor",
            figure=f"{sum(fewest.values())} requests",
            note=f"sent {_told(_kinds(journal))}; floor {_told(fewest)}.",
        )
        before = now


def _track(urls: Urls, job: Job) -> Taken:
    settings = Settings.model_validate(environment(urls))
    return taken(lambda: track(job, settings))


def _sizes(root: Path, venue: str) -> Sizes:
    counts = latest(read_table(root, "citation_counts", venue))
    ids, newest = counts["s2_paper_id"].to_pylist(), counts["citation_count"].to_pylist()
    return Sizes(
        read_table(root, "papers", venue).num_rows,
        read_table(root, "links", venue)["s2_paper_id"].drop_null().length(),
        read_table(root, "citations", venue).num_rows,
        dict(zip(ids, newest, strict=True)),
    )


def floor(what: str, before: Sizes, now: Sizes) -> dict[str, int]:
    """The fewest requests by which a job could learn what it learnt, by what they ask for."""
    if what == "counts only":
        return {"batches of counts": ceil(now.linked / BATCH)}
    session = {"login": 1, "venue": 1}
    if what == "first run":
        return session | {
            "pages of notes": ceil(now.notes / PAGE_SIZE),
            "pages of records": ceil(now.linked / BULK_PAGE),
            "batches of citing works": ceil(now.works / NESTED),
        }
    moved = sum(before.counts.get(id_) != count for id_, count in now.counts.items())
    added = max(now.works - before.works, 0)
    return session | {
        "look at what changed": 1,
        "batches of counts": ceil(now.linked / BATCH),
        "batches of citing works": max(ceil(moved / BATCH), ceil(added / NESTED)),
    }


def _kinds(journal: list[dict[str, Any]]) -> dict[str, int]:
    found = Counter(_kind(entry) for entry in journal)
    return dict(sorted(found.items()))


def _kind(entry: Mapping[str, Any]) -> str:
    endpoint = (
        entry["path"].removeprefix("/semantic_scholar/graph/v1/").removeprefix("/openreview/")
    )
    return kind_of(endpoint, dict(parse_qsl(entry["query"]))).value


def _told(requests: Mapping[str, int]) -> str:
    return ", ".join(f"{what} {count}" for what, count in requests.items())
