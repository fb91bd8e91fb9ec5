"""What the page shows of how papers relate: another order of the queue, topics, related papers.

What needs scikit-learn is imported when it is used: that takes seconds, in which the queue can
already be read.
"""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from warehouse.curation.topics import topics

MOST = 6
"""Related papers that the page shows of one."""

Topics = Mapping[str, str | None]
Places = list[int]


def topics_of(papers: pa.Table) -> Topics:
    """The topic of each paper."""
    return dict(zip(papers["paper_id"].to_pylist(), topics(papers), strict=True))


def diverse_places(papers: pa.Table, ids: Sequence[str]) -> Places:
    """Each paper's place, from 1, in the order that changes the subject.

    Args:
        papers: The papers of the queue, in whatever order.
        ids: The fair order, which the answer follows.
    """
    from warehouse.curation.diversity import diversified  # noqa: PLC0415

    row = {paper: row for row, paper in enumerate(papers["paper_id"].to_pylist())}
    fair = papers.take(pa.array([row[paper] for paper in ids], pa.int64()))
    place = {paper: n for n, paper in enumerate(diversified(fair), 1)}
    return [place[paper] for paper in ids]


def related_places(
    papers: pa.Table, ids: Sequence[str], published: pa.Table | None
) -> list[Places]:
    """For each paper the places, from 0, of related ones in the fair order, the nearest first.

    Args:
        papers: The papers of the queue, in whatever order.
        ids: The fair order, which the answer follows.
        published: The table ``neighbours``; where it is empty, shared keywords tell.
    """
    from warehouse.curation.shared_keywords import shared_keywords  # noqa: PLC0415

    table = published if published is not None and published.num_rows else shared_keywords(papers)
    place = {paper: n for n, paper in enumerate(ids)}
    found: dict[str, Places] = {paper: [] for paper in ids}
    ordered = table.sort_by([("paper_id", "ascending"), ("rank", "ascending")])
    columns = (ordered[name].to_pylist() for name in ("paper_id", "neighbour_id"))
    for paper, neighbour in zip(*columns, strict=True):
        if paper in found and neighbour in place and len(found[paper]) < MOST:
            found[paper].append(place[neighbour])
    return list(found.values())
