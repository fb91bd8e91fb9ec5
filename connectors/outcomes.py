"""What became of one question: found, not there, or failed, which is not the same as not there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from connectors.errors import ConnectorError, Refused, SourceChanged
from connectors.page import Page


@dataclass(frozen=True, slots=True)
class Found:
    """The service knows it: ``record`` as it came."""

    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Missing:
    """The service answered that it has no such thing."""


@dataclass(frozen=True, slots=True)
class Failed:
    """No usable answer came: nobody knows whether the thing is there."""

    error: ConnectorError


Outcome = Found | Missing | Failed


def match_outcome(ask: Callable[[], Page]) -> Outcome:
    """What a title match gave, where ``ask`` makes the request.

    An error of this one request is an outcome; one that stops the whole run is raised.
    """
    try:
        page = ask()
    except (Refused, SourceChanged) as error:
        return Failed(error)
    body = page.json()
    rows = body.get("data") if isinstance(body, dict) else None
    if page.status == 404 or rows == []:
        return Missing()
    if isinstance(rows, list) and isinstance(rows[0], dict):
        return Found(rows[0])
    return Failed(SourceChanged(f"{page.request}: a match without a record", page.request))


def batch_outcomes(page: Page) -> list[Found | Missing]:
    """What a batch gave, at the place of each id in its request."""
    ids = (page.request.body or {}).get("ids", ())
    # A 400 is a batch of which nothing is known.
    rows = page.json() if page.status == 200 else [None] * len(ids)
    return [Missing() if row is None else Found(row) for row in rows]
