"""Charts that need no network: HTML, SVG and PNG from the tables."""

from warehouse.explore.charts.already_cited import NARROW, WIDE, already_cited
from warehouse.explore.charts.files import as_html, as_png, as_svg, save

__all__ = ["NARROW", "WIDE", "already_cited", "as_html", "as_png", "as_svg", "save"]
