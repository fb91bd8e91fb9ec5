"""All runs of a venue become its tables: the one function from ``raw/`` to ``tables/``.

Runs are replayed in order. What an early run linked stays linked, whatever later pages or a
better matcher would say, so a rebuild gives the tables that the runs gave.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.citations.citing_works import citing_rejects, tells_of_citing, together
from warehouse.citations.coverage import coverage
from warehouse.citations.ledger import EARLIER_IDS, ledger
from warehouse.citations.table import citations
from warehouse.evidence import Evidence, Listing
from warehouse.flags import flags
from warehouse.linking import OVERRIDES, Histories, link, refresh_by
from warehouse.linking.author_ids import with_author_ids
from warehouse.normalise.rejects import newest as newest_rejects
from warehouse.normalise.s2_records import S2_RECORDS, newest, s2_rejects
from warehouse.raw import StoredPage
from warehouse.run_records import run_rows
from warehouse.tables import DECISIONS, LINK_CANDIDATES, LINKS, PAPERS, REJECTS, VENUES


@dataclass(frozen=True, slots=True)
class Linked:
    """What the runs so far say about which record is which paper.

    Attributes:
        papers: Accepted papers of the latest listing.
        records: Every Semantic Scholar record seen, newest sight.
        links: As ``tables.LINKS``.
        candidates: As ``tables.LINK_CANDIDATES``.
        earlier: Corpus ids by which papers were asked before their link moved.
        answers: Every batch answer so far.
        matched_ids: Records that a title match brought up.
        listed_ids: Records that came in listings and searches.
    """

    papers: pa.Table
    records: pa.Table = field(default_factory=S2_RECORDS.empty)
    links: pa.Table = field(default_factory=LINKS.empty)
    candidates: pa.Table = field(default_factory=LINK_CANDIDATES.empty)
    earlier: pa.Table = field(default_factory=EARLIER_IDS.empty_table)
    answers: tuple[pa.Table, ...] = ()
    matched_ids: frozenset[str] = frozenset()
    listed_ids: frozenset[str] = frozenset()


def accepted(papers: pa.Table) -> pa.Table:
    """The accepted papers among these."""
    return papers.filter(pc.equal(papers["state"], "accepted"))


def replay(
    runs: Sequence[Evidence], overrides: pa.Table | None = None, before: Linked | None = None
) -> Linked:
    """The links after these runs.

    Args:
        runs: Oldest first.
        overrides: Human decisions about links.
        before: What earlier runs came to, replayed with the same decisions; None to begin anew.
    """
    overrides = OVERRIDES.empty() if overrides is None else overrides
    state = Linked(papers=PAPERS.empty()) if before is None else before
    histories = Histories(*state.answers)
    for run in runs:
        histories.add(run.answers)
        state = _after(state, run, overrides, histories)
    return state


def _after(state: Linked, run: Evidence, overrides: pa.Table, histories: Histories) -> Linked:
    listing = run.listing
    papers = state.papers if listing is None else accepted(listing.submissions.papers)
    records = newest([state.records, run.records])
    matched, listed = state.matched_ids | run.matched_ids, state.listed_ids | run.listed_ids
    # With the papers and records of before, linking could only say again what it said.
    links, candidates = state.links, state.candidates
    if overrides.num_rows or not papers.equals(state.papers) or len(records) > len(state.records):
        told = _with_origin(records, matched, listed)
        found = link(papers, told, state.links, overrides, run.started_at)
        links, candidates = found.links, found.candidates
    answers = (*state.answers, run.answers)
    earlier = pa.concat_tables([state.earlier, _ids(links)])
    return Linked(
        papers,
        records,
        refresh_by(links, histories),
        candidates,
        earlier.group_by(EARLIER_IDS.names).aggregate([]),
        answers,
        matched,
        listed,
    )


def _with_origin(records: pa.Table, matched: frozenset[str], listed: frozenset[str]) -> pa.Table:
    """The records with ``found_by``: "match" for those that only a title match brought up."""
    only = matched - listed
    found_by = ["match" if id_ in only else None for id_ in records["s2_paper_id"].to_pylist()]
    return records.append_column("found_by", pa.array(found_by, pa.string()))


def _ids(links: pa.Table) -> pa.Table:
    asked = links.filter(links["s2_corpus_id"].is_valid())
    return asked.select(EARLIER_IDS.names).cast(EARLIER_IDS)


def assemble(
    venue_id: str,
    runs: Sequence[Evidence],
    linked: Linked,
    as_of: date | None = None,
    decisions: pa.Table | None = None,
) -> dict[str, pa.Table]:
    """Every table of a venue, from all its runs.

    Args:
        venue_id: OpenReview venue id.
        runs: Oldest first; at least one of them has listed the venue.
        linked: What :func:`replay` makes of these runs.
        as_of: The day the flags speak of; None for the one that the latest run names, else the
            day of its counts.
        decisions: What curators decided about the venue, as ``tables.DECISIONS``; None for nothing.
    """
    listing = next(run.listing for run in reversed(runs) if run.listing is not None)
    submissions = listing.submissions
    counts = ledger(linked.links, pa.concat_tables(linked.answers), linked.earlier)
    citing = together(run.citing for run in runs)
    cited_by = citations(linked.links, linked.records, citing, linked.earlier)
    known = coverage(linked.links, cited_by, counts, citing.lists, linked.earlier)
    venue = _venue(listing)
    return {
        "venues": venue,
        "papers": submissions.papers,
        "authorships": with_author_ids(submissions.authorships, linked.links, linked.records),
        "reviews": submissions.reviews,
        "links": linked.links,
        "link_candidates": linked.candidates,
        "citation_counts": counts,
        "citations": cited_by,
        "flags": flags(
            linked.papers,
            linked.links,
            counts,
            linked.records,
            as_of or flags_day(runs, listing.venue["start_on"] if citing.lists.num_rows else None),
            listing.venue["short_name"],
            citations=cited_by,
            coverage=known,
        ),
        "decisions": DECISIONS.empty() if decisions is None else decisions,
        "rejects": pa.concat_tables(
            [submissions.rejects, _bad_records(venue_id, runs, citing.odd)]
        ),
        "runs": run_rows(venue_id, runs),
    }


def flags_day(runs: Sequence[Evidence], start_on: date | None) -> date:
    """The day that flags speak of when nobody names one.

    The day the doors open, if that is past and citing works were asked for, whose dates tell what
    was there by then; else the day of the newest counts.

    Args:
        runs: Oldest first.
        start_on: First day of the conference; None where it does not matter or is unknown.
    """
    named = runs[-1].as_of
    newest = max(_last_moment(run) for run in runs).date()
    return named or (start_on if start_on is not None and start_on <= newest else newest)


def _last_moment(run: Evidence) -> datetime:
    newest_answer: datetime | None = pc.max(run.answers["observed_at"]).as_py()
    return newest_answer or run.started_at


def _bad_records(venue_id: str, runs: Sequence[Evidence], odd: Sequence[StoredPage]) -> pa.Table:
    """What could not be read of Semantic Scholar.

    Args:
        venue_id: OpenReview venue id.
        runs: Oldest first.
        odd: Of the pages that may tell of citing works those on which something was unfit.
    """
    pages = [page for run in runs for page in run.semantic_scholar if not tells_of_citing(page)]
    found = [s2_rejects(venue_id, [*pages, *odd]), citing_rejects(venue_id, odd)]
    return REJECTS.from_rows(newest_rejects(pa.concat_tables(found).to_pylist()))


def _venue(listing: Listing) -> pa.Table:
    papers = listing.submissions.papers
    counted = {
        "submission_count": papers.num_rows,
        "accepted_count": accepted(papers).num_rows,
        "fetched_at": listing.listed_at,
    }
    return VENUES.from_rows([listing.venue | counted])
