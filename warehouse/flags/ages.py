"""How long a paper could be read by a day."""

from datetime import date

DAYS_PER_MONTH = 365.25 / 12


def age_days(first_public_on: date | None, as_of: date) -> int | None:
    """Whole days from first public to ``as_of``; None when unknown or not yet public."""
    if first_public_on is None or first_public_on > as_of:
        return None
    return (as_of - first_public_on).days


def months(days: float) -> float:
    """Days as average months (30.44 days); at least one day, since a rate divides by it."""
    return max(days, 1.0) / DAYS_PER_MONTH
