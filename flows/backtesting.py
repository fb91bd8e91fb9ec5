"""The backtest of a venue whose tables are published."""

from pathlib import Path

from flows.failures import Failed
from flows.queue import must_know
from warehouse.backtest import Backtest, backtest
from warehouse.citations.coverage import coverage
from warehouse.store import read_venue


def backtest_venue(root: Path, venue_id: str, early_days: int, late_days: int) -> Backtest:
    """How far early citations told later ones, by the citing works on file.

    Raises:
        NoSuchVenue: The warehouse has no such venue.
        Failed: The windows do not fit, or no citing works are on file.
    """
    must_know(root, venue_id)
    tables = read_venue(root, venue_id)
    if not tables["citations"].num_rows:
        msg = f"No citing works of {venue_id} are on file: `precited run {venue_id}` collects them."
        raise Failed(msg)
    try:
        return backtest(
            tables["citations"],
            tables["papers"],
            tables["links"],
            early_days,
            late_days,
            public=tables["flags"],
            covered=coverage(tables["links"], tables["citations"], tables["citation_counts"]),
        )
    except ValueError as error:
        raise Failed(str(error)) from error
