"""The Datasets API: releases, links to their files, what changed between two, the files."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from connectors.standin.exchange import Answer, Question
from connectors.standin.semantic_scholar import answers
from connectors.standin.semantic_scholar.releases import DATASETS, SHARDS, Releases, release_days

Json = dict[str, Any]
Handler = Callable[[Question], Answer]

_LINKS_LAST = 3600  # seconds
_ENDS = "X-Amz-Expires"  # invented: a moment here, seconds from the date of signing at S3
SIGNATURE = "5f" * 32
"""What no log and no page may show: who has a link needs no key."""
_EXPIRED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
)
_NO_SUCH_KEY = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>"
)
_XML = {"Content-Type": "application/xml"}
_SPAN = re.compile(r"(?:(?P<since>[\d-]{10})(?P<kind>-to-|-without-))?(?P<until>[\d-]{10})")
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")
_ABOUT = {
    "papers": "The core attributes of a paper (title, authors, date, etc.).",
    "citations": "Instances where the bibliography of one paper mentions another paper.",
    "paper-ids": "Mapping from sha-based IDs to paper corpus IDs.",
}


class Datasets:
    """The handlers of the Datasets API.

    Args:
        releases: The files.
        today: The day of the world; None for the real one.
    """

    def __init__(self, releases: Releases, today: date | None) -> None:
        self._releases = releases
        self._today = today

    def releases(self, question: Question) -> Answer:
        """``GET /release/``: the days of all releases."""
        return answers.found(question.number, [day.isoformat() for day in self._days()])

    def release(self, question: Question) -> Answer:
        """``GET /release/{id}``: what is in one; ``latest`` will do."""
        day = self._day(question.fields["release_id"])
        if day is None:
            return answers.missing(question.number, "Requested object not found")
        listed = [{"name": name, "description": _ABOUT[name], "README": ""} for name in DATASETS]
        body = {"release_id": day.isoformat(), "README": "", "datasets": listed}
        return answers.found(question.number, body)

    def dataset(self, question: Question) -> Answer:
        """``GET /release/{id}/dataset/{name}``: links to its files, for an hour."""
        day, name = self._day(question.fields["release_id"]), question.fields["name"]
        if "x-api-key" not in question.headers:
            return answers.refused(question.number, "A valid API key is required", 401)
        if day is None or name not in DATASETS:
            return answers.missing(question.number, "Requested object not found")
        body = {"name": name, "description": _ABOUT[name], "README": ""}
        return answers.found(question.number, body | {"files": _links(question, name, f"{day}")})

    def diffs(self, question: Question) -> Answer:
        """``GET /diffs/{start}/to/{end}/{name}``: links to what changed, release by release."""
        start, end = (self._day(question.fields[name]) for name in ("start", "end"))
        name = question.fields["name"]
        if "x-api-key" not in question.headers:
            return answers.refused(question.number, "A valid API key is required", 401)
        if start is None or end is None or name not in DATASETS:
            return answers.missing(question.number, "Requested object not found")
        days = [day for day in self._days() if start <= day <= end]
        steps = [
            {
                "from_release": f"{since}",
                "to_release": f"{until}",
                "update_files": _links(question, name, f"{since}-to-{until}"),
                "delete_files": _links(question, name, f"{since}-without-{until}"),
            }
            for since, until in pairwise(days)
        ]
        body: Json = {"dataset": name, "start_release": f"{start}", "end_release": f"{end}"}
        return answers.found(question.number, body | {"diffs": steps})

    def shard(self, question: Question) -> Answer:
        """A file, or the range of it asked for; links end like those of S3."""
        if (question.number_of(_ENDS, 0) or 0) < time.time():
            return Answer(403, _EXPIRED, _XML)
        body = self._file(*(question.fields[name] for name in ("span", "name", "number")))
        if body is None:
            return Answer(404, _NO_SUCH_KEY, _XML)
        return ranged(body, question.headers.get("range"))

    def _file(self, span: str, name: str, number: str) -> bytes | None:
        named = _SPAN.fullmatch(span)
        days = {day.isoformat(): day for day in self._days()}
        until = days.get(named["until"]) if named else None
        if named is None or until is None or name not in DATASETS or not number.isdecimal():
            return None
        since = days.get(named["since"] or "")
        if named["kind"] == "-without-" and since is not None:
            return self._releases.deleted(name, until, since, int(number))
        return self._releases.shard(name, until, since, int(number))

    def _days(self) -> list[date]:
        return release_days(self._today or datetime.now(UTC).date())

    def _day(self, release_id: str) -> date | None:
        days = self._days()
        known = {day.isoformat(): day for day in days} | {"latest": days[-1]}
        return known.get(release_id)


def _links(question: Question, name: str, span: str) -> list[str]:
    base = f"http://{question.headers['host']}{question.path.partition('/datasets/')[0]}/shards"
    expires = int(time.time()) + _LINKS_LAST
    return [
        f"{base}/{span}/{name}/{number:03}.gz?{_ENDS}={expires}&X-Amz-Signature={SIGNATURE}"
        for number in range(SHARDS)
    ]


def ranged(body: bytes, asked: str | None) -> Answer:
    """A file, or the part of it that a ``Range`` header asks for."""
    headers = {"Content-Type": "application/octet-stream", "Accept-Ranges": "bytes"}
    match = _RANGE.fullmatch(asked or "")
    if match is None:
        return Answer(200, body, headers)
    first, last = int(match[1]), min(int(match[2] or len(body)), len(body) - 1)
    if first >= len(body):
        return Answer(416, b"", {**headers, "Content-Range": f"bytes */{len(body)}"})
    span = f"bytes {first}-{last}/{len(body)}"
    return Answer(206, body[first : last + 1], {**headers, "Content-Range": span})
