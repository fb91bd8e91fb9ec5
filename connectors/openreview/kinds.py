"""What a group on OpenReview stands for: a venue of either API, a journal, or no venue."""

from typing import Any, Literal

from connectors.errors import Missing, SourceChanged
from connectors.openreview.eras import Api
from connectors.page import Page

Json = dict[str, Any]
Kind = Literal["v1", "v2", "journal", "container", "member"]


class ContainsVenues(Missing):
    """The group is no venue: it only contains some."""


def classify(venue_id: str, group: Page) -> Kind:
    """What the group of this id stands for.

    A venue of API v2 is its own domain and names its submission invitation; a journal is one that
    also has a status for papers under review. A group of API v1 has no domain. Under the domain
    of OpenReview itself are groups that contain venues, under that of a venue its members.
    """
    found = group_of(venue_id, group)
    domain = found.get("domain")
    if domain is None:
        return "v1"
    if domain == venue_id and setting(found, "submission_id"):
        return "journal" if setting(found, "under_review_venue_id") else "v2"
    return "container" if domain in {"OpenReview.net", venue_id} else "member"


def venue_api(venue_id: str, group: Page) -> Api:
    """The API that holds a venue's notes, read from its group.

    Raises:
        ContainsVenues: The group contains venues and is none.
        Missing: The group is part of a venue.
    """
    kind = classify(venue_id, group)
    if kind == "container":
        raise ContainsVenues(
            f"{venue_id} on OpenReview is no venue itself, it only contains venues: name one of "
            "them",
            group.request,
        )
    if kind == "member":
        domain = group_of(venue_id, group)["domain"]
        raise Missing(
            f"{venue_id} on OpenReview is no venue itself, it belongs to the venue {domain}: name "
            "that one",
            group.request,
        )
    return 1 if kind == "v1" else 2


def group_of(venue_id: str, group: Page) -> Json:
    """The group of this id on the page; an empty one when it is not there."""
    return next((found for found in groups(group) if found.get("id") == venue_id), {})


def groups(page: Page) -> list[Json]:
    """The groups on a page.

    Raises:
        SourceChanged: It holds no list of them.
    """
    body = page.json()
    found = body.get("groups") if isinstance(body, dict) else None
    if not isinstance(found, list):
        raise SourceChanged(f"{page.request}: no list of groups: look at the answer", page.request)
    return [group for group in found if isinstance(group, dict)]


def setting(group: Json, name: str) -> str:
    """A text among the settings of a venue of API v2; "" when it has none of that name."""
    content = group.get("content")
    field = content.get(name) if isinstance(content, dict) else None
    value = field.get("value") if isinstance(field, dict) else None
    return value if isinstance(value, str) else ""
