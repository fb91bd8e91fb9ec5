"""The watch list: the venues that precited runs by itself, a small file that people write."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.failures import Failed
from warehouse import layout
from warehouse.errors import NoSuchVenue

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class BadWatchList(Failed):
    """A watch list that can't be used; the message names the line and what it should hold."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One venue of the list.

    Attributes:
        venue_id: OpenReview venue id.
        starts_on: First day of the conference; None for the one OpenReview gives.
        ends_on: Its last day; None when not told.
        day: Weekday of the weekly run, 0 for Monday; None for one that spreads the load.
        hour: Hour of the runs in UTC; None likewise.
        influential: Also ask which citing works are influential: many requests.
        active: Whether it runs; False keeps its place and its history.
    """

    venue_id: str
    starts_on: date | None = None
    ends_on: date | None = None
    day: int | None = None
    hour: int | None = None
    influential: bool = False
    active: bool = True


def read_watch_list(path: Path) -> tuple[Watched, ...]:
    """The venues of a watch list, in its order.

    Raises:
        BadWatchList: The file is not there or says something that can't be used.
    """
    try:
        return parse_watch_list(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError as error:
        msg = (
            f"There is no watch list {path}; write one after docs/watch.example.toml, "
            "or name another with --watch-list."
        )
        raise BadWatchList(msg) from error
    except (OSError, UnicodeDecodeError) as error:
        msg = f"The watch list {path} cannot be read ({type(error).__name__}); save it as UTF-8."
        raise BadWatchList(msg) from error


def parse_watch_list(text: str, name: str) -> tuple[Watched, ...]:
    """The venues of a watch list's text; ``name`` is what errors call it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadWatchList(f"{name} is not TOML: {error}.") from error
    entries = tables.pop("venue", [])
    if tables or not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        known = next(iter(tables), "venue")
        msg = f"{name}: '{known}' is not a part of a watch list; begin each venue with [[venue]]."
        raise BadWatchList(msg)
    if not entries:
        raise BadWatchList(f"{name} names no venue; add one under [[venue]].")
    watched = tuple(_watched(entry, _Place(text, name, i)) for i, entry in enumerate(entries))
    _refuse_doubles(watched, [_Place(text, name, i) for i in range(len(entries))])
    return watched


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands, so that an error can name the line."""

    text: str
    name: str
    index: int

    def error(self, key: str, what: str) -> BadWatchList:
        line = self._line(key)
        return BadWatchList(f"{self.name}{f', line {line}' if line else ''}: {what}.")

    def _line(self, key: str) -> int | None:
        """The line of a key in this entry, else of the entry; None when written in another way."""
        lines = list(enumerate(self.text.splitlines(), start=1))
        heads = [i for i, line in lines if re.match(r"\s*\[\[\s*venue\s*\]\]", line)]
        if self.index >= len(heads):
            return None
        first, last = heads[self.index], [*heads, len(lines) + 1][self.index + 1]
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        inside = (i for i, line in lines if first < i < last and pattern.match(line))
        return next(inside, first)


def _watched(entry: Mapping[str, Any], place: _Place) -> Watched:
    for key in entry:
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            raise place.error(key, f"'{key}' is not a key of a venue; there are {known}")
    if "id" not in entry:
        raise place.error("id", 'the venue has no id; write id = "ICLR.cc/2025/Conference"')
    checks = {key: check for key, check in _KEYS.items() if key in entry}
    values: dict[str, Any] = {n: check(entry[k], k, place) for k, (n, check) in checks.items()}
    watched = Watched(**values)
    _check_order(watched, place)
    return watched


def _check_order(watched: Watched, place: _Place) -> None:
    if watched.ends_on is None:
        return
    if watched.starts_on is None:
        raise place.error("ends_on", "ends_on says little without starts_on; give both")
    if watched.ends_on < watched.starts_on:
        raise place.error("ends_on", f"ends_on lies before starts_on, {watched.starts_on}")


def _refuse_doubles(watched: tuple[Watched, ...], places: list[_Place]) -> None:
    seen: dict[str, str] = {}
    for venue, place in zip(watched, places, strict=True):
        # By the name of their folders: two ids that share one would share a deployment.
        slug = layout.slug(venue.venue_id)
        if slug in seen:
            raise place.error("id", f"{venue.venue_id} is on the list already, as {seen[slug]}")
        seen[slug] = venue.venue_id


def _venue_id(value: Any, key: str, place: _Place) -> str:
    if not isinstance(value, str):
        raise place.error(key, f'{key} must be text, e.g. "ICLR.cc/2025/Conference"')
    venue_id = value.strip().strip("/")
    try:
        layout.slug(venue_id)
    except NoSuchVenue as error:
        raise place.error(key, str(error).rstrip(".")) from error
    return venue_id


def _date(value: Any, key: str, place: _Place) -> date:
    # A date and time is a date to isinstance, but no day to TOML.
    if type(value) is not date:
        raise place.error(key, f"{key} must be a day, without quotes: {key} = 2025-04-24")
    return value


def _day(value: Any, key: str, place: _Place) -> int:
    if not isinstance(value, str) or value.strip().title() not in DAYS:
        raise place.error(key, f"{key} must be a weekday, one of {', '.join(DAYS)}")
    return DAYS.index(value.strip().title())


def _hour(value: Any, key: str, place: _Place) -> int:
    if type(value) is not int or not 0 <= value <= 23:
        raise place.error(key, f"{key} must be a whole hour of UTC, from 0 to 23")
    return value


def _switch(value: Any, key: str, place: _Place) -> bool:
    if not isinstance(value, bool):
        raise place.error(key, f"{key} must be true or false, without quotes")
    return value


_KEYS = {
    "id": ("venue_id", _venue_id),
    "starts_on": ("starts_on", _date),
    "ends_on": ("ends_on", _date),
    "day": ("day", _day),
    "hour": ("hour", _hour),
    "influential": ("influential", _switch),
    "active": ("active", _switch),
}
