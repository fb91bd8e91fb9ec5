"""The map of a venue as a page that works by itself, and as VOSviewer's JSON."""

from warehouse.explore.venue_map.page import map_page
from warehouse.explore.venue_map.papers import MappedPaper, mapped_papers
from warehouse.explore.venue_map.vosviewer import vosviewer_json

__all__ = ["MappedPaper", "map_page", "mapped_papers", "vosviewer_json"]
