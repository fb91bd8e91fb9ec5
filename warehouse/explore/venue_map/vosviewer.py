"""The map as VOSviewer reads it (JSON format of VOSviewer 1.6.20 and VOSviewer Online).

Items have x and y, a cluster from 1, a weight and a score; links join them. Items that have no
weight or score must not have the key, for VOSviewer takes a missing number for 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pyarrow as pa

from warehouse.explore.venue_map.papers import MappedPaper

CITATIONS = "Citations"
PERCENTILE = "Percentile for its age"

MOST_LINKS = 5
"""Links of each paper: all ten would hide the map under lines."""


def vosviewer_json(
    papers: Sequence[MappedPaper], neighbours: pa.Table, venue_name: str
) -> dict[str, Any]:
    """The network of a venue's papers.

    Args:
        papers: On the map.
        neighbours: As ``NEIGHBOURS``; each pair becomes one link.
        venue_name: For whoever opens the file.
    """
    numbers = {paper.paper_id: number for number, paper in enumerate(papers, start=1)}
    labels = {paper.cluster: paper.cluster_label for paper in papers}
    return {
        "config": {
            "parameters": {"item_color": "Cluster", "largest_component": False},
            "terminology": {"item": "paper", "items": "papers", "link_strength": "Similarity"},
        },
        "info": {
            "title": venue_name,
            "description": f"Accepted papers of {venue_name}; near means alike. Citation counts "
            "by Semantic Scholar, papers by OpenReview.",
        },
        "network": {
            "items": [_item(numbers[paper.paper_id], paper) for paper in papers],
            "links": list(_links(neighbours.to_pylist(), numbers)),
            "clusters": [
                {"cluster": number, "label": label or f"Group {number}"}
                for number, label in sorted(labels.items())
            ],
        },
    }


def _item(number: int, paper: MappedPaper) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": number,
        "label": paper.title or "(no title)",
        "description": _card(paper),
        "url": paper.forum_url,
        "x": paper.x,
        "y": paper.y,
        "cluster": paper.cluster,
    }
    if paper.citations_low is not None:
        item["weights"] = {CITATIONS: paper.citations_low}
    if paper.percentile is not None:
        item["scores"] = {PERCENTILE: round(paper.percentile, 1)}
    return item


def _card(paper: MappedPaper) -> str:
    # VOSviewer shows descriptions as HTML.
    rows = (
        ("Title", paper.title),
        ("Authors", ", ".join(paper.authors) or None),
        ("Decision", paper.tier),
        ("TL;DR", paper.tldr),
    )
    told = (f"<tr><td>{name}:</td><td>{escape(value)}</td></tr>" for name, value in rows if value)
    return f"<table>{''.join(told)}</table>"


def _links(
    neighbours: Iterable[Mapping[str, Any]], numbers: Mapping[str, int]
) -> Iterable[dict[str, Any]]:
    seen: set[tuple[int, int]] = set()
    for row in neighbours:
        ends = (numbers.get(row["paper_id"]), numbers.get(row["neighbour_id"]))
        if row["rank"] > MOST_LINKS or None in ends or row["similarity"] <= 0:
            continue
        low, high = sorted(end for end in ends if end is not None)
        if (low, high) not in seen:
            seen.add((low, high))
            yield {"source_id": low, "target_id": high, "strength": row["similarity"]}
