"""OpenReview through openreview-py's clients: venues and their submissions, as pages."""

from connectors.openreview.changes import Changes, listed_notes, what_changed
from connectors.openreview.client import INTERVAL, OpenReview
from connectors.openreview.clients import Credentials
from connectors.openreview.eras import ERAS, Era, era
from connectors.openreview.kinds import ContainsVenues, classify, venue_api
from connectors.openreview.notes import PAGE_SIZE, list_notes
from connectors.openreview.registry import VenueName, near_venues, venue_name, venues
from connectors.openreview.relisting import changed, relist
from connectors.openreview.venue import size_request, submissions, venue_group

__all__ = [
    "ERAS",
    "INTERVAL",
    "PAGE_SIZE",
    "Changes",
    "ContainsVenues",
    "Credentials",
    "Era",
    "OpenReview",
    "VenueName",
    "changed",
    "classify",
    "era",
    "list_notes",
    "listed_notes",
    "near_venues",
    "relist",
    "size_request",
    "submissions",
    "venue_api",
    "venue_group",
    "venue_name",
    "venues",
    "what_changed",
]
