"""The chart of papers already cited at the doors: what it shows, and as which files."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from warehouse.explore.charts import NARROW, WIDE, already_cited, as_html, as_png, as_svg, save
from warehouse.explore.charts.colours import DARK
from warehouse.explore.doors import NO_COUNT, NOT_CITED, UNDATED, doors
from warehouse.explore.labels import clean, cut
from warehouse.tables import CITATION_COUNTS, FLAGS, PAPERS, VENUES

DAY = date(2025, 5, 19)
VENUE = "Gulls.example/2025/Conference"
SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202egnp.exe\u202c & <b>bold</b>\x00",
    "W" * 10_000,
    "=HYPERLINK('x') ' \" `{{ 7*7 }}` datum.toString()",
    "Über 鳥 und طائر 🐦",
)

Tables = dict[str, pa.Table]


def tables(*flagged: dict[str, Any], short_name: str | None = "GULLS 2025") -> Tables:
    """A venue whose papers have these titles and flags."""
    papers, flags, counts = [], [], []
    for number, given in enumerate(flagged):
        row = {"paper_id": f"p{number:03d}", "venue_id": VENUE} | given
        title, authors = row.pop("title", f"Paper {number}"), row.pop("authors", ["Ada Gull"])
        papers.append({
            "paper_id": row["paper_id"], "venue_id": VENUE, "title": title, "authors": authors,
            "state": "accepted", "forum_url": f"https://openreview.net/forum?id={number}",
        })  # fmt: skip
        flags.append({"as_of": DAY, "reasons": []} | row)
        counts.append({
            "paper_id": row["paper_id"], "venue_id": VENUE, "s2_corpus_id": number,
            "s2_paper_id": f"{number:040x}", "citation_count": 9, "source": "semantic_scholar",
            "observed_at": datetime(2025, 6, 1, tzinfo=UTC),
        })  # fmt: skip
    venue = {"venue_id": VENUE, "name": "Gulls", "short_name": short_name, "kind": "conference"}
    return {
        "venues": VENUES.from_rows([venue | {"api_version": 2}]),
        "papers": PAPERS.from_rows(papers),
        "flags": FLAGS.from_rows(flags),
        "citation_counts": CITATION_COUNTS.from_rows(counts),
    }


def flag(cited: str, low: int | None, high: int | None, **others: Any) -> dict[str, Any]:
    span = {"independent_low": low, "independent_high": high}
    counts = {"citations_low": low, "citations_high": high}
    return span | counts | {"cited": cited, "age_days": 100, "basis": "reconstructed"} | others


def test_unknown_is_drawn_apart_from_none() -> None:
    facts = doors(
        tables(
            flag("yes", 3, 5),
            flag("yes", 0, 2, citations_low=2),
            flag("no", 0, 0),
            flag("unknown", 0, 4),
            flag("unknown", None, None),
        ),
        DAY,
    )

    found = {band["band"]: band["papers"] for band in facts.bands if band["papers"]}
    assert found == {
        "2 to 4": 1,
        "perhaps only by its own authors": 1,
        NOT_CITED: 1,
        UNDATED: 1,
        NO_COUNT: 1,
    }
    assert (facts.surely, facts.possibly, facts.accepted) == (2, 3, 5)


def test_papers_stand_in_order_of_what_is_sure_each_with_interval_and_age() -> None:
    made = tables(
        flag("yes", 3, 90, title="Maybe many"),
        flag("yes", 20, 22, title="Surely most", age_days=61),
        flag("yes", 3, 4, title="Of no known age", age_days=None),
    )
    drawn = words(as_svg(already_cited(made, DAY)))

    titles = [text for text in drawn if "Gull" in text]
    assert titles == ["Surely most · Gull", "Maybe many · Gull", "Of no known age · Gull"]
    assert {"20–22", "3–90", "3–4", "2.0", "3.3"} <= set(drawn)  # noqa: RUF001
    assert "GULLS 2025: 3 of 3 accepted papers were already cited on 19 May 2025" in drawn


def test_the_sentence_below_dates_the_counts_and_names_the_method() -> None:
    said = " ".join(words(as_svg(already_cited(tables(flag("yes", 1, 1)), DAY))))

    assert "Told from the dates of the citing works, not counted on the day" in said
    assert "surely there by 19 May 2025" in said
    assert "Semantic Scholar, asked on 1 June 2025" in said


def test_hostile_titles_are_text_and_stand_in_full_where_one_points() -> None:
    made = tables(*(flag("yes", 9, 9, title=title, authors=[title]) for title in HOSTILE))
    chart = already_cited(made, DAY)

    svg, page = as_svg(chart), as_html(chart)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing; well-formed or this fails
    assert [e.tag for e in root.iter() if e.tag in {f"{SVG}script", f"{SVG}img", f"{SVG}a"}] == []
    full = {element.text for element in root.iter(f"{SVG}title")}
    assert {clean(title) for title in HOSTILE} <= full
    assert all(len(text) < 200 for text in words(svg))
    assert page.count("<script") == 3
    assert "<img src=x" not in page
    assert "alert(1)</script>" not in page


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_title_that_is_too_long_ends_before_the_edge(width: int) -> None:
    made = tables(flag("yes", 9, 9, title="A few words " * 40))
    (label,) = [t for t in words(as_svg(already_cited(made, DAY, width=width))) if "Gull" in t]

    assert label.endswith("… · Gull")
    assert len(label) <= width / 6


def test_a_venue_of_which_nothing_is_known_has_a_chart_too() -> None:
    made = tables(flag("unknown", None, None), short_name=None)
    assert "Gulls: 0 of 1 accepted papers" in " ".join(words(as_svg(already_cited(made, DAY))))
    nothing = tables(short_name=None)
    assert "All 0 accepted papers" in " ".join(words(as_svg(already_cited(nothing, DAY))))


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    made = tables(flag("yes", 9, 12), flag("no", 0, 0))
    first, second = already_cited(made, DAY), already_cited(made, DAY)
    for suffix in (".html", ".svg", ".png"):
        save(first, tmp_path / f"a{suffix}")
        save(second, tmp_path / f"b{suffix}")
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match=r"can be .html, .svg or .png, not .gif"):
        save(first, tmp_path / "a.gif")


def test_every_colour_has_a_dark_form_and_the_drawing_turns_by_itself() -> None:
    chart = already_cited(tables(flag("yes", 9, 12), flag("no", 0, 0), flag("unknown", 0, 1)), DAY)
    svg = as_svg(chart)

    drawn = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', svg.partition("</style>")[2]))
    assert drawn
    assert drawn <= set(DARK)
    assert "screen and (prefers-color-scheme:dark)" in svg
    assert as_png(chart) != as_png(chart, is_dark=True)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = as_html(already_cited(tables(flag("yes", 9, 12)), DAY))

    ours = re.sub(r'<script type="module">.*?</script>', "", page, flags=re.DOTALL)
    assert len(ours) < 50_000
    assert "http" not in re.sub(r'"\$schema": ?"[^"]*"', "", ours).replace("http-equiv", "")
    assert "default-src 'none'" in page
    (spec,) = re.findall(r'<script type="application/json" id="light">(.*?)</script>', page)
    assert json.loads(spec)["title"]["text"] == "Already cited when the doors open"


def test_a_cut_keeps_whole_words_where_it_can() -> None:
    assert cut("Seven gulls over one harbour", 22) == "Seven gulls over one…"
    assert cut("short", 5) == "short"
    assert len(cut("x" * 99, 10)) == 10


def words(svg: str) -> list[str]:
    """What a drawing shows as text."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    found: list[str] = []
    for element in root.iter(f"{SVG}text"):
        lines = [part.text for part in element.iter(f"{SVG}tspan") if part.text]
        found += lines or [element.text or (element[0].tail if len(element) else "") or ""]
    return found
