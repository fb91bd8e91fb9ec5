"""One search over the papers of a warehouse: by words, by meaning, or by both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.explore.search.asked import clauses
from warehouse.explore.search.embeddings import Model, nearest
from warehouse.explore.search.filters import Filters
from warehouse.explore.search.fusion import fused
from warehouse.explore.search.hits import SHOWN, Hit
from warehouse.explore.search.keyword_index import KeywordIndex

DEPTH = 100
"""How far down both rankings are looked at before they are fused."""


@dataclass(frozen=True, slots=True)
class Search:
    """Ready to be asked many times.

    Attributes:
        papers: As :func:`rows.searchable`.
        index: Over their words.
        embeddings: Vectors of some or all of them; None to search by words alone.
        model: That made these vectors.
    """

    papers: pa.Table
    index: KeywordIndex
    embeddings: pa.Table | None = None
    model: Model | None = None

    def by_words(self, typed: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
        """BM25 alone; see :meth:`KeywordIndex.search`."""
        return self.index.search(typed, filters, limit)

    def by_meaning(self, typed: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
        """Papers whose vectors are nearest to that of what was typed."""
        plain = " ".join(clause.text for clause in clauses(typed) if not clause.is_excluded)
        if self.embeddings is None or self.model is None or not plain:
            return []
        allowed = self.papers.filter(_allowed(self.papers, filters or Filters()))
        among = pc.is_in(self.embeddings["paper_id"], value_set=allowed["paper_id"])
        found = nearest(self.embeddings.filter(among), self.model.encode([plain])[0], limit)
        return self._hits(found)

    def by_both(self, typed: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
        """Both rankings fused by rank; a hit says which of them found it."""
        words = self.by_words(typed, filters, DEPTH)
        meaning = self.by_meaning(typed, filters, DEPTH)
        by_word = {hit.paper_id: hit for hit in words}
        found_by_meaning = {hit.paper_id for hit in meaning}
        rankings: list[Sequence[str]] = [list(by_word), [hit.paper_id for hit in meaning]]
        return [
            replace(
                by_word.get(hit.paper_id, hit),
                score=hit.score,
                found_by=tuple(
                    how
                    for how, ids in (("words", by_word), ("meaning", found_by_meaning))
                    if hit.paper_id in ids
                ),
            )
            for hit in self._hits(fused(rankings)[:limit])
        ]

    def _hits(self, scored: list[tuple[str, float]]) -> list[Hit]:
        ids = pa.array([paper for paper, _ in scored], pa.string())
        places = pc.index_in(ids, value_set=self.papers["paper_id"].combine_chunks())
        rows = self.papers.select(SHOWN).take(places).to_pylist()
        return [
            Hit(paper, score, row, found_by=("meaning",))
            for (paper, score), row in zip(scored, rows, strict=True)
        ]


def _allowed(papers: pa.Table, filters: Filters) -> pa.ChunkedArray:
    """Which papers pass the filters."""
    mask = pa.chunked_array([pa.array([True] * papers.num_rows)])
    for name, value in filters.terms.items():
        if name == "keyword":
            of = [value in {k.casefold() for k in row if k} for row in _lists(papers)]
            mask = pc.and_(mask, pa.array(of))
        else:
            same = pc.equal(pc.utf8_lower(papers[name].cast(pa.string())), value)
            mask = pc.and_(mask, pc.fill_null(same, False))
    return mask


def _lists(papers: pa.Table) -> list[list[str | None]]:
    return [row or [] for row in papers["keywords"].to_pylist()]
