"""OpenReview through openreview-py's clients: venues and their submissions, as pages."""

from connectors.openreview.client import INTERVAL, OpenReview
from connectors.openreview.clients import Credentials
from connectors.openreview.notes import PAGE_SIZE, list_notes
from connectors.openreview.venues import (
    near_venues,
    size_request,
    submissions,
    venue_api,
    venue_group,
)

__all__ = [
    "INTERVAL",
    "PAGE_SIZE",
    "Credentials",
    "OpenReview",
    "list_notes",
    "near_venues",
    "size_request",
    "submissions",
    "venue_api",
    "venue_group",
]
