"""How Semantic Scholar files a venue: the name and years to ask for."""

import re
from collections.abc import Mapping
from typing import Any

# A record is filed under the year of its preprint as often as under the conference's: of the
# ICLR records seen, a third carried the conference's year and the rest the year before or two.
YEARS_BEFORE = 2


def venue_search(venue: Mapping[str, Any]) -> tuple[str, tuple[int, int]] | None:
    """The acronym and the years under which a conference's records are filed.

    None where no such listing exists: a workshop's papers are filed elsewhere, and a journal's
    are spread over all years.

    >>> venue_search({"kind": "conference", "short_name": "ICLR 2022", "year": 2022})
    ('ICLR', (2020, 2022))
    >>> venue_search({"kind": "workshop", "short_name": "GTRL", "year": 2022}) is None
    True
    """
    if venue["kind"] not in ("conference", "track") or venue["year"] is None:
        return None
    year = int(venue["year"])
    acronym = re.sub(rf"\b{year}\b.*", "", venue["short_name"] or "").strip()
    return (acronym, (year - YEARS_BEFORE, year)) if acronym else None
