"""Whether a paper is already cited: yes, no, or unknown."""

from typing import Literal

Cited = Literal["yes", "no", "unknown"]


def cited(is_linked: bool, low: int | None, high: int | None) -> Cited:
    """What the interval of citations supports; a missing count is never a "no".

    Args:
        is_linked: Whether the paper has a trusted record.
        low: Citations surely there by the day.
        high: Citations possibly there by the day.
    """
    if low is not None and low >= 1:
        return "yes"
    if is_linked and high == 0:
        return "no"
    return "unknown"


def ranked_count(citations_low: int | None, independent_low: int | None) -> int | None:
    """The count that percentile, rate and rank go by.

    Independent citations where they are known, so that self-citations never lift a paper; else
    all citations. Always the lower bound: what surely was there.
    """
    return citations_low if independent_low is None else independent_low
