"""All that speaks for or against one paper, as the page shows it beside the queue."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from warehouse.board.runs_of_rows import Row
from warehouse.board.safe_links import safe, semantic_scholar
from warehouse.tables import FLAGS

SHOWN_CITING = 120
"""Citing works that are listed; the others are only counted."""
SHOWN_AUTHORS = 200

_PAPER = ("title", "abstract", "tldr", "keywords", "primary_area", "tier", "number", "license")
_FLAG = tuple(name for name in FLAGS.schema.names if name not in {"paper_id", "venue_id"})


def evidence(
    paper: Row,
    flag: Row,
    link: Row | None,
    authorships: Sequence[Row],
    citing: Sequence[Row],
    counts: Sequence[Row],
) -> dict[str, Any]:
    """What the page shows of a paper.

    Args:
        paper: Its row of ``papers``.
        flag: Its row of ``flags``.
        link: Its row of ``links``, if it has one.
        authorships: Its rows of that table.
        citing: Its rows of :func:`warehouse.board.citing.citing_by`.
        counts: Its rows of ``citation_counts``.
    """
    return {
        "id": paper["paper_id"],
        **{name: paper[name] for name in _PAPER},
        "flag": {name: flag[name] for name in _FLAG},
        "authors": _authors(paper, authorships),
        "links": _links(paper, link),
        "citing": _citing(citing),
        "ledger": [[c["observed_at"].date(), c["citation_count"]] for c in counts],
    }


def _authors(paper: Row, authorships: Sequence[Row]) -> list[dict[str, str | None]]:
    known = [{"name": a["name"], "institution": a["institution"]} for a in authorships]
    named = [{"name": name, "institution": None} for name in paper["authors"] or ()]
    return (known or named)[:SHOWN_AUTHORS]


def _links(paper: Row, link: Row | None) -> list[dict[str, str]]:
    """Name and address of the paper's pages; only such as are safe to open."""
    known = link or dict.fromkeys(("arxiv_id", "doi", "s2_paper_id"))
    arxiv, doi = known["arxiv_id"], known["doi"]
    pages = {
        "OpenReview": paper["forum_url"],
        "PDF": paper["pdf_url"],
        "Code": paper["code_url"],
        "Semantic Scholar": semantic_scholar(known["s2_paper_id"]),
        "arXiv": f"https://arxiv.org/abs/{arxiv}" if arxiv else None,
        "DOI": f"https://doi.org/{doi}" if doi else None,
    }
    return [{"name": name, "url": url} for name, page in pages.items() if (url := safe(page))]


def _citing(citing: Sequence[Row]) -> dict[str, Any]:
    """The works themselves, the first of them, and how many there are of each sort."""
    kinds = Counter((work["by_day"], work["is_self_citation"]) for work in citing)
    return {
        "there": sum(n for (by_day, _), n in kinds.items() if by_day == "there"),
        "maybe": sum(n for (by_day, _), n in kinds.items() if by_day == "maybe"),
        "own": sum(n for (_, own), n in kinds.items() if own),
        "works": [_work(work) for work in citing[:SHOWN_CITING]],
    }


def _work(work: Row) -> dict[str, Any]:
    return {
        "title": work["title"],
        "authors": work["authors"],
        "author_count": work["author_count"],
        "venue": work["citing_venue"],
        "date": work["published_on"] if work["date_precision"] == "day" else work["year"],
        "by_day": work["by_day"],
        "is_own": work["is_self_citation"],
        "is_influential": work["is_influential"],
        "url": semantic_scholar(work["citing_id"]),
    }
