"""The chart of papers already cited when the doors open: who, how many, how old."""

import textwrap
from collections.abc import Mapping
from datetime import date
from typing import Any

import altair as alt
import pyarrow as pa

from warehouse.explore.charts import colours
from warehouse.explore.doors import Doors, Row, doors
from warehouse.explore.labels import by_whom, clean, cut, span
from warehouse.flags.reasons import day_in_words

WIDE, NARROW = 640, 345
"""Widths in pixels: of a page of text, and of a phone held upright."""

_AGES = 120
"""Pixels of the panel of ages, which a narrow chart has no room for."""

_LABELS = 185
"""Pixels of the names of the bands."""

_FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
_LETTER = 6.0
"""Pixels that a letter of that font takes in a title; drawn titles took 5.6 to 5.8."""

_Panel = alt.LayerChart | alt.FacetChart | alt.HConcatChart

_GIANT = 1.6
"""An interval that reaches so much further than any sure count is cut off with an arrow: one
paper whose citing works are mostly undated would flatten all others."""


def already_cited(
    tables: Mapping[str, pa.Table], as_of: date, *, top: int = 15, width: int = WIDE
) -> alt.VConcatChart:
    """A chart of a venue's papers that were already cited on a day.

    The papers with the most independent citations, each with its interval (strong colour: surely
    there by the day, faint: possibly) and its age; then all accepted papers by how often they were
    cited, those of which it is not known apart from those without a citation.

    Args:
        tables: ``venues``, ``papers``, ``flags`` and ``citation_counts`` of one venue.
        as_of: The day; one of which there are flags.
        top: Most papers to name.
        width: Pixels, :data:`WIDE` or :data:`NARROW`; narrower than 500 has no panel of ages.
    """
    facts = doors(tables, as_of)
    named = [_placed(row, place, width) for place, row in enumerate(facts.cited[:top])]
    panels = [_papers(named, facts, width)] if named else []
    panels.append(_venue(facts, width))
    chart = alt.vconcat(*panels, _method(facts, width), spacing=26)
    return _styled(chart, facts, width)


def _placed(row: Row, place: int, width: int) -> Row:
    """What is drawn of a paper; only plain values, so that the file holds nothing else."""
    who = by_whom(row["authors"])
    letters = int(width / _LETTER) - 2
    age = "" if row["months"] is None else f"{row['months']:.1f}"
    count = span(row["low"], row["high"])
    is_wide = width >= 500
    return {
        "place": place,
        "label": cut(row["title"], letters - len(who) - 3) + (f" · {who}" if who else ""),
        "title": row["title"],
        "authors": cut(clean(", ".join(filter(None, row["authors"] or ()))), 300) or "not shown",
        "tier": row["tier"] or "accepted",
        "low": row["low"],
        "high": row["high"],
        "counted": count if is_wide or not age else f"{count} in {age} months",
        "independent": count,
        "months": row["months"],
        "age": f"{age} months" if age else "not known",
    }


def _papers(rows: list[Row], facts: Doors, width: int) -> _Panel:
    is_wide = width >= 500
    bars = _bars(rows, facts, width - _AGES - 24 if is_wide else width)
    parts = [bars, _ages(rows)] if is_wide else [bars]
    row: alt.HConcatChart = alt.hconcat(*parts, spacing=24).resolve_scale(y="shared")
    return row


def _bars(rows: list[Row], facts: Doors, width: int) -> _Panel:
    end = _furthest(rows)
    drawn = [
        row | {"end": min(row["high"], end), "beyond": "▸" if row["high"] > end else ""}
        for row in rows
    ]
    room = 70 if width >= 500 else 130
    scale = alt.Scale(domain=[0, end], range=[0, width - room], nice=False)
    axis = alt.Axis(orient="top", tickMinStep=1, tickCount=5, format=",d", domain=False, grid=False)
    what = (
        "independent citations"
        if any(row["is_independent"] for row in facts.cited)
        else "citations"
    )
    title = f"{what} by {day_in_words(facts.as_of)}"
    base = _rows(drawn, width)
    x = alt.X("low:Q", scale=scale, axis=axis, title=title)
    return alt.layer(
        base.mark_bar(size=9, yOffset=8, color=colours.MAYBE).encode(
            x=x, x2="end:Q", description="title:N"
        ),
        base.mark_bar(size=9, yOffset=8, color=colours.SURE).encode(x=x, description="title:N"),
        base.mark_text(align="left", dx=-1, dy=8, fontSize=12, color=colours.MAYBE).encode(
            x=alt.X("end:Q", scale=scale), text="beyond:N"
        ),
        base.mark_text(align="left", dx=11, dy=8, fontSize=11.5, color=colours.MUTED).encode(
            x=alt.X("end:Q", scale=scale), text="counted:N"
        ),
        base.mark_text(align="left", dy=-7, fontSize=12.5, color=colours.INK).encode(
            x=alt.value(0), text="label:N", description="title:N"
        ),
    )


def _furthest(rows: list[Row]) -> float:
    """Where the axis ends: the highest of all intervals that do not reach far beyond the sure."""
    surest = max(row["low"] for row in rows)
    highs = [row["high"] for row in rows if row["high"] <= surest * _GIANT]
    return float(max([surest, *highs]))


def _ages(rows: list[Row]) -> _Panel:
    known = [row for row in rows if row["months"] is not None]
    oldest = max((row["months"] for row in known), default=1)
    scale = alt.Scale(domain=[0, max(oldest, 1)], range=[0, _AGES - 30], nice=False)
    axis = alt.Axis(orient="top", tickMinStep=1, tickCount=3, domain=False, grid=False)
    x = alt.X("months:Q", scale=scale, axis=axis, title="months public")
    base = _rows(known, _AGES)
    return alt.layer(
        base.mark_rule(yOffset=8, color=colours.LINE, strokeWidth=2).encode(x=x),
        base.mark_circle(yOffset=8, color=colours.SURE, size=44, opacity=1).encode(x=x),
        base.mark_text(align="left", dx=8, dy=8, fontSize=11.5, color=colours.MUTED).encode(
            x=x, text=alt.Text("months:Q", format=".1f")
        ),
    )


def _rows(rows: list[Row], width: int) -> alt.Chart:
    height = 34 * len(rows)
    return alt.Chart(_values(rows), width=width, height=height).encode(
        y=alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0)),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=title)
            for name, title in (
                ("title", "title"),
                ("authors", "authors"),
                ("tier", "tier"),
                ("independent", "citations"),
                ("age", "public for"),
            )
        ],
    )


def _venue(facts: Doors, width: int) -> _Panel:
    rows = [dict(band) | {"shown": f"{band['papers']:,}"} for band in facts.bands]
    title = f"All {facts.accepted:,} accepted papers, by independent citations"
    most = max([row["papers"] for row in rows] + [1])
    # From where the labels end to where the numbers still have room.
    scale = alt.Scale(domain=[0, most], range=[_LABELS + 10, width - 34], nice=False)
    base = alt.Chart(
        _values(rows),
        width=width,
        height=21 * len(rows),
        title=alt.Title(title, anchor="start", fontSize=13, offset=10),
    ).encode(
        y=alt.Y("band:N", sort=[row["band"] for row in rows], axis=None),
        x=alt.X("papers:Q", scale=scale, axis=None),
        tooltip=[
            alt.Tooltip("band:N", title="citations"),
            alt.Tooltip("kind:N", title="already cited"),
            alt.Tooltip("papers:Q", title="papers", format=","),
        ],
    )
    return alt.layer(
        base.mark_bar(size=12, color=colours.SURE).transform_filter("datum.kind == 'cited'"),
        base.mark_bar(size=12, color=colours.NONE).transform_filter("datum.kind == 'not cited'"),
        base.mark_bar(
            size=11, fill=colours.PAPER, stroke=colours.HOLLOW, strokeDash=[3, 2], strokeWidth=1.2
        ).transform_filter("datum.kind == 'not known'"),
        base.mark_text(align="left", dx=6, fontSize=12, color=colours.MUTED).encode(text="shown:N"),
        base.mark_text(align="right", fontSize=12, color=colours.MUTED).encode(
            x=alt.value(_LABELS), text="band:N"
        ),
    )


def _method(facts: Doors, width: int) -> alt.Chart:
    lines = textwrap.wrap(method(facts), int(width / 5.1))
    chart: alt.Chart = (
        alt.Chart(_values([{"text": "\n".join(lines)}]), width=width, height=15 * len(lines))
        .mark_text(
            align="left",
            baseline="top",
            fontSize=11,
            lineHeight=15,
            lineBreak="\n",
            color=colours.MUTED,
        )
        .encode(x=alt.value(0), y=alt.value(0), text="text:N")
    )
    return chart


def method(facts: Doors) -> str:
    """The sentences below the chart: of which day it speaks, how it was counted and by whom."""
    asked = "" if facts.asked_on is None else f", asked on {day_in_words(facts.asked_on)}"
    if facts.observed == 0:
        how = "Told from the dates of the citing works, not counted on the day"
    elif facts.observed == facts.accepted:
        how = "Counted within three days of the day"
    else:
        how = (
            f"Counted within three days of the day for {facts.observed:,} papers, for the others "
            "told from the dates of the citing works"
        )
    return (
        f"{how}. Strong colour: citations surely there by {day_in_words(facts.as_of)}; faint: with "
        "works that have no date and those that may be by the paper's own authors, whose citations "
        "are left out. Hollow: not known, which is not none. "
        f"Data: OpenReview; Semantic Scholar{asked}. Chart: precited."
    )


def headline(facts: Doors) -> str:
    """How many were already cited, in one line."""
    cited = span(facts.surely, facts.possibly)
    return f"{facts.venue_name}: {cited} of {facts.accepted:,} accepted papers"


def _styled(chart: alt.VConcatChart, facts: Doors, width: int) -> alt.VConcatChart:
    title = alt.Title(
        "Already cited when the doors open",
        subtitle=textwrap.wrap(
            f"{headline(facts)} were already cited on {day_in_words(facts.as_of)}",
            int(width / 6.4),
        ),
        anchor="start",
        frame="bounds",
        offset=18,
        fontSize=19,
        subtitleFontSize=13,
        subtitlePadding=6,
        color=colours.INK,
        subtitleColor=colours.MUTED,
    )
    styled: alt.VConcatChart = (
        chart.properties(title=title, background=colours.PAPER, padding=16)
        .configure(font=_FONT)
        .configure_view(stroke=None)
        .configure_title(color=colours.INK)
        .configure_axis(
            labelColor=colours.MUTED,
            titleColor=colours.MUTED,
            titleFontWeight="normal",
            titleAnchor="start",
            gridColor=colours.LINE,
            tickColor=colours.LINE,
            domainColor=colours.LINE,
        )
    )
    return styled


def _values(rows: list[Row]) -> alt.InlineData:
    plain: list[dict[str, Any]] = [dict(row) for row in rows]
    return alt.InlineData(values=plain)
