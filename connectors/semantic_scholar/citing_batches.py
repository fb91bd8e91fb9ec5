"""Reads the works citing many papers in batches, and does not believe a list that is short.

Every row of an answer says how many works cite its paper, so each list is held against that. A
list that the limit of a batch cut is asked again together with papers still to come, hence mostly
for nothing. One that is short although the batch had room is asked once more, and then taken:
publishers keep lists back, and some are short of their count for good.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.errors import AskForLess
from connectors.page import Fetch, Page
from connectors.semantic_scholar.citing_lists import Cited, Listing, work
from connectors.semantic_scholar.citing_plan import AGAIN, NESTED, batch_request, fill

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Batches:
    """The papers to be asked in batches, and those that batches do not do for.

    Attributes:
        pending: Corpus ids of papers still to be asked, and the works to expect.
        known: Paper ids of citing works on file.
        listings: What is left to be read page by page: lists that are longer than a batch, as
            far as one told them, and lists that no batch brought.
        short: Papers whose list stays short: what came, and the count.
    """

    pending: dict[int, int]
    known: Mapping[int, Collection[str]]
    listings: list[Listing] = field(default_factory=list)
    short: dict[int, tuple[int, int]] = field(default_factory=dict)
    _tries: Counter[int] = field(default_factory=Counter)
    _doubted: set[int] = field(default_factory=set)

    def pages(self, fetch: Fetch) -> Iterator[Page]:
        """Batches until nothing is pending."""
        while self.pending:
            yield from self._ask(fetch, fill(self.pending))

    def _ask(self, fetch: Fetch, papers: Sequence[int]) -> Iterator[Page]:
        again = max(self._tries[paper] for paper in papers)
        try:
            page = fetch(batch_request(papers, again))
        except AskForLess:
            logger.warning("citing works: batch halved papers=%d", len(papers))
            if len(papers) == 1:
                self._leave_to_pages(papers[0])
                return
            # They come by size, so every other one is half of the works too.
            for half in (papers[::2], papers[1::2]):
                yield from self._ask(fetch, half)
        else:
            self._take(page, papers)
            yield page

    def _take(self, page: Page, papers: Sequence[int]) -> None:
        # A 400 is a batch of which nothing is known.
        rows = page.json() if page.status == 200 else [None] * len(papers)
        sizes = [len(_citations(row)) for row in rows]
        last = max((at for at, size in enumerate(sizes) if size), default=0)
        is_full = sum(sizes) >= NESTED
        for at, (paper, row) in enumerate(zip(papers, rows, strict=True)):
            self._tries[paper] += 1
            if row is None:
                logger.warning("no such paper corpus_id=%d", paper)
                del self.pending[paper]
                continue
            count = self.pending[paper] = _count(row, self.pending[paper])
            if sizes[at] >= count:
                del self.pending[paper]
            elif is_full and at >= last:
                self._cut(paper, row, sizes[at])
            else:
                self._fall_short(paper, sizes[at])

    def _cut(self, paper: int, row: Any, size: int) -> None:
        if size >= NESTED:
            listing = self._leave_to_pages(paper)
            listing.take([work(citing) for citing in _citations(row)])
            listing.is_cut = True
        elif self._tries[paper] > len(AGAIN):
            self._leave_to_pages(paper)

    def _fall_short(self, paper: int, size: int) -> None:
        if paper in self._doubted or self._tries[paper] > len(AGAIN):
            self.short[paper] = (size, self.pending.pop(paper))
        self._doubted.add(paper)

    def _leave_to_pages(self, paper: int) -> Listing:
        cited = Cited(paper, self.pending.pop(paper), self.known.get(paper, ()))
        self.listings.append(Listing(cited))
        return self.listings[-1]


def _citations(row: Any) -> list[Any]:
    citations = row.get("citations") if isinstance(row, dict) else None
    return citations if isinstance(citations, list) else []


def _count(row: dict[str, Any], counted: int) -> int:
    count = row.get("citationCount")
    return count if isinstance(count, int) else counted
