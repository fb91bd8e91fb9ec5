"""A venue's group: what the venue calls its states, its forms and itself.

API v2 keeps this in the group's content. Venues of API v1 have none of it: only a script for
their home page, with title, place and date as constants.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from warehouse.normalise.content import cleaned, text_or_none, texts, value
from warehouse.normalise.payloads import listed
from warehouse.raw import StoredPage

_CONSTANT = re.compile(
    r"""(?:^|[{,\s])['"]?(title|subtitle|location|date|website)['"]?\s*:\s*"""
    r"""(['"`])((?:\\.|(?!\2).)*)\2""",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Group:
    """One group as OpenReview gave it, or an empty one where it gave none."""

    id: str
    parent: str | None = None
    content: Mapping[str, Any] = field(default_factory=dict)
    web: str = ""
    seen_at: datetime | None = None

    def text(self, *names: str) -> str | None:
        """What the venue says under one of these names; None when it says nothing readable."""
        return text_or_none(self.content, *names)

    def names(self, *names: str) -> tuple[str, ...]:
        """The same for what may be several."""
        return tuple(texts(self.content, *names) or ())

    @property
    def short_name(self) -> str | None:
        """The venue's short name, e.g. ``ICLR 2022``; made from its id where it gives none."""
        return self.text("subtitle") or min(self._titles(), key=len, default=_name_of(self.id))

    @property
    def long_name(self) -> str | None:
        """The venue's full name, or its short name where it gives no other."""
        return self.text("title") or max(self._titles(), key=len, default=self.short_name)

    def start_date(self) -> Any:
        """The first day as written: text, or milliseconds in venues made from a template."""
        return value(self.content, "start_date")

    def _titles(self) -> list[str]:
        # Home pages of v1 venues disagree on which of the two is the short one.
        header = self.header()
        return [header[name] for name in ("title", "subtitle") if name in header]

    def header(self) -> dict[str, str]:
        """The constants that a v1 venue's home page begins with."""
        script = self.web.partition("HEADER")[2]
        found: dict[str, str | None] = {}
        for name, _, written in _CONSTANT.findall(script):
            found.setdefault(name, cleaned(re.sub(r"\\(.)", r"\1", written)))
        return {name: written for name, written in found.items() if written}


def venue_group(venue_id: str, pages: Iterable[StoredPage]) -> Group:
    """The venue's own group, as seen last; an empty one when no page has it."""
    found = Group(venue_id)
    for page in pages:
        if page.endpoint.endswith("/groups") and page.status == 200:
            for item in listed(page, "groups") or []:
                if isinstance(item, dict) and item.get("id") == venue_id:
                    group = _group(venue_id, item, page.fetched_at)
                    # API v1 shows the groups of v2 venues too, but without their content.
                    found = group if group.content or not found.content else found
    return found


def _name_of(venue_id: str) -> str | None:
    """``ICLR 2022 GTRL`` for ``ICLR.cc/2022/Workshop/GTRL``."""
    parts = venue_id.split("/")
    years = [place for place, part in enumerate(parts) if re.fullmatch(r"\d{4}", part)]
    if not years or years[0] == 0:
        return parts[-1] or None
    head, tail = parts[years[0] - 1 : years[0] + 1], parts[years[0] + 1 :]
    # The word "Conference" or "Workshop" only tells something when nothing follows it.
    told = tail[-1:] if len(tail) > 1 or tail[:1] not in (["Conference"], ["conference"]) else []
    words = [head[0].partition(".")[0], head[1], *told]
    return " ".join(words).replace("_", " ")


def _group(venue_id: str, item: dict[str, Any], seen_at: datetime) -> Group:
    parent, content, web = item.get("parent"), item.get("content"), item.get("web")
    return Group(
        venue_id,
        parent if isinstance(parent, str) and parent else None,
        content if isinstance(content, dict) else {},
        web if isinstance(web, str) else "",
        seen_at,
    )
