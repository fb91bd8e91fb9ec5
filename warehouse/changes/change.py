"""One change between two states of a venue's tables."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "first_run",
    "decided",
    "check_failed",
    "reindexed",
    "not_compared",
    "collapsed",
    "newly_cited",
    "risen",
    "withdrawn",
    "accepted",
    "link_lost",
    "to_review",
    "link_moved",
    "newly_linked",
    "check_warns",
]

KINDS: dict[Kind, str] = {
    "first_run": "first run",
    "decided": "decisions are out",
    "check_failed": "checks that fail now",
    "reindexed": "changes of the index",
    "not_compared": "not compared",
    "collapsed": "counts that collapsed",
    "newly_cited": "papers cited now",
    "risen": "papers risen past a percentile",
    "withdrawn": "papers not accepted any more",
    "accepted": "papers accepted since",
    "link_lost": "links lost",
    "to_review": "links that a person should look at",
    "link_moved": "links moved to another record",
    "newly_linked": "papers linked since",
    "check_warns": "checks that warn now",
}
"""Kinds in the order of their importance, in words."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was.

    Attributes:
        kind: What sort of change.
        text: In words, without the paper's title: "cited now, twice by 2022-04-25".
        paper_id: The paper it is about; None for a change of the venue.
        title: The paper's title, as written: escape it wherever it is rendered.
        url: The paper's page.
        before: The number or word that it was.
        after: The number or word that it is now.
    """

    kind: Kind
    text: str
    paper_id: str | None = None
    title: str | None = None
    url: str | None = None
    before: int | float | str | None = None
    after: int | float | str | None = None


def count_kinds(changes: Iterable[Change]) -> dict[Kind, int]:
    """How many changes of each kind there are, the most important kind first."""
    found = Counter(change.kind for change in changes)
    return {kind: found[kind] for kind in KINDS if kind in found}
