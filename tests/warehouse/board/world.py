"""Made-up venues for the board: as many papers as are asked for, and some that mean harm."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse import store
from warehouse.tables import BY_NAME

VENUE = "Lighthouse.example/2025/Conference"
OTHER = "Ferry.example/2024/Workshop"
AS_OF = date(2025, 5, 19)
START = datetime(2024, 6, 1, tzinfo=UTC)
TIERS = ("oral", "spotlight", "poster", "poster", "poster")
KEYWORDS = ("tides", "fog", "lamp design", "ropes", "gulls", "buoys", "night watch", "salt")
WORDS = ("quiet", "harbour", "beacon", "keeper", "drifting", "lens", "storm", "signal", "current")

HOSTILE = (
    '<script>alert("title")</script>',
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE papers; --",
    "\u202egnisrever \u2066 isolates \u200f and marks",
    "</textarea></script><svg onload=alert(2)>",
    "{{ 7 * 7 }} ${alert(3)} \u2028 \u2029 \x00".replace("\x00", "\ufffd"),
    "javascript:alert(4)",
    "L" + "o" * 9_998 + "ng",
    "Z\u0351\u036b\u0343a\u0329\u0319lgo \U0001f3f4\u200d\u2620\ufe0f " * 20,
)
"""Titles, and whatever else is text, as nobody should write them."""
BAD_LINKS = (
    "javascript:alert(5)",
    "data:text/html,<script>alert(6)</script>",
    "  http://[",
    "file:///etc/passwd",
)


def build(root: Path, papers: int = 40, venue_id: str = VENUE, *, hostile: bool = False) -> Path:
    """A warehouse with one more venue."""
    dice = random.Random(7)  # noqa: S311 - made up, not secret
    rows = [_paper(n, venue_id, dice) for n in range(papers)]
    if hostile:
        rows = [_spoiled(row, n) for n, row in enumerate(rows)]
    flags = [_flag(row, n, papers, dice) for n, row in enumerate(rows)]
    citations = [
        c
        for n, (row, flag) in enumerate(zip(rows, flags, strict=True))
        for c in _citations(row, flag, n, hostile)
    ]
    tables = {
        "venues": [_venue(venue_id, hostile)],
        "papers": rows,
        "authorships": [a for row in rows for a in _authors(row)],
        "links": [_link(row, n) for n, row in enumerate(rows)],
        "citation_counts": [c for n, row in enumerate(rows) if n % 4 == 0 for c in _counts(row, n)],
        "citations": citations,
        "flags": flags,
    }
    with store.writer_lock(root, "tests"):
        store.publish(root, venue_id, {n: _table(n, r) for n, r in tables.items()})
    return root


def paper_id(number: int) -> str:
    """The id of a made-up paper; 0 is the first in the queue."""
    return f"paper{number:05d}"


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    return BY_NAME[name].from_rows(rows)


def _venue(venue_id: str, hostile: bool) -> dict[str, Any]:
    name = HOSTILE[1] if hostile else venue_id.split(".", maxsplit=1)[0]
    return {
        "venue_id": venue_id,
        "name": name,
        "short_name": f"{name} 2025" if not hostile else name,
        "year": 2025,
        "kind": "conference",
        "api_version": 2,
        "start_on": AS_OF,
    }


def _paper(n: int, venue_id: str, dice: random.Random) -> dict[str, Any]:
    title = " ".join(dice.choice(WORDS) for _ in range(8)).capitalize()
    return {
        "paper_id": paper_id(n),
        "venue_id": venue_id,
        "number": n + 1,
        "title": f"{title} {n}",
        "abstract": (" ".join(dice.choice(WORDS) for _ in range(120)) + ". ") * 2,
        "tldr": None if n % 5 == 4 else f"We find that the {dice.choice(WORDS)} matters.",
        "keywords": dice.sample(KEYWORDS, 3),
        "state": "accepted",
        "tier": TIERS[n % len(TIERS)],
        "authors": [f"Ada Keeper{n}", "Ben Ropes", "Chloé Brînză"],
        "forum_url": f"https://openreview.example/forum?id={paper_id(n)}",
        "pdf_url": f"https://openreview.example/pdf?id={paper_id(n)}",
        "code_url": f"https://code.example/{n}" if n % 3 == 0 else None,
    }


def _spoiled(row: dict[str, Any], n: int) -> dict[str, Any]:
    bad = HOSTILE[n % len(HOSTILE)]
    link = BAD_LINKS[n % len(BAD_LINKS)]
    return row | {
        "title": bad,
        "abstract": bad * 3,
        "tldr": bad,
        "keywords": [bad[:500], "fog"],
        "primary_area": bad[:300],
        "tier": "oral" if n % 2 else HOSTILE[0],
        "authors": [bad[:400]],
        "forum_url": link,
        "pdf_url": link,
        "code_url": link,
    }


def _authors(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"paper_id": row["paper_id"], "position": p, "name": name, "institution": f"Pier {p}"}
        for p, name in enumerate(row["authors"], 1)
    ]


def _link(row: Mapping[str, Any], n: int) -> dict[str, Any]:
    is_known = n % 10 != 9
    return {
        "paper_id": row["paper_id"],
        "venue_id": row["venue_id"],
        "status": "linked" if is_known else "absent",
        "s2_paper_id": f"{n:040x}" if is_known else None,
        "s2_corpus_id": n + 1 if is_known else None,
        "arxiv_id": f"2406.{n:05d}" if n % 2 else None,
        "reasons": [],
        "twin_ids": [],
    }


def _flag(row: Mapping[str, Any], n: int, papers: int, dice: random.Random) -> dict[str, Any]:
    about = {"paper_id": row["paper_id"], "venue_id": row["venue_id"], "as_of": AS_OF}
    if n % 10 == 9:
        return about | {"cited": "unknown", "reasons": ["no Semantic Scholar record found"]}
    low = 0 if n % 10 == 8 else max(1, 60 - n * 60 // papers)
    age = dice.randint(20, 340)
    return about | {
        "cited": "yes" if low else "no",
        "citations_low": low,
        "citations_high": low + n % 3,
        "independent_low": low,
        "independent_high": low + n % 3,
        "first_public_on": AS_OF - timedelta(days=age),
        "first_public_source": "openreview",
        "age_days": age,
        "percentile": max(0.0, 99.5 - n * 99 / papers),
        "rate_per_month": low * 30 / age,
        "rank": n + 1,
        "rank_low": n + 1,
        "rank_high": n + 1 + n % 2,
        "reasons": [
            f"{low} independent citations in {age} days",
            "told from the dates of citing works, not counted on the day",
        ],
        "basis": "reconstructed",
    }


def _citations(
    row: Mapping[str, Any], flag: Mapping[str, Any], n: int, hostile: bool
) -> list[dict[str, Any]]:
    low = min(flag.get("citations_low") or 0, 30)
    return [
        {
            "paper_id": row["paper_id"],
            "venue_id": row["venue_id"],
            "citing_id": f"{n:020x}{c:020x}",
            "title": HOSTILE[c % len(HOSTILE)]
            if hostile
            else f"Work {c} on {row['title'].lower()}",
            "authors": ["Dora Net", "Eve Sail"],
            "citing_venue": HOSTILE[0] if hostile else "Harbour Letters",
            "year": 2025,
            "published_on": AS_OF - timedelta(days=7 * c),
            "date_precision": "day",
            "is_self_citation": None if c % 7 == 6 else c % 5 == 4,
            "first_seen_at": START,
        }
        for c in range(low)
    ]


def _counts(row: Mapping[str, Any], n: int) -> list[dict[str, Any]]:
    return [
        {
            "paper_id": row["paper_id"],
            "venue_id": row["venue_id"],
            "s2_corpus_id": n + 1,
            "s2_paper_id": f"{n:040x}",
            "observed_at": START + timedelta(weeks=week),
            "citation_count": week * (1 + n % 5),
            "source": "semantic_scholar",
        }
        for week in range(8)
    ]
