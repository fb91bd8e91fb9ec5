"""Orders and neighbourhoods of a venue's papers, in the shape the page reads."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from warehouse.curation.diversity import diversified
from warehouse.curation.shared_keywords import shared_keywords
from warehouse.curation.topics import topics

Neighbours = Mapping[str, Sequence[str]]
"""By paper: the ids of related papers, the nearest first."""

Topics = Mapping[str, str | None]


def diverse_places(papers: pa.Table, ids: Sequence[str]) -> dict[str, int]:
    """Each paper's place, from 1, in the order that changes the subject.

    Args:
        papers: The papers of the queue, in whatever order.
        ids: The fair order.
    """
    place = {paper: row for row, paper in enumerate(papers["paper_id"].to_pylist())}
    fair = papers.take([place[paper] for paper in ids]) if ids else papers
    return {paper: n for n, paper in enumerate(diversified(fair), 1)}


def topics_of(papers: pa.Table) -> Topics:
    """The topic of each paper."""
    return dict(zip(papers["paper_id"].to_pylist(), topics(papers), strict=True))


def neighbours_of(papers: pa.Table, published: pa.Table | None) -> Neighbours:
    """Related papers: from the table ``neighbours`` where it is published, else by keywords."""
    table = published if published is not None and published.num_rows else shared_keywords(papers)
    found: dict[str, list[str]] = {}
    ordered = table.sort_by([("paper_id", "ascending"), ("rank", "ascending")])
    pairs = zip(ordered["paper_id"].to_pylist(), ordered["neighbour_id"].to_pylist(), strict=True)
    for paper, neighbour in pairs:
        found.setdefault(paper, []).append(neighbour)
    return found
