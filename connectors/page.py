"""What crosses the wire: a request that can be asked again, and the page that answered it.

A request is a value, so that a run which was interrupted can look up which of its requests
already have a page on disk. A page keeps the body byte for byte; whoever reads it decides what
it means.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import msgspec

Source = Literal["openreview", "semantic_scholar"]


NAMES: dict[str, str] = {"openreview": "OpenReview", "semantic_scholar": "Semantic Scholar"}


@dataclass(frozen=True, slots=True)
class Request:
    """One question to one service, without credentials or host.

    Attributes:
        source: Which service is asked.
        endpoint: The path without its base, e.g. ``v1/notes``, ``v2/groups``, ``paper/batch``.
        params: The query, as sent.
        body: The JSON body of a POST; None for a GET.
    """

    source: Source
    endpoint: str
    params: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        """The request as a person names it: service, endpoint and a shortened query."""
        query = "&".join(f"{key}={value}" for key, value in self.params.items())
        shown = query if len(query) <= 80 else query[:77] + "..."
        return f"{NAMES[self.source]} {self.endpoint}" + (f"?{shown}" if shown else "")


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of one service, its body untouched.

    Attributes:
        request: What was asked.
        fetched_at: When, in UTC: the service's own ``Date`` where it sends one, else our clock.
        status: The HTTP status; 200, or the 4xx by which a service says "not there": 404, and
            400 where Semantic Scholar knows none of a batch.
        payload: The body as received (valid JSON).
    """

    request: Request
    fetched_at: datetime
    status: int
    payload: bytes

    def json(self) -> Any:
        """The body as Python values."""
        return decode(self.payload)


def decode(payload: bytes) -> Any:
    """A JSON body as Python values whose strings are valid Unicode.

    Raises:
        ValueError: It is no JSON.
    """
    try:
        return msgspec.json.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        # Python services write half surrogate pairs and NaN, which strict parsers refuse.
        return json.loads(_whole_characters(json.loads(payload)))


def _whole_characters(values: Any) -> str:
    text = json.dumps(values, ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


Fetch = Callable[[Request], Page]
"""Asks one request: over the network, or from a run's folder where the page already lies."""
