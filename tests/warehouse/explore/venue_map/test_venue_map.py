"""The map as a page and as VOSviewer's JSON, from a few papers that mean harm."""

import base64
import json
import re
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from warehouse.explore.venue_map import MappedPaper, map_page, mapped_papers, vosviewer_json
from warehouse.explore.venue_map.page import Facts
from warehouse.tables import FLAGS, MAP_POINTS, NEIGHBOURS, PAPERS

VENUE = "Moss.example/2025/Conference"
FACTS = Facts("MOSS 2025", date(2025, 5, 19), "text")
PAPER = MappedPaper(
    "p1",
    1.5,
    -2.25,
    1,
    "moss, fern",
    "Lanterns",
    ["Ada", "Bo"],
    "We light them.",
    "oral",
    "https://openreview.net/forum?id=p1",
    date(2025, 5, 19),
    "yes",
    3,
    5,
    91.25,
)
HOSTILE = replace(
    PAPER,
    paper_id="p2",
    title="</script><script>alert(1)</script>\u202e<!--",
    authors=["<img src=x onerror=alert(2)>"],
    tldr="\u2028 a & b",
    forum_url="javascript:alert(3)",
    cluster=2,
    cluster_label="<b>x</b>",
)
UNKNOWN = replace(
    PAPER, paper_id="p3", cited="unknown", citations_low=None, citations_high=None, percentile=None
)
PAPERS_ON_MAP = [PAPER, HOSTILE, UNKNOWN]


def embedded(page):
    return json.loads(re.search(r'<script id="data"[^>]*>(.*?)</script>', page, re.S)[1])


def test_what_the_page_holds_is_what_the_papers_say():
    data = embedded(map_page(PAPERS_ON_MAP, FACTS))
    assert data["papers"][0] == [
        1.5, -2.25, 1, "Lanterns", "Ada, Bo", "oral", 3, 5, 91.2,
        "https://openreview.net/forum?id=p1", "We light them.",
    ]  # fmt: skip
    assert data["papers"][1][3] == HOSTILE.title
    assert data["papers"][2][6:9] == [None, None, None]
    assert data["labels"] == {"1": "moss, fern", "2": "<b>x</b>"}


def test_hostile_text_stays_text():
    page = map_page(PAPERS_ON_MAP, FACTS)
    assert page.count("<script") == 2
    assert page.count("</script>") == 2
    assert "onerror=alert" not in page.replace("\\u003cimg src=x onerror=alert(2)\\u003e", "")
    assert embedded(page)["papers"][1][9] is None, "only web addresses become links"
    assert "\u2028" not in page


def test_the_page_allows_its_own_script_and_style_and_nothing_else():
    page = map_page(PAPERS_ON_MAP, FACTS)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'")
    for tag in ("script", "style"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)[1]
        digest = base64.b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "http" not in policy
    assert not re.search(r'(?:src|href)="?http', page)


def test_the_same_papers_give_the_same_bytes():
    assert map_page(PAPERS_ON_MAP, FACTS) == map_page(list(PAPERS_ON_MAP), FACTS)


def neighbours(*rows):
    shared = {"venue_id": VENUE, "basis": "text", "is_near_duplicate": False}
    names = ("paper_id", "neighbour_id", "rank", "similarity")
    return NEIGHBOURS.from_rows([dict(zip(names, row, strict=True)) | shared for row in rows])


def test_vosviewer_reads_items_links_and_clusters():
    near = neighbours(("p1", "p2", 1, 0.5), ("p2", "p1", 1, 0.5), ("p1", "p3", 6, 0.1))
    made = vosviewer_json(PAPERS_ON_MAP, near, "MOSS 2025")
    assert set(made) == {"config", "info", "network"}
    items = made["network"]["items"]
    assert [item["id"] for item in items] == [1, 2, 3]
    assert items[0]["weights"] == {"Citations": 3}
    assert items[0]["scores"] == {"Percentile for its age": 91.2}
    assert "weights" not in items[2], "VOSviewer takes a missing number for 0"
    assert made["network"]["links"] == [{"source_id": 1, "target_id": 2, "strength": 0.5}]
    assert made["network"]["clusters"] == [
        {"cluster": 1, "label": "moss, fern"},
        {"cluster": 2, "label": "<b>x</b>"},
    ]
    assert "<img" not in items[1]["description"]


@pytest.mark.parametrize("key", ["id", "label", "x", "y", "cluster"])
def test_every_item_has_what_vosviewer_needs(key):
    made = vosviewer_json(PAPERS_ON_MAP, NEIGHBOURS.empty(), "MOSS 2025")
    assert all(item[key] is not None for item in made["network"]["items"])


def test_papers_are_read_with_their_newest_flag():
    paper = {
        "paper_id": "p1",
        "venue_id": VENUE,
        "state": "accepted",
        "title": "Lanterns",
        "authors": ["Ada", None],
        "forum_url": "https://openreview.net/forum?id=p1",
    }
    point = {"paper_id": "p1", "venue_id": VENUE, "x": 1.0, "y": 2.0, "cluster": 1, "basis": "text"}
    flags = [
        {
            "paper_id": "p1",
            "venue_id": VENUE,
            "as_of": date(2025, 5, day),
            "cited": "yes",
            "citations_low": day,
            "citations_high": day,
            "reasons": [],
        }
        for day in (1, 19)
    ]
    tables = {
        "map_points": MAP_POINTS.from_rows([point]),
        "papers": PAPERS.from_rows([paper, paper | {"paper_id": "p9"}]),
        "flags": FLAGS.from_rows(flags),
    }
    [found] = mapped_papers(tables)
    assert (found.citations_low, found.as_of, found.authors) == (19, date(2025, 5, 19), ["Ada"])
