"""Scores of reviews: numbers, or numbers with words behind them."""

import math
import re
from typing import Any

from warehouse.normalise.content import cleaned

# "8: accept, good paper", "3 (weak reject)", "6/10", "7": a number that ends where it should.
_LEADING = re.compile(r"\s*(-?\d{1,6}(?:\.\d{1,6})?)\s*(?=$|[:(/,;\s-])")


def score_text(value: Any) -> str | None:
    """A score as it was written, or None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return cleaned(str(value))


def score(value: Any) -> float | None:
    """A score as a number: as it is, or the number that begins its text.

    >>> score("8: accept, good paper")
    8.0
    >>> score("strong accept")
    """
    written = score_text(value)
    found = _LEADING.match(written) if written else None
    number = float(found[1]) if found else None
    return number if number is not None and math.isfinite(number) else None
