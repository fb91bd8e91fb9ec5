"""Moments and days, in the many ways in which they are written."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 7_258_118_400_000  # the year 2200, in milliseconds
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?\b"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+{_DAY}", re.I)
# "25-29 April" begins on the 25th.
_DAY_FIRST = re.compile(rf"\b{_DAY}(?:\s*(?:-|\u2013|to)\s*\d{{1,2}})?\s+{_MONTH}", re.I)
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")


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
    return iso_day(written) or _named_day(written)


def _named_day(written: str) -> date | None:
    year = _YEAR.search(written)
    month_first, day_first = _MONTH_FIRST.search(written), _DAY_FIRST.search(written)
    starts = [found.start() for found in (month_first, day_first) if found]
    if year is None or not starts:
        return None
    if month_first and month_first.start() == min(starts):
        month, day = month_first[1], month_first[2]
    elif day_first:
        day, month = day_first[1], day_first[2]
    return _day(int(year[0]), MONTHS.index(month.lower()[:3]) + 1, int(day))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
