"""How often a pick was cited, in numbers and as a phrase."""

from collections.abc import Mapping
from typing import Any

from warehouse.curation.issue.contents import Count
from warehouse.explore.labels import span
from warehouse.flags.ages import months


def count(row: Mapping[str, Any]) -> Count:
    """A row of ``flags``, with ``counted_at`` beside it, as an issue prints it."""
    low = row["citations_low"]
    basis = row["basis"] if low is not None else None
    asked = row["counted_at"]
    return Count(
        cited=row["cited"],
        citations_low=low,
        citations_high=row["citations_high"],
        independent_low=row["independent_low"],
        independent_high=row["independent_high"],
        basis=basis,
        counted_on=asked.date() if asked is not None and low is not None else None,
        first_public_on=row["first_public_on"],
        first_public_source=row["first_public_source"],
        months=None if row["age_days"] is None else round(months(row["age_days"]), 1),
        percentile=row["percentile"],
        rank_low=row["rank_low"],
        rank_high=row["rank_high"],
        why_unknown=next(iter(row["reasons"]), None) if low is None else None,
        in_words=_in_words(row),
        notes=_notes(row, basis),
    )


def _in_words(row: Mapping[str, Any]) -> str:
    low, high = row["citations_low"], row["citations_high"]
    if low is None:
        return "not known"
    if row["independent_low"] is None:
        return _citations(low, high)
    said = _citations(row["independent_low"], row["independent_high"], "independent ")
    is_all = (low, high) == (row["independent_low"], row["independent_high"])
    return said if is_all else f"{said} ({span(low, high)} with the authors' own)"


def _citations(low: int, high: int, kind: str = "") -> str:
    if low == high == 0:
        return f"no {kind}citation"
    return f"{span(low, high)} {kind}citation" + ("" if low == high == 1 else "s")


def _notes(row: Mapping[str, Any], basis: str | None) -> tuple[str, ...]:
    independent = "independent" if row["independent_low"] is not None else None
    return tuple(note for note in (basis or "unknown", independent) if note)
