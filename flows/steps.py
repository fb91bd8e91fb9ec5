"""The steps of a run, each plain and testable; ``flows/track.py`` strings them together.

Each asks only what the run's folder does not hold yet, and leaves what it learnt there.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from connectors import openreview, semantic_scholar
from connectors.errors import Missing, Refused, SourceChanged
from flows.asked import Asked
from flows.changed import note_changes
from flows.costs import minus, paid, plus, sent
from flows.failures import OURS, Failed
from flows.outcome import found
from flows.relating import relations
from flows.relisting import relist, settled_listing
from flows.run import FINISHED, LISTED, PUBLISHED, STOPPED, Run
from flows.venue_names import venue_search
from warehouse import store
from warehouse.assemble import assemble
from warehouse.citations.citing_works import together
from warehouse.citations.on_file import counts_when_read, works_on_file
from warehouse.curation.table import decisions_of
from warehouse.errors import TableShrank, WarehouseError
from warehouse.evidence import Evidence, Listing
from warehouse.explore.datapackage import write_datapackage
from warehouse.linking import unlinked
from warehouse.run_records import run_rows

logger = logging.getLogger(__name__)

WORTH_LISTING = 40
"""Unlinked papers from which the venue's own records are listed: a few pages then spare as many
single questions."""

ASK_AGAIN_AFTER = timedelta(days=28)
"""A title that was matched in vain is matched again after four weeks: Semantic Scholar takes
weeks to months to add a paper, and each of these questions costs a request."""


class NoSuchVenue(Failed):
    """OpenReview has no venue of that id; the message offers the nearest ones."""


def list_submissions(run: Run) -> None:
    """Every public submission of the venue with its direct replies, or what changed of them."""
    with run.stages.stage("Listing submissions") as advance:
        venue_id = run.job.venue_id
        try:
            group = openreview.venue_group(run.fetch, venue_id)
        except Missing as error:
            raise NoSuchVenue(_offer(run, error)) from error
        facts: dict[str, Any] = {}
        if base := settled_listing(run.before):
            facts = relist(run, group, base)
        else:
            for _ in openreview.submissions(run.fetch, venue_id, group):
                advance()
        # The service's time and not ours: the same for whoever goes on after a kill.
        run.note(LISTED, facts, run.answered_at or run.clock())


def _offer(run: Run, error: Missing) -> str:
    near = openreview.near_venues(run.fetch, run.job.venue_id)
    ending = f"; did you mean {', '.join(near)}?" if near else ""
    return f"{error}{ending}"


def search_records(run: Run) -> None:
    """Records of papers that no earlier run has linked, many titles a request."""
    titles = _titles(unlinked(run.linked().papers, run.linked_before.links))
    with run.stages.stage("Searching records") as advance:
        if len(titles) >= WORTH_LISTING and run.listing is not None:
            _list_venue_records(run, run.listing)
        for _ in semantic_scholar.search_titles(run.fetch, titles):
            advance()


def _list_venue_records(run: Run, listing: Listing) -> None:
    if search := venue_search(listing.venue):
        name, years = search
        for _ in semantic_scholar.search_venue(run.fetch, [name], years):
            pass


def match_titles(run: Run) -> None:
    """The nearest record of each paper that is still without one, a request each."""
    titles = titles_to_match(run)
    with run.stages.stage("Matching what is left", len(titles)) as advance:
        for title in titles:
            _match(run, title)
            advance()


def titles_to_match(run: Run) -> list[str]:
    """The titles that the searches left without a link, but for those asked in vain lately."""
    state = run.linked(before=Asked.MATCHES)
    asked = _matched_lately(run.before, run.started_at)
    return [
        title
        for title in _titles(unlinked(state.papers, state.links))
        if semantic_scholar.match_request(title).params["query"] not in asked
    ]


def _match(run: Run, title: str) -> None:
    try:
        semantic_scholar.match_title(run.fetch, title)
    except Refused as error:
        # One title that the service won't take must not keep the other papers from their links.
        run.failures.append(str(error))


def _matched_lately(runs: list[Evidence], now: datetime) -> set[str]:
    recent = (run for run in runs if now - run.started_at < ASK_AGAIN_AFTER)
    pages = (page for run in recent for page in run.semantic_scholar)
    return {page.params["query"] for page in pages if page.endpoint == "paper/search/match"}


def count_citations(run: Run) -> None:
    """Today's counts of every linked paper, 500 a request."""
    _look_up_pins(run)
    # An answer may name another id for a record: the ids of the next batch must not follow it.
    links = run.linked(before=Asked.COUNTS).links
    ids = pc.unique(links["s2_corpus_id"].drop_null()).sort().to_pylist()
    vectors_of = _without_vector(ids, run.before) if run.job.vectors else frozenset()
    with run.stages.stage("Counting citations", len(ids)) as advance:
        for page in semantic_scholar.counts(run.fetch, ids, vectors_of):
            advance(len((page.request.body or {})["ids"]))


def _without_vector(ids: list[int], runs: list[Evidence]) -> frozenset[int]:
    """Papers whose vector no earlier run has asked for; one that has none is not asked again."""
    asked = {id_ for run in runs for id_ in run.vectors["asked_id"].to_pylist()}
    return frozenset(id_ for id_ in ids if f"CorpusId:{id_}" not in asked)


def build_tables(run: Run) -> dict[str, pa.Table]:
    """All tables of the venue, from all its runs; the run counts as finished with them."""
    with run.stages.stage("Building tables"):
        history = run.history()
        decisions = decisions_of(run.job.warehouse, run.job.venue_id)
        linked = run.linked_by(history)
        tables = assemble(run.job.venue_id, history, linked, decisions=decisions)
        facts = total_cost(run) | found(tables) | {"message": _message(run)}
        run.note(FINISHED, facts, run.clock())
        return tables | {"runs": run_rows(run.job.venue_id, run.with_new_notes(history))}


def relate_papers(run: Run, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The run's tables with the papers' neighbours and their places on the map."""
    with run.stages.stage("Relating papers"):
        job = run.job
        runs = run.history()
        return {**tables, **relations(job.warehouse, job.venue_id, runs, tables["links"])}


def total_cost(run: Run) -> dict[str, int]:
    """What the run has cost, over all processes that worked at it, logins apart."""
    stops = [stop.json().get("in_vain", {}) for stop in run.pages.read("precited", STOPPED)]
    return plus(run.paid_before, sent(run.clients.log), *stops)


def _message(run: Run) -> str | None:
    if not run.failures:
        return None
    return f"{len(run.failures)} question(s) got no answer, the first: {run.failures[0]}"


def publish_tables(run: Run, tables: Mapping[str, pa.Table]) -> list[Path]:
    """Put the tables in place of the old ones; gives the files that changed.

    What they change is kept first, so that a run killed in between can still tell it.
    """
    with run.stages.stage("Publishing"):
        note_changes(run, tables)
        who = f"a run of {run.job.venue_id}"
        with store.writer_lock(run.job.warehouse, who, wait=store.PUBLISH_WAIT):
            # Curators may have decided since the tables were built.
            decided = {"decisions": decisions_of(run.job.warehouse, run.job.venue_id)}
            files = store.publish(run.job.warehouse, run.job.venue_id, {**tables, **decided})
            write_datapackage(run.job.warehouse)
        run.note(PUBLISHED, {}, run.clock())
        return files


@contextmanager
def stopping_noted(run: Run) -> Iterator[None]:
    """Let the run's folder say why a run stopped, if it does."""
    try:
        yield
    except Exception as error:
        attempt = 1 + len(run.pages.read("precited", STOPPED))
        brought = minus(paid(run.pages), run.paid_before)
        facts = total_cost(run) | {
            "in_vain": minus(sent(run.clients.log), brought),
            "attempt": attempt,
            "message": _reason(error),
            # Pages that did not fit together would not fit the next time either.
            "is_over": isinstance(error, (SourceChanged, TableShrank)),
        }
        try:
            run.note(STOPPED, facts, run.clock())
        except WarehouseError:
            # What stopped the run is what a person must hear of, not that it cannot be noted too.
            logger.warning("cannot note why the run stopped run=%s", run.pages.run_id)
        raise


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, OURS) else type(error).__name__


def collect_citing_works(run: Run) -> None:
    """The works that cite linked papers, as far as counts have moved since they were last read.

    Where the job wants all of them they are read as if none were on file: that finds works which
    Semantic Scholar took in late, below the newest, or in the place of others it gave up.
    """
    counts = _counts_of(run)
    again = run.job.all_citers
    before = together([] if again else [evidence.citing for evidence in run.before])
    with run.stages.stage("Collecting citing works") as advance:
        for _ in semantic_scholar.citing_works(
            run.fetch,
            counts,
            known=works_on_file(before),
            known_counts=counts_when_read(before),
            influential=run.job.influential,
        ):
            advance()


def _counts_of(run: Run) -> dict[int, int]:
    """This run's counts of linked records, by corpus id."""
    state = run.linked()
    wanted = set(state.links["s2_corpus_id"].drop_null().to_pylist())
    given = state.answers[-1].select(["s2_corpus_id", "citation_count"]).to_pylist()
    counts = {row["s2_corpus_id"]: row["citation_count"] for row in given}
    return {paper: count for paper, count in counts.items() if paper in wanted and count}


def _look_up_pins(run: Run) -> None:
    """Ask for records that a person named by an id under which nothing is counted yet."""
    links = run.linked(before=Asked.PINS).links
    unknown = links.filter(
        pc.and_(links["s2_paper_id"].is_valid(), links["s2_corpus_id"].is_null())
    )
    for _ in semantic_scholar.records(run.fetch, unknown["s2_paper_id"].to_pylist()):
        pass


def _titles(papers: pa.Table) -> list[str]:
    return list(dict.fromkeys(papers["title"].drop_null().to_pylist()))
