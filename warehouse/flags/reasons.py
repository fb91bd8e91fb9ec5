"""Why a paper stands where it stands, in plain words: one function a reason.

A reason returns its sentence, or None where it has nothing to say. It claims no more than is
known: shares are of surely fewer citations and rounded down, intervals are given as such.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from warehouse.flags.ages import months


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the reasons of one paper may speak of; None is unknown.

    Attributes:
        venue_name: As people call it, e.g. "LANTERN 2025".
        as_of: The day the flag speaks of.
        status: The link's, None when the paper was never looked up.
        low: Citations surely there, without self-citations where those are known.
        high: Citations possibly there.
        is_independent: Whether low and high leave self-citations out.
        influential_count: Citations that Semantic Scholar calls highly influential.
        observed_on: Day of the count.
        first_public_on: When the work could first be read.
        first_public_source: Who says so.
        age_days: Days from then to as_of.
        share_below: Share of the papers it is compared with that surely have fewer, 0 to 1.
        is_by_age: Whether those are the papers of its age, rather than all of the venue.
        twin_count: Other records of the same work.
        witnesses: Titles of independent citing works, most telling first.
        own_count: Citations left out of ``low`` because they are, or may be, self-citations.
        missing: Citations that are counted but of which nothing is on file.
        is_reconstructed: Whether the dates of citing works speak, rather than a count.
    """

    venue_name: str
    as_of: date
    status: str | None
    low: int | None
    high: int | None
    is_independent: bool
    influential_count: int | None
    observed_on: date | None
    first_public_on: date | None
    first_public_source: str | None
    age_days: int | None
    share_below: float | None
    is_by_age: bool
    twin_count: int
    witnesses: tuple[str, ...] = ()
    own_count: int = 0
    missing: int = 0
    is_reconstructed: bool = False


Reason = Callable[[Evidence], str | None]


def unknown(evidence: Evidence) -> str | None:
    """Why there is no count to speak of."""
    if evidence.low is not None:
        return None
    return {
        "absent": "no Semantic Scholar record found",
        "review": "link awaits review",
        "linked": "no count near this day, nor a list of citing works",
    }.get(evidence.status or "", "not looked up in Semantic Scholar yet")


def standing(evidence: Evidence) -> str | None:
    """The count, the time it took, and how many of its like have fewer."""
    if evidence.low is None or evidence.high is None:
        return None
    return (
        _counted(evidence)
        + _in_time(evidence.age_days)
        + _compared(evidence)
        + _cited_by(evidence.witnesses)
    )


def own(evidence: Evidence) -> str | None:
    """Self-citations that were left out."""
    count = evidence.own_count
    if count <= 0 or evidence.low is None:
        return None
    more = "1 more citation is" if count == 1 else f"{count:,} more citations are"
    return f"{more}, or may be, by its own authors"


def gaps(evidence: Evidence) -> str | None:
    """Citations of which nothing is on file."""
    if evidence.low is None or not evidence.missing:
        return None
    works = "work is" if evidence.missing == 1 else "works are"
    return f"{evidence.missing:,} counted citing {works} not on file"


def reconstruction(evidence: Evidence) -> str | None:
    """That nobody counted on the day."""
    if evidence.low is None or not evidence.is_reconstructed:
        return None
    return "told from the dates of citing works, not counted on the day"


def influence(evidence: Evidence) -> str | None:
    """Highly influential citations, as evidence beside the count."""
    count = evidence.influential_count
    if not count or evidence.low is None:
        return None
    verb = "is" if count == 1 else "are"
    return f"{count:,} of the citations {verb} highly influential by Semantic Scholar's measure"


def age(evidence: Evidence) -> str | None:
    """Where and when the work came out, when that was not on OpenReview."""
    places = {"arxiv": "on arXiv", "semantic_scholar": "by Semantic Scholar's date"}
    place = places.get(evidence.first_public_source or "")
    if place is None or evidence.first_public_on is None or evidence.age_days is None:
        return None
    day = evidence.first_public_on
    when = f"{day:%B %Y}" if place == "on arXiv" else day_in_words(day)
    return f"public since {when} ({place})"


def youth(evidence: Evidence) -> str | None:
    """A warning where few weeks speak for little."""
    if evidence.low and evidence.age_days is not None and evidence.age_days < 31:
        return "public for less than a month, so its pace is held back towards the venue's"
    return None


def other_day(evidence: Evidence) -> str | None:
    """The day of the count where it is not the flag's own."""
    if evidence.observed_on is None or evidence.observed_on == evidence.as_of:
        return None
    return f"counted on {day_in_words(evidence.observed_on)}"


def twins(evidence: Evidence) -> str | None:
    """Citations that may lie at other records of the same work."""
    if evidence.low is None or not evidence.twin_count:
        return None
    records = "another record" if evidence.twin_count == 1 else f"{evidence.twin_count} records"
    return f"citations of {records} of the same work are not counted in"


REASONS: tuple[Reason, ...] = (
    unknown,
    standing,
    own,
    influence,
    age,
    youth,
    other_day,
    reconstruction,
    gaps,
    twins,
)
"""All of them, in the order they are read. A new reason is one function and its place here."""


def reasons(evidence: Evidence) -> list[str]:
    """What there is to say about a paper, most telling first; never empty."""
    return [said for reason in REASONS if (said := reason(evidence))]


def day_in_words(day: date) -> str:
    """A date as people write it.

    >>> day_in_words(date(2022, 4, 5))
    '5 April 2022'
    """
    return f"{day.day} {day:%B %Y}"


def months_in_words(days: int) -> str:
    """A span in months to one decimal.

    >>> months_in_words(158), months_in_words(12), months_in_words(0)
    ('5.2 months', '0.4 months', 'less than 0.1 months')
    """
    span = f"{months(days):.1f}"
    if span == "0.0":
        return "less than 0.1 months"
    return "1 month" if span == "1.0" else f"{span} months"


def _counted(evidence: Evidence) -> str:
    low, high = evidence.low or 0, evidence.high or 0
    kind = "independent " if evidence.is_independent else ""
    if high > low:
        return f"between {low:,} and {high:,} {kind}citations"
    if low == 0:
        return f"no {kind}citation yet"
    return f"{low:,} {kind}citation" + ("" if low == 1 else "s")


SHORT = 80
"""Characters of a title that a reason gives."""

MOST_WITNESSES = 2


def _cited_by(titles: tuple[str, ...]) -> str:
    different = list(dict.fromkeys(" ".join(title.split()) for title in titles))[:MOST_WITNESSES]
    named = [f'"{shortened(title)}"' for title in different]
    return f"; cited by {' and '.join(named)}" if named else ""


def shortened(title: str) -> str:
    """A title of at most 80 characters, cut between words.

    >>> shortened("word " * 30)[-10:]
    'word word…'
    """
    if len(title) <= SHORT:
        return title
    cut = title[:SHORT].rpartition(" ")[0] or title[:SHORT]
    return cut.rstrip(" ,:;-") + "…"


def _in_time(age_days: int | None) -> str:
    return "" if age_days is None else f" in {months_in_words(age_days)}"


def _compared(evidence: Evidence) -> str:
    # 29 of 100 is 28.999... in binary; it may be called 29 %.
    percent = int((evidence.share_below or 0) * 100 + 1e-9)
    if percent < 1:
        return ""
    whose = f"{evidence.venue_name} papers" + (" of its age" if evidence.is_by_age else "")
    return f", more than {percent} % of {whose}"
