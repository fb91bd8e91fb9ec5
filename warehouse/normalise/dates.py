"""Moments and days, in the many ways in which they are written."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 7_258_118_400_000  # the year 2200, in milliseconds
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_MONTH_FIRST = re.compile(
    rf"\b({'|'.join(MONTHS)})[a-z]*\.?\s+(\d{{1,2}})\b[^\d]*(?:\d{{1,2}}\b[^\d]*)?\b(\d{{4}})\b",
    re.I,
)
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})\b[^\d]*(?:\d{{1,2}}\b[^\d]*)?\b({'|'.join(MONTHS)})[a-z]*\.?,?\s+(\d{{4}})\b",
    re.I,
)


def moment(milliseconds: Any) -> datetime | None:
    """OpenReview's dates (milliseconds since 1970) in UTC; None for anything else.

    >>> moment(1643407560000).isoformat()
    '2022-01-28T22:06:00+00:00'
    """
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    if not 0 < milliseconds < LATEST:
        return None
    return EPOCH + timedelta(milliseconds=milliseconds)


def first_moment(note: dict[str, Any], *names: str) -> datetime | None:
    """The first of these dates that a note has."""
    return next((found for name in names if (found := moment(note.get(name)))), None)


def iso_day(written: Any) -> date | None:
    """A day written as ``2022-04-25``, perhaps with a time behind it; None for anything else."""
    found = _ISO.match(written.strip()) if isinstance(written, str) else None
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def conference_day(written: Any) -> date | None:
    """The first day of a conference as its venue wrote it; None when it is open or unclear.

    Venues write milliseconds, ``Apr 24 2025``, ``April 25-29, 2022``, ISO dates, ``TBD``, or, in
    the same field, their deadlines.

    >>> conference_day("April 25-29, 2022")
    datetime.date(2022, 4, 25)
    >>> conference_day("TBD")
    """
    if not isinstance(written, str):
        at = moment(written)
        return at.date() if at else None
    if re.search("submission|deadline|due", written, re.I):
        return None
    if found := iso_day(written):
        return found
    if found_text := _MONTH_FIRST.search(written):
        return _named_day(found_text[3], found_text[1], found_text[2])
    if found_text := _DAY_FIRST.search(written):
        return _named_day(found_text[3], found_text[2], found_text[1])
    return None


def _named_day(year: str, month: str, day: str) -> date | None:
    return _day(int(year), MONTHS.index(month.lower()[:3]) + 1, int(day))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
