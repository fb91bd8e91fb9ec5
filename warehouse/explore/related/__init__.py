"""What papers of a venue have in common: who is near whom, groups, and a map of all."""

from warehouse.explore.related.relating import related

__all__ = ["related"]
