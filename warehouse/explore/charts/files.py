"""A chart as a file that opens anywhere, the network off."""

import json
import re
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

import altair as alt
import vl_convert

from warehouse import disk
from warehouse.explore.charts import colours
from warehouse.explore.content_policy import source_hash

# The version of Vega-Lite that this Altair writes for.
_VEGA_LITE = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])

_LABELLED = re.compile(r'(<(?:path|text)\b[^>]*\baria-label="([^"]*)"[^>]*?)(/>|>)')

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
script-src '{library_hash}' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:">
<title>{title}</title>
<style>:root{{color-scheme:light dark}}body{{margin:0;background:{light}}}
#chart{{overflow-x:auto}}
@media (prefers-color-scheme:dark){{body{{background:{dark}}}}}</style></head>
<body><main id="chart"></main>
<script type="application/json" id="light">{spec}</script>
<script type="application/json" id="dark">{dark_spec}</script>
<script type="module">{library}</script></body></html>
"""

_DRAW = """
const dark = matchMedia("(prefers-color-scheme: dark)");
function draw() {
  const id = dark.matches ? "dark" : "light";
  const spec = JSON.parse(document.getElementById(id).textContent);
  vegaEmbed("#chart", spec, {
    actions: false, renderer: "svg", tooltip: { theme: id },
  });
}
dark.addEventListener("change", draw);
draw();
"""


def save(chart: alt.VConcatChart, path: Path) -> None:
    """Write a chart as its suffix says: ``.html``, ``.svg`` or ``.png``.

    Raises:
        ValueError: Another suffix.
        DiskFull: Nothing was written.
        WarehouseReadOnly: The same.
    """
    if path.suffix not in _WRITERS:
        msg = f"A chart can be .html, .svg or .png, not {path.suffix or 'without a suffix'}."
        raise ValueError(msg)
    disk.write(path, _WRITERS[path.suffix](chart))


def as_svg(chart: alt.VConcatChart, *, has_style: bool = True) -> str:
    """A drawing with titles in full for those who point at them or have it read aloud.

    Args:
        chart: What to draw.
        has_style: Whether it turns dark by itself; a page that holds it may do that instead.
    """
    drawn = vl_convert.vegalite_to_svg(_spec(chart), vl_version=_VEGA_LITE)
    titled = _LABELLED.sub(_with_title, drawn)
    style = f"<style>{colours.dark_rules()}</style>" if has_style else ""
    opened = titled.index(">", titled.index("<svg")) + 1
    return titled[:opened] + style + titled[opened:]


def _with_title(found: re.Match[str]) -> str:
    start, label, end = found.groups()
    title = f"<title>{label}</title>"
    if end == ">":
        return f"{start}>{title}"
    return f"{start}>{title}</{start[1:5]}>"


def as_png(chart: alt.VConcatChart, *, is_dark: bool = False) -> bytes:
    """A picture with twice the pixels, for sharp screens."""
    spec = colours.darkened(_spec(chart)) if is_dark else _spec(chart)
    drawn: bytes = vl_convert.vegalite_to_png(spec, vl_version=_VEGA_LITE, scale=2)
    return drawn


def as_html(chart: alt.VConcatChart) -> str:
    """A page with the library in it: pointing at a mark shows the full title and its numbers."""
    spec = _spec(chart)
    return _PAGE.format(
        title=escape(_title(spec)),
        light=colours.PAPER,
        dark=colours.DARK[colours.PAPER],
        spec=_in_script(spec),
        dark_spec=_in_script(colours.darkened(spec)),
        library=_library(),
        library_hash=source_hash(_library()),
    )


def _spec(chart: alt.VConcatChart) -> str:
    spec: str = chart.to_json(indent=None)
    return spec


def _title(spec: str) -> str:
    title = json.loads(spec).get("title", {})
    return str(title.get("text", "Chart"))


def _in_script(spec: str) -> str:
    """JSON that no title can end the script element of."""
    return spec.replace("<", "\\u003c")


@cache
def _library() -> str:
    bundle: str = vl_convert.javascript_bundle(_DRAW, vl_version=_VEGA_LITE)
    return bundle.replace("</script", "<\\/script")


_WRITERS: dict[str, Callable[[alt.VConcatChart], bytes]] = {
    ".html": lambda chart: as_html(chart).encode(),
    ".svg": lambda chart: as_svg(chart).encode(),
    ".png": as_png,
}
