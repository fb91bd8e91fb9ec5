"""Which Semantic Scholar record is which paper: block, features, score, decide. Pure functions."""

from warehouse.linking.linker import Links, link, unlinked
from warehouse.linking.overrides import OVERRIDES
from warehouse.linking.upkeep import refresh

__all__ = ["OVERRIDES", "Links", "link", "refresh", "unlinked"]
