"""How long to wait, read from an answer: pure functions over headers and bodies."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from connectors.page import decode

FIRST_BACKOFF = 2.0
LONGEST_BACKOFF = 60.0

# A wait of more than a day is a mistake on the wire, and dates have an end.
LONGEST_WAIT = 86_400.0

# Resets are given in whole seconds, so the exact second may still belong to the old window.
RESET_MARGIN = 1.0


def backoff(attempt: int, jitter: float) -> float:
    """Full-jitter exponential backoff after a failed attempt (from 1), in seconds.

    The ceiling doubles, 2, 4, ... 60 s; the wait is the ceiling times ``jitter`` in [0, 1).
    """
    ceiling = min(FIRST_BACKOFF * math.pow(2.0, min(attempt, 10) - 1), LONGEST_BACKOFF)
    return ceiling * jitter


def asked_wait(headers: Mapping[str, str], body: bytes, now: float) -> float | None:
    """Seconds for which a refusing answer (429, 503) asks to be left alone; None if it does not.

    ``Retry-After`` comes as seconds or as a date; OpenReview names the end of its window as
    ``details.resetTime`` in the body of a 429.
    """
    asked = [_retry_after(headers, now), _reset_time(body, now)]
    waits = [wait for wait in asked if wait is not None]
    return max(waits) if waits else None


def spent_window(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds until a rate-limit window that this answer used up begins anew; None if none did.

    OpenReview sends ``ratelimit-remaining`` with ``ratelimit-reset`` in seconds from now, and
    ``x-ratelimit-*`` with the reset as seconds since 1970.
    """
    resets = []
    if _number(headers.get("ratelimit-remaining")) == 0:
        resets.append(_number(headers.get("ratelimit-reset")))
    if _number(headers.get("x-ratelimit-remaining")) == 0:
        at = _number(headers.get("x-ratelimit-reset"))
        resets.append(None if at is None else at - now)
    waits = [_bounded(reset + RESET_MARGIN) for reset in resets if reset is not None]
    return max(waits) if waits else None


def service_date(headers: Mapping[str, str], now: float) -> datetime:
    """When the service says it answered, in UTC; our own clock where it does not say."""
    date = _http_date(headers.get("Date"))
    return datetime.fromtimestamp(now, UTC) if date is None else date


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    value = headers.get("Retry-After")
    seconds = _number(value)
    if seconds is not None:
        return _bounded(seconds)
    date = _http_date(value)
    return None if date is None else _bounded(date.timestamp() - now)


def _reset_time(body: bytes, now: float) -> float | None:
    try:
        reset = decode(body)["details"]["resetTime"]
        at = datetime.fromisoformat(reset)
    except (ValueError, TypeError, KeyError, IndexError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return _bounded(at.timestamp() - now + RESET_MARGIN)


def _http_date(value: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(value or "")
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (ValueError, TypeError):
        return None
    return number if math.isfinite(number) else None


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST_WAIT)
