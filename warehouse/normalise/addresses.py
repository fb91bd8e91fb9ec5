"""Web addresses that a note gives or implies."""

import re
from collections.abc import Mapping
from typing import Any

from warehouse.normalise.content import text_or_none, value

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
_SSH = re.compile(r"git@((?:github|gitlab)\.com):([\w./-]+)$", re.I)


def forum_url(paper_id: str) -> str:
    """The paper's page."""
    return f"{SITE}/forum?id={paper_id}"


def pdf_url(content: Mapping[str, Any]) -> str | None:
    """Where the PDF lies, on OpenReview or, as in 2013, on arXiv."""
    return _absolute(text_or_none(content, "pdf") or "")


def code_url(content: Mapping[str, Any]) -> str | None:
    """Where the code lies: a field of its own, else the one repository that the abstract names."""
    ssh = _SSH.match(str(value(content, *CODE_FIELDS)))
    if ssh is not None:
        return f"https://{ssh[1]}/{ssh[2].removesuffix('.git')}"
    written = text_or_none(content, *CODE_FIELDS) or ""
    abstract = text_or_none(content, "abstract") or ""
    return _absolute(written) or _hosted(written) or _hosted(abstract)


def _absolute(written: str) -> str | None:
    if written.startswith("/") and not any(mark.isspace() for mark in written):
        return SITE + written
    found = _URL.search(written)
    return found[0].rstrip(".,;:)") if found else None


def _hosted(written: str) -> str | None:
    # Few abstracts name an address, and looking for one took as long as all else of a paper.
    if ".com/" not in written.lower():
        return None
    addresses = {found[1].rstrip(".").removesuffix(".git") for found in _HOSTED.finditer(written)}
    # Two repositories: one of them may be somebody else's.
    return f"https://{addresses.pop()}" if len(addresses) == 1 else None
