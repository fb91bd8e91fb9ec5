"""The works that cite papers, in as few requests as there can be."""

import logging
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from connectors.errors import Refused
from connectors.page import Fetch, Page
from connectors.semantic_scholar.citing_batches import Batches
from connectors.semantic_scholar.citing_lists import Cited, Listing
from connectors.semantic_scholar.citing_pages import follow
from connectors.semantic_scholar.citing_plan import plan_citing
from connectors.semantic_scholar.citing_slices import older

logger = logging.getLogger(__name__)

NOTHING_KNOWN: Mapping[int, Collection[str]] = MappingProxyType({})


def citing_works(
    fetch: Fetch,
    counts: Mapping[int, int],
    *,
    known: Mapping[int, Collection[str]] = NOTHING_KNOWN,
    known_counts: Mapping[int, int] | None = None,
    influential: bool = False,
) -> Iterator[Page]:
    """Pages of citing works: ``paper/batch`` with nested ones, and ``paper/<id>/citations``.

    A work may come twice. What is counted and does not come is logged, and so is a paper whose
    own list is refused; neither keeps the others from coming.

    Args:
        fetch: Asks one request.
        counts: Corpus ids and their citation counts, as just counted.
        known: Paper ids of the citing works on file, by corpus id of the cited paper. A list is
            read until they appear where it is read newest first, so works that Semantic Scholar
            found late stay unseen there: leave a paper out to have its list read whole.
        known_counts: The count of each paper when its citing works were last read; a paper that
            still has it is not asked. None takes the number of known works, by which a paper
            whose list is short for good is asked every time.
        influential: Whether to ask which citations are influential, and their intents: that
            takes pages of every paper.

    Raises:
        SourceChanged: The paging goes in circles, or answers are not what they are known to be.
    """
    if known_counts is None:
        known_counts = {paper: len(set(works)) for paper, works in known.items()}
    known = {paper: frozenset(works) for paper, works in known.items() if paper in counts}
    plan = plan_citing(counts, known_counts=known_counts, influential=influential)
    batches = Batches({paper: counts[paper] for pack in plan.packs for paper in pack}, known)
    yield from batches.pages(fetch)
    paged = [Cited(p, counts[p], known.get(p, ()), influential) for p in plan.paged]
    short = dict(batches.short)
    for listing in [*batches.listings, *map(Listing, paged)]:
        yield from _read(fetch, listing)
        paper = listing.paper
        if paper.had < paper.count:
            short[paper.corpus_id] = (paper.had, paper.count)
    _report(short)


def _read(fetch: Fetch, listing: Listing) -> Iterator[Page]:
    try:
        if not listing.is_cut:
            yield from follow(fetch, listing)
        if listing.is_cut and not listing.is_settled:
            yield from older(fetch, listing)
    except Refused as error:
        # One paper's list must not keep those of the others from coming.
        logger.warning("citing works refused corpus_id=%d: %s", listing.paper.corpus_id, error)


def _report(short: Mapping[int, tuple[int, int]]) -> None:
    for paper, (got, count) in short.items():
        logger.info("short list of citing works corpus_id=%d got=%d count=%d", paper, got, count)
    if short:
        missing = sum(count - got for got, count in short.values())
        logger.warning("short lists of citing works papers=%d missing=%d", len(short), missing)
