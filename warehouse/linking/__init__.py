"""Which Semantic Scholar record is which paper: block, features, score, decide. Pure functions."""

from warehouse.linking.linker import Links, link, unlinked
from warehouse.linking.known import refresh
from warehouse.linking.overrides import OVERRIDES

__all__ = ["OVERRIDES", "Links", "link", "refresh", "unlinked"]
