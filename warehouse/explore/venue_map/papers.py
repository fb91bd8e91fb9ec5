"""What the map shows of each paper, read from the tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from warehouse.citations.relations import query
from warehouse.explore.newest import NEWEST_FLAGS

_MAPPED = f"""
SELECT m.paper_id, m.x, m.y, m.cluster, m.cluster_label, p.title, p.authors, p.tldr, p.tier,
       p.forum_url, f.as_of, f.cited, f.citations_low, f.citations_high, f.percentile
FROM map_points m
JOIN papers p USING (paper_id)
LEFT JOIN {NEWEST_FLAGS} f USING (paper_id)
ORDER BY m.paper_id
"""  # noqa: S608 - every part is ours


@dataclass(frozen=True, slots=True)
class MappedPaper:
    """A paper on the map.

    Attributes:
        paper_id: OpenReview forum id.
        x: To the right.
        y: Upwards.
        cluster: Number of its group, from 1.
        cluster_label: What the group is about; None where nothing tells.
        title: None where OpenReview has none.
        authors: In order.
        tldr: The authors' own.
        tier: oral, spotlight, poster ...
        forum_url: Its page on OpenReview.
        as_of: The day the flag speaks of; None without a flag.
        cited: yes, no, unknown.
        citations_low: Surely dated by that day; None when not known.
        citations_high: The same with undated ones.
        percentile: Among papers of its age.
    """

    paper_id: str
    x: float
    y: float
    cluster: int
    cluster_label: str | None
    title: str | None
    authors: list[str]
    tldr: str | None
    tier: str | None
    forum_url: str
    as_of: date | None
    cited: str | None
    citations_low: int | None
    citations_high: int | None
    percentile: float | None


def mapped_papers(tables: Mapping[str, pa.Table]) -> list[MappedPaper]:
    """Every paper of ``map_points``, in order of paper_id.

    Args:
        tables: map_points, papers and flags of one venue.
    """
    used = {name: tables[name] for name in ("map_points", "papers", "flags")}
    rows: list[dict[str, Any]] = query(_MAPPED, used).to_pylist()
    return [
        MappedPaper(**row | {"authors": [a for a in row["authors"] or [] if a]}) for row in rows
    ]
