"""Web addresses that a note gives or implies."""

import re
from collections.abc import Mapping
from typing import Any

from warehouse.normalise.content import text_or_none

SITE = "https://openreview.net"
CODE_FIELDS = (
    "code",
    "code_url",
    "code_link",
    "code_repository",
    "github",
    "repository",
    "software",
)
_URL = re.compile(r"https?://[^\s<>\"'{}|\\^`\[\]]+", re.I)
_HOSTED = re.compile(r"(?:https?://)?(?:www\.)?((?:github|gitlab)\.com/[\w.-]+/[\w.-]+)", re.I)
_SSH = re.compile(r"git@((?:github|gitlab)\.com):", re.I)


def forum_url(paper_id: str) -> str:
    """The paper's page."""
    return f"{SITE}/forum?id={paper_id}"


def pdf_url(content: Mapping[str, Any]) -> str | None:
    """Where the PDF lies, on OpenReview or, as in 2013, on arXiv."""
    return _absolute(text_or_none(content, "pdf"))


def code_url(content: Mapping[str, Any]) -> str | None:
    """Where the code lies: a field of its own, else the one repository that the abstract names."""
    written = text_or_none(content, *CODE_FIELDS)
    if written is not None and (found := _absolute(written) or _hosted(written)):
        return found
    return _hosted(text_or_none(content, "abstract") or "")


def _absolute(written: str | None) -> str | None:
    if written is None:
        return None
    if written.startswith("/") and not any(mark.isspace() for mark in written):
        return SITE + written
    found = _URL.search(written)
    return found[0].rstrip(".,;:)") if found else None


def _hosted(written: str) -> str | None:
    addresses = {found[1].rstrip(".").removesuffix(".git") for found in _HOSTED.finditer(written)}
    # Two repositories: one of them may be somebody else's.
    return f"https://{addresses.pop()}" if len(addresses) == 1 else None
