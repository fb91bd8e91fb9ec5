"""What lies beyond the first 9,999 works that cite a paper, slice by slice of publication dates.

A list is newest first, so the day on which it was cut is where the next one begins: a list
"until that day" brings the 9,999 works before, and all of them take a page for every 1,000 works
and hardly one more. Should a list come in another order, its dates are halved instead.

Works without a date: the documentation counts them as of 1 January of their year, a probe found
that lists by date leave them out. Then those that the first list did not show are out of reach.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from connectors.errors import SourceChanged
from connectors.page import Fetch, Page
from connectors.semantic_scholar.citing_lists import Listing
from connectors.semantic_scholar.citing_pages import follow

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included; None for no bound."""

    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        """As the service takes it: ``2021-01-01:2021-12-31``, or ``:2021-12-31``."""
        return f"{self.first or ''}:{self.last or ''}"

    @property
    def is_empty(self) -> bool:
        """Whether no day lies in it."""
        return self.first is not None and self.last is not None and self.first > self.last


def older(fetch: Fetch, newest: Listing) -> Iterator[Page]:
    """The pages of what is missing from a list that was cut. Works may come twice.

    Raises:
        SourceChanged: The paging goes in circles.
        AskForLess: A single work is too much.
    """
    asked: list[tuple[Span, Listing]] = []
    spans = beyond(Span(), newest.dates)
    while spans:
        span = spans.pop(0)
        listing = Listing(newest.paper, str(span), limit=newest.limit)
        yield from follow(fetch, listing)
        _check(span, listing)
        asked.append((span, listing))
        if listing.is_cut:
            spans = beyond(span, listing.dates) + spans
    if any(listing.undated for _, listing in asked):
        for span in _new_years([span for span, _ in asked], newest.dates):
            yield from follow(fetch, Listing(newest.paper, str(span), limit=newest.limit))


def beyond(span: Span, dates: Sequence[date]) -> list[Span]:
    """The spans that hold what is missing, where the list of ``span`` was cut after ``dates``.

    Nothing where it cannot be divided: more works than we can reach are of one day.
    """
    left = [part for part in _parts(span, dates) if not part.is_empty and part != span]
    if not left:
        logger.warning("citing works beyond reach days=%s", span)
    return left


def _parts(span: Span, dates: Sequence[date]) -> list[Span]:
    if not dates:
        return []
    if all(later >= earlier for later, earlier in pairwise(dates)):
        return [Span(span.first, _within(span, dates[-1]))]
    middle = _within(span, sorted(dates)[len(dates) // 2])
    return [Span(middle + DAY, span.last), Span(span.first, middle)]


def _within(span: Span, day: date) -> date:
    """The day, or the last but one of the span: the next span must be smaller."""
    return day if span.last is None or day < span.last else span.last - DAY


def _check(span: Span, listing: Listing) -> None:
    inside = sum((span.first or day) <= day <= (span.last or day) for day in listing.dates)
    if inside < len(listing.dates) / 2:
        raise SourceChanged(
            f"the works citing CorpusId:{listing.paper.corpus_id} of {span} are of other days: "
            "Semantic Scholar's lists by date have changed, look at the answer"
        )


def _new_years(asked: Sequence[Span], dates: Sequence[date]) -> list[Span]:
    """1 January of the years that no span held, newest first: where undated works count."""
    lasts = [span.last for span in asked]
    if None in lasts:
        return []
    held = min(last for last in lasts if last is not None)
    years = range(max(dates).year, held.year, -1)
    return [Span(date(year, 1, 1), date(year, 1, 1)) for year in years]
