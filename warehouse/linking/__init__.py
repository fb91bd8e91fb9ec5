"""Which Semantic Scholar record is which paper: block, features, score, decide. Pure functions."""

from warehouse.linking.linker import Links, link, unlinked
from warehouse.linking.overrides import OVERRIDES
from warehouse.linking.upkeep import Histories, refresh, refresh_by

__all__ = ["OVERRIDES", "Histories", "Links", "link", "refresh", "refresh_by", "unlinked"]
