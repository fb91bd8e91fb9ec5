"""The requests that read the works citing many papers, worked out without asking anybody.

A batch tells the citing works of all its papers, but no more than 9,999 together, in the order of
its ids; what lies beyond is cut without a word. So papers are packed by their counts. A page of
one paper's list is a request as well and holds a tenth of that: pages are for what a batch cannot
tell, whether a citation is influential, and for the newest works of papers with very many.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from connectors.page import Request
from connectors.semantic_scholar.plan import BATCH

# Citing works in one batch, over all of its papers.
NESTED = 9_999

# How many of them a batch is packed with. The counts of ICLR 2022 grow by 1.3 % a week, so one
# per cent is room for five days between a count and this request. A batch that overflows costs
# one request more, for whatever was cut anywhere; less room would save one in a hundred. Bytes
# don't matter: the 10 MB of an answer allow 1,000 a work, recorded works of this field take 490
# on average and 620 at the ninetieth percentile.
CAPACITY = 9_900

# A page of one paper's list; offset and limit together must stay below 10,000.
LIMIT = 1_000
REACH = 9_999

# A batch with more works than this of a single paper was seen to time out.
TOO_MANY_FOR_A_BATCH = 100_000

# A list is newest first. So many known works at the end of a page say that the rest is known; a
# few of them may stand between new ones.
TAIL = 100

WORK = ("paperId", "corpusId", "title", "authors", "venue", "year", "publicationDate")
BATCH_FIELDS = ",".join(("paperId,corpusId,citationCount", *(f"citations.{f}" for f in WORK)))
PAGE_FIELDS = ",".join(WORK)
INFLUENCE_FIELDS = f"isInfluential,intents,{PAGE_FIELDS}"

# What is asked again must be another request, since a run does not repeat one that has its page
# on disk. These fields cost a few bytes a paper.
AGAIN = ("year", "venue")

NONE_KNOWN: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CitingPlan:
    """The requests for the citing works of some papers, if the counts are right.

    Attributes:
        packs: Corpus ids of the papers that share a batch, batch by batch.
        paged: Corpus ids of the papers that are read page by page.
        pages: Pages of those, newest first.
        slices: Pages by date, for what lies beyond the first 9,999 works of a paper.
    """

    packs: Sequence[Sequence[int]]
    paged: Sequence[int]
    pages: int
    slices: int

    @property
    def batches(self) -> int:
        """Requests that many papers share."""
        return len(self.packs)

    @property
    def requests(self) -> int:
        """All of them."""
        return self.batches + self.pages + self.slices


def plan_citing(
    counts: Mapping[int, int],
    *,
    known_counts: Mapping[int, int] = NONE_KNOWN,
    influential: bool = False,
) -> CitingPlan:
    """The fewest requests that bring the citing works which are not known yet.

    Args:
        counts: Corpus ids and their citation counts of today.
        known_counts: The count of each paper when its citing works were last read. A paper whose
            count is still the same is not asked.
        influential: Whether to ask which citations are influential, and their intents: that
            takes pages of every paper.
    """
    asked = moved(counts, known_counts)
    paged = {
        paper: count
        for paper, count in asked.items()
        if _is_paged(count, known_counts.get(paper, 0), influential)
    }
    packed = {paper: count for paper, count in asked.items() if paper not in paged}
    first = {paper: _expected(count, known_counts.get(paper, 0)) for paper, count in asked.items()}
    return CitingPlan(
        tuple(map(tuple, packs(packed))),
        tuple(paged),
        sum(_listing_pages(min(first[paper], REACH)) for paper in paged),
        sum(_listing_pages(max(works - REACH, 0)) for works in first.values()),
    )


def moved(counts: Mapping[int, int], known_counts: Mapping[int, int]) -> dict[int, int]:
    """The counts, in order of ids, of papers that are cited and not as often as was known."""
    return {
        paper: counts[paper]
        for paper in sorted(counts)
        if counts[paper] > 0 and counts[paper] != known_counts.get(paper, 0)
    }


def packs(counts: Mapping[int, int]) -> Iterator[list[int]]:
    """The papers in batches, each in one, the largest first: first-fit decreasing."""
    rest = dict(counts)
    while rest:
        pack = fill(rest)
        yield pack
        for paper in pack:
            del rest[paper]


def fill(counts: Mapping[int, int]) -> list[int]:
    """The papers of one batch: the largest, and then whatever still fits.

    The small ones come last, so that an overflow cuts papers that fit into any other batch. A
    paper too large for a batch has one of its own, which brings its newest works.
    """
    pack: list[int] = []
    room = CAPACITY
    for paper in sorted(counts, key=lambda paper: (-counts[paper], paper)):
        if pack and counts[paper] > room:
            continue
        pack.append(paper)
        room -= counts[paper]
        if room <= 0 or len(pack) == BATCH:
            break
    return pack


def batch_request(papers: Sequence[int], again: int) -> Request:
    """One batch; ``again`` says how often any of the papers was asked before."""
    fields = ",".join((BATCH_FIELDS, *AGAIN[:again]))
    ids = [f"CorpusId:{paper}" for paper in papers]
    return Request("semantic_scholar", "paper/batch", {"fields": fields}, {"ids": ids})


def page_request(
    paper: int, offset: int, limit: int, *, within: str = "", influential: bool = False
) -> Request:
    """One page of the works that cite a paper, published ``within`` ``first:last`` day."""
    params = {
        "fields": INFLUENCE_FIELDS if influential else PAGE_FIELDS,
        "offset": offset,
        "limit": limit,
    }
    if within:
        params["publicationDateOrYear"] = within
    return Request("semantic_scholar", f"paper/CorpusId:{paper}/citations", params)


def _is_paged(count: int, known: int, influential: bool) -> bool:
    # No paper that fits a batch is paged for the sake of requests: a batch of its own would cost
    # as many. Beyond that a page with all that is new is quicker than 5 MB of works we know.
    is_brief = known > 0 and _expected(count, known) <= LIMIT
    return influential or count > TOO_MANY_FOR_A_BATCH or (count > CAPACITY and is_brief)


def _expected(count: int, known: int) -> int:
    """Works that will be read: all, or the newest until known ones appear."""
    return min(count, max(count - known, 0) + TAIL) if known else count


def _listing_pages(works: int) -> int:
    lists, rest = divmod(works, REACH)
    return lists * -(-REACH // LIMIT) + -(-rest // LIMIT)
