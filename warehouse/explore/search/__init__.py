"""Search over the papers of a warehouse: by words, by meaning, or both fused."""

from warehouse.explore.search.filters import Filters
from warehouse.explore.search.hits import Hit
from warehouse.explore.search.keyword_index import KeywordIndex

__all__ = ["Filters", "Hit", "KeywordIndex"]
