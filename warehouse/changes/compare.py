"""Two states of a venue's tables, and what is new in the second."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from warehouse.changes import counts, flags, links, papers, quality
from warehouse.changes.change import Change
from warehouse.citations.relations import opened
from warehouse.quality import Check

PERCENTILES = (90.0, 99.0)
"""Rising past one of these is news: of a thousand papers a hundred and ten stand there."""

COMPARED = ("papers", "links", "flags", "citation_counts")
"""The tables that are looked at."""

Tables = Mapping[str, pa.Table]


def compare(
    before: Tables, after: Tables, checked_before: Sequence[Check], checked: Sequence[Check]
) -> tuple[Change, ...]:
    """What is new, the most important first; empty when nothing is worth a word.

    A first run is one change and not one for each paper, and so is the day on which a venue's
    decisions come out. Where Semantic Scholar changed its index, which moves many counts at once,
    that is one change too: what would be said of papers whose counts moved with it is left out.
    Flags are compared only where they speak of the same day as before or a later one.

    Args:
        before: The tables published before the run, at least :data:`COMPARED`.
        after: Those that it is about to publish.
        checked_before: What the checks said of the tables before.
        checked: What they say of them now.
    """
    opening = papers.opening(before, after)
    if opening is not None:
        return (opening, *quality.newly_failed(checked_before, checked))
    told, moved = _of_counts(before, after)
    return (
        *quality.newly_failed(checked_before, checked),
        *told,
        *_of_papers(before, after, moved),
        *quality.newly_warned(checked_before, checked),
    )


def _of_counts(before: Tables, after: Tables) -> tuple[tuple[Change, ...], pa.Table]:
    found = counts.new_steps(before["citation_counts"], after["citation_counts"])
    reindexed = counts.reindexed(found)
    if reindexed is None:
        return counts.collapsed(found, after["papers"]), found.slice(0, 0)
    return (reindexed.note,), reindexed.moved


def _of_papers(before: Tables, after: Tables, moved: pa.Table) -> tuple[Change, ...]:
    tables = {f"{name}_before": before[name] for name in COMPARED}
    tables |= {f"{name}_after": after[name] for name in COMPARED}
    with opened(tables | {"moved": moved}) as ask:
        return (
            *flags.newly_cited(ask),
            *flags.risen(ask, PERCENTILES),
            *papers.withdrawn(ask),
            *papers.accepted(ask),
            *links.changed(ask),
        )
