"""The filters of the search routes: year, dates, venue, field, type, citations, open access."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from connectors.standin.exchange import Question

Json = dict[str, Any]
Days = tuple[str, str]
Keep = Callable[[Json], bool]

# Names under which the service knows a venue besides the one on its records.
_OTHER_NAMES = {
    "International Conference on Learning Representations": ("ICLR", "Int Conf Learn Represent"),
    "Neural Information Processing Systems": ("NeurIPS", "NIPS", "Neural Inf Process Syst"),
    "International Conference on Machine Learning": ("ICML", "Int Conf Mach Learn"),
    "arXiv.org": ("ArXiv",),
}
_VENUES: Mapping[str, str] = {
    other.casefold(): name.casefold() for name, others in _OTHER_NAMES.items() for other in others
}
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LAST = "9999-99-99"


class BadFilterError(ValueError):
    """A filter with a value that cannot be; the message is the service's."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"Unacceptable query params: [{name}={value}]")


def filters(question: Question) -> list[Keep]:
    """What a record must pass to be found.

    Raises:
        BadFilterError: A value cannot be read.
    """
    return [
        make(value)
        for name, make in _FILTERS.items()
        if (value := question.value(name)) or (name == "openAccessPdf" and value is not None)
    ]


def days(text: str) -> Days:
    """First and last day, as text, of a range such as ``2020-06:2022-12``, ``2020:`` or ``2021``.

    Raises:
        BadFilterError: The range cannot be read.
    """
    first, colon, last = text.partition(":")
    if not all(_DAY.fullmatch(day) for day in (first, last) if day) or text in ("", ":"):
        raise BadFilterError("publicationDateOrYear", text)
    last = last if colon else first
    return first or "0000", f"{last}-99-99"[:10] if last else _LAST


def published_within(record: Json, within: Days, *, dated: bool = False) -> bool:
    """Whether a record was published within these days.

    Args:
        record: Without a date it counts as of 1 January of its year.
        within: First and last day.
        dated: Records without a full date never are.
    """
    day = record.get("publicationDate")
    if day is None and not dated and record.get("year"):
        day = f"{record['year']}-01-01"
    return day is not None and within[0] <= day <= within[1]


def _year(text: str) -> Keep:
    first, dash, last = text.partition("-")
    if not all(year.isdecimal() for year in (first, last) if year) or text in ("", "-"):
        raise BadFilterError("year", text)
    earliest = int(first or 0)
    latest = int(last or 9999) if dash else earliest
    return lambda record: record.get("year") is not None and earliest <= record["year"] <= latest


def _published(text: str) -> Keep:
    within = days(text)
    return lambda record: published_within(record, within)


def _venue(text: str) -> Keep:
    # A name with a comma in it cannot be asked for: the comma parts names.
    asked = {name.strip().casefold() for name in text.split(",")}
    asked |= {_VENUES[name] for name in asked if name in _VENUES}
    return lambda record: not asked.isdisjoint(venue_names(record))


def venue_names(record: Json) -> set[str]:
    """The names of a record's venue, in lower case."""
    venue = record.get("publicationVenue") or {}
    names = (record.get("venue"), venue.get("name"), *(venue.get("alternate_names") or ()))
    return {name.casefold() for name in names if name}


def _fields_of_study(text: str) -> Keep:
    asked = set(text.split(","))
    return lambda record: (
        not asked.isdisjoint(
            (record.get("fieldsOfStudy") or [])
            + [field["category"] for field in record.get("s2FieldsOfStudy") or ()]
        )
    )


def _types(text: str) -> Keep:
    asked = set(text.split(","))
    return lambda record: not asked.isdisjoint(record.get("publicationTypes") or ())


def _cited(text: str) -> Keep:
    if not text.isdecimal():
        raise BadFilterError("minCitationCount", text)
    least = int(text)
    return lambda record: (record.get("citationCount") or 0) >= least


def _open_access(_text: str) -> Keep:
    return lambda record: bool((record.get("openAccessPdf") or {}).get("url"))


_FILTERS: Mapping[str, Callable[[str], Keep]] = {
    "year": _year,
    "publicationDateOrYear": _published,
    "venue": _venue,
    "fieldsOfStudy": _fields_of_study,
    "publicationTypes": _types,
    "minCitationCount": _cited,
    "openAccessPdf": _open_access,
}
