"""Checks that did not fail before and do now."""

from collections.abc import Sequence

from warehouse.changes.change import Change
from warehouse.quality import Check

TOLD_APART = frozenset({"fallen counts", "re-index days"})
"""Checks whose warnings are changes of their own; see :mod:`warehouse.changes.counts`."""


def newly_failed(before: Sequence[Check], now: Sequence[Check]) -> tuple[Change, ...]:
    """Checks that fail and did not; one that is new and fails is among them."""
    was = {check.name: check.status for check in before}
    failed = (c for c in now if c.status == "fail" and was.get(c.name) != "fail")
    return tuple(
        Change("check_failed", _text(check), before=was.get(check.name), after="fail")
        for check in failed
    )


def newly_warned(before: Sequence[Check], now: Sequence[Check]) -> tuple[Change, ...]:
    """Checks that passed and ask for a look now."""
    was = {check.name: check.status for check in before}
    warned = (c for c in now if c.status == "warn" and was.get(c.name, "pass") == "pass")
    return tuple(
        Change("check_warns", _text(check), before="pass", after="warn")
        for check in warned
        if check.name not in TOLD_APART
    )


def _text(check: Check) -> str:
    return f"check of {check.name}: {check.message}"
