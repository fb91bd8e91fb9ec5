"""Venues: where papers were submitted."""

import pyarrow as pa

from warehouse.columns import VENUE_ID, choice, count, day, text, timestamp
from warehouse.spec import Column, TableSpec

VENUES = TableSpec(
    name="venues",
    doc="Conferences, tracks, workshops and journals on OpenReview.",
    grain="venue",
    key=("venue_id",),
    columns=(
        VENUE_ID,
        text("name", "Full name as the venue writes it.").required(),
        text("short_name", 'Short name, e.g. "ICLR 2022".'),
        Column("year", pa.int32(), "Year in the venue id.", minimum=1950, maximum=2200),
        choice("kind", "What sort of venue.", "conference", "track", "workshop", "journal"),
        text("parent_id", "OpenReview group above this venue."),
        Column(
            "api_version",
            pa.int8(),
            "OpenReview API that serves its notes: 1 or 2.",
            nullable=False,
            minimum=1,
            maximum=2,
        ),
        day("start_on", "First day of the conference."),
        text("location", "Where it takes place."),
        text("website", "Address of its web site."),
        count("submission_count", "Submissions that could be read, in whatever state."),
        count("accepted_count", "Accepted papers among them."),
        timestamp("fetched_at", "When its notes were last listed."),
    ),
)
