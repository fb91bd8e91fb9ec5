"""The steps of a bulk run, each plain and testable; ``flows/bulk.py`` strings them together."""

import logging
from collections.abc import Sequence

import pyarrow as pa

from flows import steps
from flows.bulk_reading import Reading, Wanted
from flows.bulk_run import BULK, BulkJob, bases, ids_read, release_of
from flows.run import Run
from flows.venue_names import venue_search
from warehouse.bulk.by_id import by_id
from warehouse.bulk.candidates import candidates
from warehouse.bulk.kept import AnyOf
from warehouse.citations.dataset_citing import citation_ids, citing_ids, told_ids
from warehouse.evidence import Evidence
from warehouse.normalise.datasets import CITATIONS, CITING, PAPERS

logger = logging.getLogger(__name__)

NAMING = ("paper_id", "title", "pdf_url", "bibtex")
"""What of a paper says which lines could be its record."""


def list_where_new(run: Run) -> None:
    """The venue's submissions, where no run has listed them yet."""
    if run.listing is None and not any(evidence.listing for evidence in run.before):
        steps.list_submissions(run)


def read_release(reading: Reading, runs: Sequence[Run]) -> None:
    """All that the runs' venues have use for in a release, page by page on disk."""
    job = runs[0].job
    build_upon(reading, runs, whole=isinstance(job, BulkJob) and job.whole)
    read_papers(reading, runs)
    if job.citers:
        read_citations(reading, runs)
        read_citing(reading, runs)


def build_upon(reading: Reading, runs: Sequence[Run], *, whole: bool) -> None:
    """Note what each run reads: all of the release, or what is new since one that is on file."""
    found = None if whole else bases(runs, reading.release)
    reading.since = release_of(next(iter(found.values()))) if found else None
    for run in runs:
        base = found[run.job.venue_id].run_id if found else None
        run.note(BULK, {"release": reading.release, "base": base}, run.clock())


def read_papers(reading: Reading, runs: Sequence[Run]) -> None:
    """The records that could be papers of these venues, with their counts of the release's day."""
    known = {run.job.venue_id: _known(run) for run in runs}
    papers = {run.job.venue_id: run.linked().papers for run in runs}
    wanted = [
        Wanted(run, [papers[venue].select(NAMING).to_pylist(), known[venue]])
        for run in runs
        for venue in (run.job.venue_id,)
    ]
    filed = {run.job.venue_id: how for run in runs if (how := _filed(run))}
    ours = pa.concat_tables(papers.values())
    reading.read(PAPERS, candidates(ours, known, filed), wanted, "Reading papers")


def read_citations(reading: Reading, runs: Sequence[Run]) -> None:
    """The citations of every linked paper."""
    ids = {run.job.venue_id: _linked(run) for run in runs}
    if any(ids.values()):
        wanted = [Wanted(run, ids[run.job.venue_id], ids[run.job.venue_id]) for run in runs]
        # What cites something else by now does not name whom it cited before.
        sieve = AnyOf((by_id("citedcorpusid", ids), by_id("citationid", _on_file(runs))))
        reading.read(CITATIONS, sieve, wanted, "Reading citations", gone=False)
        if reading.since is not None:
            # Nor does what is deleted, maybe a week after it was added.
            sieve = AnyOf((by_id("citationid", _on_file(runs)),))
            reading.read(CITATIONS, sieve, wanted, "Reading what is gone", gone=True)


def read_citing(reading: Reading, runs: Sequence[Run]) -> None:
    """Title, authors and date of every citing work that no page tells of yet."""
    ids = {run.job.venue_id: _untold(run) for run in runs}
    if any(ids.values()):
        wanted = [Wanted(run, ids[run.job.venue_id]) for run in runs]
        reading.read(CITING, by_id("corpusid", ids), wanted, "Reading citing works")


def _known(run: Run) -> list[int]:
    """Records that were linked or considered before this run."""
    before = run.linked_before
    columns = (before.links["s2_corpus_id"], before.candidates["s2_corpus_id"])
    return sorted({id_ for column in columns for id_ in column.drop_null().to_pylist()})


def _filed(run: Run) -> tuple[str, tuple[int, int]] | None:
    """The acronym and years under which the venue's records are filed."""
    listings = (evidence.listing for evidence in reversed(run.history()))
    listing = next((listing for listing in listings if listing is not None), None)
    return venue_search(listing.venue) if listing is not None else None


def _linked(run: Run) -> list[int]:
    """Records whose citations are wanted; those on file, where only news of them are read."""
    ids = set(run.linked().links["s2_corpus_id"].drop_null().to_pylist())
    base = _base(run)
    if base is None:
        return sorted(ids)
    if new := ids - ids_read(base):
        run.failures.append(
            f"{len(new)} paper(s) were linked since the release on file: `precited run` asks who "
            "cites them, or `precited bulk --whole` reads it"
        )
    return sorted(ids & ids_read(base))


def _on_file(runs: Sequence[Run]) -> dict[str, list[int]]:
    """The numbers of citations that the runs have pages of, where they build upon others."""
    return {
        run.job.venue_id: citation_ids(_own(run).semantic_scholar) for run in runs if _base(run)
    }


def _own(run: Run) -> Evidence:
    return next(e for e in run.history() if e.run_id == run.pages.run_id)


def _untold(run: Run) -> list[int]:
    """Citing works of which nothing is known but that they cite."""
    base = _base(run)
    told = told_ids(base.semantic_scholar) if base else frozenset()
    return [id_ for id_ in citing_ids(_own(run).semantic_scholar) if id_ not in told]


def _base(run: Run) -> Evidence | None:
    """The run whose release this one only adds to."""
    note = run.pages.find("precited", BULK)
    named = note.json()["base"] if note else None
    return next((e for e in run.before if e.run_id == named), None)
