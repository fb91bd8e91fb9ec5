"""When a venue is asked: weekly, in full once a month, and daily around its conference.

All times are UTC, and no two rhythms of a venue share a day: nothing is asked twice on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from flows.watch_list import DAYS, Watched

TIMEZONE = "UTC"

BEFORE = timedelta(days=14)
AFTER = timedelta(days=7)
"""How long before and after the conference its counts are refreshed every day."""

USUAL_LENGTH = timedelta(days=4)
"""Between the first and the last day of a conference, where the last is not told."""

FIRST_WEEK, OTHER_WEEKS, WHOLE_MONTH = (1, 7), (8, 31), (1, 31)

LOOKED_AHEAD = 800
"""Days that are searched for runs: two years and more."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Something that is done again and again, at one time of the day.

    Attributes:
        name: Of this rhythm, among those of its venue.
        what: What is done, in words.
        at: Time of the day in UTC.
        weekdays: On which it is done, 0 for Monday.
        month_days: First and last day of the month on which it is done.
        first_on: Not before this day; None for ever since.
        last_on: Not after this day; None for ever on.
        parameters: What the flow is given for it, beside what every run of the venue is given.
    """

    name: str
    what: str
    at: time
    weekdays: Sequence[int]
    month_days: tuple[int, int] = WHOLE_MONTH
    first_on: date | None = None
    last_on: date | None = None
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def schedule(self) -> dict[str, Any]:
        """The rhythm as Prefect takes it: a cron line, or a rule where it begins and ends."""
        if self.first_on is None or self.last_on is None:
            days = ",".join(DAYS[day][:3].lower() for day in self.weekdays)
            month = "{}-{}".format(*self.month_days)
            cron = f"{self.at.minute} {self.at.hour} {month} * {days}"
            # Else cron takes a day of the month or a weekday, whichever comes.
            return {"cron": cron, "day_or": False, "timezone": TIMEZONE}
        days = ",".join(DAYS[day][:2].upper() for day in self.weekdays)
        first, last = (f"{self._moment(d):%Y%m%dT%H%M%S}" for d in (self.first_on, self.last_on))
        rule = f"DTSTART:{first}\nRRULE:FREQ=DAILY;BYDAY={days};UNTIL={last}"
        return {"rrule": rule, "timezone": TIMEZONE}

    def runs_after(self, now: datetime) -> Iterator[datetime]:
        """The moments after ``now`` at which it is done, soonest first; none once it is over."""
        today = now.astimezone(UTC).date()
        start = max(today, self.first_on or today)
        for ahead in range(LOOKED_AHEAD):
            day = start + timedelta(days=ahead)
            if self._is_on(day) and (moment := self._moment(day)) > now:
                yield moment

    def _is_on(self, day: date) -> bool:
        first, last = self.month_days
        return (
            day.weekday() in self.weekdays
            and first <= day.day <= last
            and (self.first_on is None or day >= self.first_on)
            and (self.last_on is None or day <= self.last_on)
        )

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, self.at, UTC)


def rhythms(watched: Watched, weekday: int, at: time) -> tuple[Rhythm, ...]:
    """What is done for a venue, and when.

    Args:
        watched: The venue; without dates there is nothing to be quick about.
        weekday: Of its weekly run.
        at: Time of the day of all its runs.
    """
    weekly = Rhythm(
        "weekly",
        "what changed, counts and new citing works; not in the first week of a month",
        at,
        (weekday,),
        OTHER_WEEKS,
    )
    monthly = Rhythm(
        "monthly",
        "everything, all citing works anew",
        at,
        (weekday,),
        FIRST_WEEK,
        parameters={"all_citers": True},
    )
    if watched.starts_on is None:
        return weekly, monthly
    conference = Rhythm(
        "daily",
        "counts alone, around the conference",
        at,
        [day for day in range(len(DAYS)) if day != weekday],
        first_on=watched.starts_on - BEFORE,
        last_on=(watched.ends_on or watched.starts_on + USUAL_LENGTH) + AFTER,
        parameters={"counts_only": True},
    )
    return weekly, monthly, conference


def hours(watched: Sequence[Watched]) -> dict[str, tuple[int, time]]:
    """Weekday and time of each venue: those asked for, else spread over the week by its id.

    No two venues have the same minute of the day while there are minutes left, and a venue keeps
    its own as others come and go.
    """
    taken: set[time] = set()
    given: dict[str, tuple[int, time]] = {}
    for venue in sorted(watched, key=lambda venue: venue.venue_id):
        seed = int.from_bytes(sha256(venue.venue_id.encode()).digest()[:8])
        seed, weekday = divmod(seed, len(DAYS))
        seed, hour = divmod(seed, 24)
        hour = hour if venue.hour is None else venue.hour
        wanted = [time(hour, (seed + later) % 60) for later in range(60)]
        at = next((time_ for time_ in wanted if time_ not in taken), wanted[0])
        taken.add(at)
        given[venue.venue_id] = (weekday if venue.day is None else venue.day), at
    return given
