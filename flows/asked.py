"""Which stage of a run asked for a page of Semantic Scholar.

What a stage asks follows from what the stages before it brought. A run that goes on after a kill
must leave out what the interrupted stage had brought already: with it the same question would come
out in other words, and be asked again.
"""

from dataclasses import replace
from enum import IntEnum

from warehouse.evidence import Evidence
from warehouse.raw import StoredPage


class Asked(IntEnum):
    """The stages, in the order in which they ask."""

    SEARCHES = 0
    MATCHES = 1
    PINS = 2
    COUNTS = 3
    CITING = 4


def asked_in(page: StoredPage) -> Asked:
    """The stage that asked for a page."""
    if page.endpoint.endswith("/citations") or "citations." in page.params.get("fields", ""):
        return Asked.CITING
    if page.endpoint == "paper/search/match":
        return Asked.MATCHES
    if page.endpoint == "paper/batch":
        ids = (page.body or {}).get("ids", ())
        return Asked.COUNTS if all(id_.startswith("CorpusId:") for id_ in ids) else Asked.PINS
    return Asked.SEARCHES


def brought_before(evidence: Evidence, stage: Asked) -> Evidence:
    """What a run had brought when it came to a stage."""
    pages = [page for page in evidence.semantic_scholar if asked_in(page) < stage]
    return replace(evidence, semantic_scholar=pages)
