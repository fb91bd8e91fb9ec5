"""Which papers are already cited, and how they rank. Pure functions."""

from warehouse.flags.table import flags

__all__ = ["flags"]
