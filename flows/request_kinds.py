"""What a request is asked for, told by its endpoint and query: the parts of a plan."""

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Kind(Enum):
    """The kinds of requests a run sends, in the order in which it sends them."""

    VENUE = "OpenReview: login and venue"
    SUBMISSIONS = "OpenReview: pages of submissions"
    CHANGES = "OpenReview: submissions that changed"
    RECORDS = "Semantic Scholar: records of the venue"
    TITLES = "Semantic Scholar: titles"
    MATCHES = "Semantic Scholar: single titles"
    COUNTS = "Semantic Scholar: counts"
    CITING = "Semantic Scholar: citing works"

    @property
    def is_openreview(self) -> bool:
        """Whether OpenReview is asked."""
        return self.value.startswith("OpenReview")


def kind_of(endpoint: str, params: Mapping[str, Any]) -> Kind:
    """The kind of a request.

    >>> kind_of("v2/notes", {"invitation": "A/-/Submission", "limit": 1000}).name
    'SUBMISSIONS'
    >>> kind_of("paper/batch", {"fields": "corpusId,citations.year"}).name
    'CITING'
    """
    if endpoint.endswith("/notes"):
        return Kind.CHANGES if {"id", "mintmdate"} & set(params) else Kind.SUBMISSIONS
    if endpoint == "paper/search/bulk":
        return Kind.RECORDS if "venue" in params else Kind.TITLES
    if endpoint == "paper/search/match":
        return Kind.MATCHES
    if endpoint.endswith("/citations") or "citations." in str(params.get("fields", "")):
        return Kind.CITING
    return Kind.COUNTS if endpoint == "paper/batch" else Kind.VENUE
