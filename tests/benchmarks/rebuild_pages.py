"""Raw pages of made-up venues, as many as one likes, in just the form in which runs keep them.

Each venue has one run that began with nothing, and maybe weekly ones after it. Papers are notes
of API v2 with reviews and decisions; all but a few have a record, a count and citing works, whose
number has a long tail (log-normal; 50 in the mean).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from connectors.page import Request
from connectors.semantic_scholar.citing_plan import batch_request, packs, page_request
from connectors.semantic_scholar.plan import (
    count_request,
    match_request,
    title_groups,
    title_request,
    venue_request,
)
from tests.benchmarks.rebuild_answers import (
    YEAR,
    Json,
    Venue,
    corpus_id,
    made_up_venue,
    nested,
    note,
    record,
    valued,
)
from warehouse import layout
from warehouse.raw import RunPages

BEGAN = datetime(2025, 6, 2, 6, tzinfo=UTC)


def write_venue(root: Path, number: int, papers: int, weeks: int = 0) -> int:
    """The pages of a venue, its first run and so many weekly ones; how many citations they tell."""
    made = made_up_venue(number, papers)
    _first_run(_Pages(root, made.id, BEGAN), made, number)
    for week in range(1, weeks + 1):
        write_week(root, number, papers, week, made)
    return sum(map(len, made.cited))


def write_week(root: Path, number: int, papers: int, week: int, made: Venue | None = None) -> None:
    """A later run, that counted all papers and read the lists of a tenth that had moved."""
    venue = made or made_up_venue(number, papers)
    run = _Pages(root, venue.id, BEGAN + timedelta(weeks=week))
    run.note("run/started", _started(venue, "counts"))
    _counts(run, venue, number, more=week)
    moved = [paper for paper in venue.known if paper % 10 == week % 10 and len(venue.cited[paper])]
    _citing(run, venue, number, moved)
    run.note("run/finished", {"papers": papers, "linked": len(venue.known)})
    run.note("run/published", {})


class _Pages:
    """One run's folder; the service answers once a second."""

    def __init__(self, root: Path, venue: str, began: datetime) -> None:
        self.pages = RunPages(layout.raw(root), venue, f"{began:%Y%m%dT%H%M%S%fZ}")
        self.now = began

    def keep(self, request: Request, payload: bytes, status: int = 200) -> None:
        self.now += timedelta(seconds=1)
        self.pages.keep(
            source=request.source,
            endpoint=request.endpoint,
            params=request.params,
            body=request.body,
            fetched_at=self.now,
            status=status,
            payload=payload,
        )

    def note(self, endpoint: str, facts: Json) -> None:
        self.keep(Request("precited", endpoint), msgspec.json.encode(facts))


def _first_run(run: _Pages, venue: Venue, number: int) -> None:
    run.note("run/started", _started(venue, "track"))
    _listing(run, venue)
    run.note("run/listed", {})
    _records(run, venue, number)
    _counts(run, venue, number)
    _citing(run, venue, number, [paper for paper in venue.known if len(venue.cited[paper])])
    run.note("run/finished", {"papers": len(venue.cited), "linked": len(venue.known)})
    run.note("run/published", {})


def _started(venue: Venue, flow: str) -> Json:
    return {
        "venue_id": venue.id,
        "as_of": None,
        "counts_only": flow == "counts",
        "citers": True,
        "influential": False,
        "flow": flow,
    }


def _listing(run: _Pages, venue: Venue) -> None:
    content = {
        "title": f"The {venue.id.partition('.')[0]} Conference",
        "subtitle": f"{venue.id.partition('.')[0].upper()} {YEAR}",
        "start_date": f"May 07 {YEAR}",
        "review_rating": "rating",
        "decision_name": "Decision",
        "rejected_venue_id": f"{venue.id}/Rejected_Submission",
    }
    group = {"id": venue.id, "parent": venue.id.rpartition("/")[0], "content": valued(content)}
    told = {"groups": [group], "count": 1}
    run.keep(Request("openreview", "v2/groups", {"id": venue.id}), msgspec.json.encode(told))
    params = {"invitation": f"{venue.id}/-/Submission", "details": "directReplies", "limit": 1000}
    after: Json = {"sort": "id", "count": "true"}
    for page in _parts(range(len(venue.cited)), 1_000):
        notes = [note(venue, number) for number in page]
        request = Request("openreview", "v2/notes", {**params, **after})
        run.keep(request, msgspec.json.encode({"notes": notes, "count": len(venue.cited)}))
        after = {"sort": "id", "after": notes[-1]["id"]}


def _records(run: _Pages, venue: Venue, number: int) -> None:
    """The venue's own records, two searches for titles and some matches, found or not."""
    name = f"{venue.id.partition('.')[0]} Conference"
    request = venue_request([name], (YEAR - 2, YEAR))
    for place, page in enumerate(_parts(venue.known, 1_000)):
        token = {"token": f"T{place}"} if place else {}
        records = [record(venue, number, paper) for paper in page]
        told = {"total": len(venue.known), "token": f"T{place + 1}", "data": records}
        asked = Request(request.source, request.endpoint, {**request.params, **token})
        run.keep(asked, msgspec.json.encode(told))
    unknown = sorted(set(range(len(venue.cited))) - set(venue.known))
    for group in title_groups([venue.texts.titles[paper] for paper in unknown]):
        told = {"total": 40, "token": None}
        near = [record(venue, number, paper) for paper in venue.known[:40]]
        run.keep(title_request(group), msgspec.json.encode({**told, "data": near}))
    for paper in unknown:
        request = match_request(venue.texts.titles[paper])
        run.keep(request, b'{"error":"Title match not found"}\n', 404)


def _parts(items: Sequence[int], size: int) -> list[Sequence[int]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _counts(run: _Pages, venue: Venue, number: int, more: int = 0) -> None:
    for batch in _parts(venue.known, 500):
        records = [record(venue, number, paper, more) for paper in batch]
        request = count_request([corpus_id(number, paper) for paper in batch])
        run.keep(request, msgspec.json.encode(records))


def _citing(run: _Pages, venue: Venue, number: int, papers: Sequence[int]) -> None:
    """Batches as the planner packs them; the most cited paper has pages of its own."""
    by_id = {corpus_id(number, paper): paper for paper in papers}
    counts = {id_: len(venue.cited[paper]) for id_, paper in by_id.items()}
    longest = max(counts, key=lambda id_: counts[id_])
    _pages_of(run, venue, longest, by_id[longest])
    del counts[longest]
    for pack in packs(counts):
        rows = [nested(venue, number, by_id[id_]) for id_ in pack]
        run.keep(batch_request(pack, 0), b"[" + b", ".join(rows) + b"]")


def _pages_of(run: _Pages, venue: Venue, corpus_id: int, paper: int) -> None:
    works = venue.cited[paper].tolist()
    for offset in range(0, len(works), 1_000):
        edges = [b'{"citingPaper": %s}' % venue.works[w] for w in works[offset : offset + 1_000]]
        onward = b'"next": %d, ' % (offset + 1_000) if offset + 1_000 < len(works) else b""
        told = b'{"offset": %d, %s"data": [%s]}' % (offset, onward, b", ".join(edges))
        run.keep(page_request(corpus_id, offset, 1_000), told)
