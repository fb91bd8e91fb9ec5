"""What a run keeps of what it changed, as it lies among its own pages."""

from dataclasses import dataclass

import msgspec

from warehouse.changes.change import Change
from warehouse.quality import Check


@dataclass(frozen=True, slots=True)
class Record:
    """What a run changed and how its tables stood the checks.

    Attributes:
        changes: The most important first.
        checks: Of the tables the run published; the next run tells by them what fails anew.
    """

    changes: tuple[Change, ...] = ()
    checks: tuple[Check, ...] = ()


def decode(payload: bytes) -> Record:
    """The record of a run.

    Raises:
        ValueError: It is none, or one of a later version with kinds we don't know.
    """
    return msgspec.json.decode(payload, type=Record)
