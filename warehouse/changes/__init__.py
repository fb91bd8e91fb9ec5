"""What a run changed: the few facts of the day that a person wants to hear."""

from warehouse.changes.change import KINDS, Change, Kind, count_kinds
from warehouse.changes.compare import COMPARED, PERCENTILES, compare
from warehouse.changes.record import Record, decode

__all__ = [
    "COMPARED",
    "KINDS",
    "PERCENTILES",
    "Change",
    "Kind",
    "Record",
    "compare",
    "count_kinds",
    "decode",
]
