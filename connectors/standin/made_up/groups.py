"""Group objects: venues, the containers above them, and the lists of all venues."""

from collections.abc import Sequence
from typing import Any

from connectors.standin.made_up.ids import midnight
from connectors.standin.made_up.venues import Venue

Json = dict[str, Any]


def groups(known: Sequence[Venue]) -> list[Json]:
    """The groups of these venues, as API v2 gives them, with the containers above and all lists."""
    venues = [_v2_group(v) if v.api == 2 else _v1_group(v) for v in known]
    open_venues = [v.id for v in known if "under_review" in v.others]
    lists = [
        _list("venues", [v.id for v in known]),
        _list("active_venues", open_venues),
        _list("host", sorted({v.host for v in known})),
    ]
    return venues + _containers(known) + lists


def _list(name: str, members: list[str]) -> Json:
    return _group(name, None, domain="OpenReview.net", content={}, members=members)


def _containers(known: Sequence[Venue]) -> list[Json]:
    above: dict[str, Venue] = {}
    for venue in known:
        parts = venue.id.split("/")
        for length in range(1, len(parts)):
            above.setdefault("/".join(parts[:length]), venue)
    for venue in known:
        above.pop(venue.id, None)
    return [
        _group(name, venue, domain="OpenReview.net", content={}, parent=_parent(name))
        for name, venue in above.items()
    ]


def _group(group_id: str, venue: Venue | None, **more: Any) -> Json:
    created = midnight(venue.submitted_on) - 60 * 86_400_000 if venue else 1_400_000_000_000
    changed = midnight(venue.decided_on) if venue else created
    return {
        "id": group_id,
        "domain": None,
        "parent": None,
        "host": venue.host if venue else None,
        "readers": ["everyone"],
        "nonreaders": [],
        "writers": [group_id],
        "signatures": ["~Super_User1"],
        "signatories": [group_id],
        "members": [],
        "cdate": created,
        "tcdate": created,
        "mdate": changed,
        "tmdate": changed,
        **more,
    }


def _v2_group(venue: Venue) -> Json:
    said = {**_settings(venue), **venue.settings}
    content = {name: {"value": value} for name, value in said.items() if value is not None}
    return _group(venue.id, venue, domain=venue.id, parent=_parent(venue.id), content=content)


def _settings(venue: Venue) -> Json:
    options = [f"Accept ({tier})" for tier in venue.tiers]
    headings = {f"{venue.short} {tier}": f"Accept ({tier})" for tier in venue.tiers}
    return {
        "title": venue.title,
        "subtitle": venue.short,
        "website": venue.website,
        "location": venue.location,
        "start_date": _start_date(venue),
        "date": f"Submission Deadline: {venue.submitted_on:%b %d %Y} 11:59PM UTC-0",
        "contact": f"chairs@{venue.host.lower()}",
        "submission_id": f"{venue.id}/-/Submission",
        "submission_name": "Submission",
        "submission_venue_id": f"{venue.id}/Submission",
        "rejected_venue_id": f"{venue.id}/Rejected_Submission",
        "withdrawn_venue_id": f"{venue.id}/Withdrawn_Submission",
        "desk_rejected_venue_id": f"{venue.id}/Desk_Rejected_Submission",
        "public_submissions": venue.shown_on < venue.decided_on,
        "review_name": "Official_Review",
        "review_rating": "rating",
        "review_confidence": "confidence",
        "decision_name": "Decision",
        "decision_field_name": "decision",
        "accept_decision_options": options or "",
        "decision_heading_map": {**headings, f"Submitted to {venue.short}": "Reject"},
    }


def _start_date(venue: Venue) -> str | int:
    # Venues deployed from a template carry milliseconds, older ones words.
    return midnight(venue.start_on) if not venue.tiers else f"{venue.start_on:%b %d %Y}"


def _v1_group(venue: Venue) -> Json:
    script = (
        "// Webfield of the conference\n"
        "var CONFERENCE_ID = '" + venue.id + "';\n"
        "var HEADER = {\n"
        f"  title: '{_quoted(venue.short)}',\n"
        f"  subtitle: '{_quoted(venue.title)}',\n"
        f"  location: '{_quoted(venue.location)}',\n"
        f"  date: '{_v1_date(venue)}',\n"
        f"  website: '{venue.website}',\n"
        f"  instructions: 'Questions to the programme chairs of {_quoted(venue.short)}.'\n"
        "};\n"
    )
    return _group(venue.id, venue, parent=_parent(venue.id), web=script, ddate=None, content=None)


def _v1_date(venue: Venue) -> str:
    # Organisers wrote what they liked: one day, or a range.
    if venue.header_date is not None:
        return venue.header_date
    start = venue.start_on
    days = f"{start.day}-{start.day + 2}" if venue.era == "v1_decision_notes" else f"{start.day}"
    return f"{start:%B} {days}, {start.year}"


def _quoted(text: str) -> str:
    return text.replace("'", "\\'")


def _parent(group_id: str) -> str | None:
    return group_id.rsplit("/", 1)[0] if "/" in group_id else None
