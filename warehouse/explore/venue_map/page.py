"""The map as one HTML file: data, style and script inside, nothing fetched."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from warehouse.explore.content_policy import source_hash
from warehouse.explore.venue_map.papers import MappedPaper

AUTHORS_SHOWN = 6
LONGEST_TLDR = 400


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands above the map.

    Attributes:
        venue_name: As readers know it.
        as_of: The day that citations speak of; None where there are no flags.
        basis: specter2 or text.
    """

    venue_name: str
    as_of: date | None
    basis: str


def map_page(papers: Sequence[MappedPaper], facts: Facts) -> str:
    """The page. It works from a disk, without a network, with keyboard alone and in the dark.

    The same papers give the same bytes.
    """
    style, script = _asset("map.css"), _asset("map.js")
    labels = {paper.cluster: paper.cluster_label for paper in papers}
    data = {
        "papers": [_compact(paper) for paper in papers],
        "labels": {number: label or f"Group {number}" for number, label in sorted(labels.items())},
    }
    return (
        _environment()
        .get_template("map.html")
        .render(
            facts=facts,
            count=len(papers),
            style=style,
            script=script,
            style_hash=source_hash(style),
            script_hash=source_hash(script),
            data=_embedded(data),
        )
    )


def _compact(paper: MappedPaper) -> list[Any]:
    """A row of the page's data; ``map.js`` names the places."""
    authors = ", ".join(paper.authors[:AUTHORS_SHOWN])
    others = len(paper.authors) - AUTHORS_SHOWN
    return [
        paper.x,
        paper.y,
        paper.cluster,
        paper.title or "(no title)",
        authors + (f" and {others} more" if others > 0 else ""),
        paper.tier,
        paper.citations_low,
        paper.citations_high,
        None if paper.percentile is None else round(paper.percentile, 1),
        paper.forum_url if paper.forum_url.startswith(("https://", "http://")) else None,
        (paper.tldr or "")[:LONGEST_TLDR] or None,
    ]


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("warehouse.explore.venue_map", "assets"),
        autoescape=select_autoescape(default=True),
        keep_trailing_newline=True,
    )


def _asset(name: str) -> str:
    return (files("warehouse.explore.venue_map") / "assets" / name).read_text(encoding="utf-8")


def _embedded(data: Any) -> str:
    """JSON that can stand between script tags: it can't end them, nor begin a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
