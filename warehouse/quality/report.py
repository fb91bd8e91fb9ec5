"""All checks, and the report that people read."""

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from warehouse.quality import citations, counts, flags, keys, links, papers, privacy, runs
from warehouse.quality.check import Check, Checker, Status, subject

CHECKS: tuple[Checker, ...] = (
    papers.submissions,
    papers.accepted,
    papers.tiers,
    papers.tiers_of_others,
    papers.dates,
    papers.rejects,
    links.linked,
    links.ids,
    links.shared,
    counts.uncounted,
    counts.stale,
    counts.grown,
    counts.fallen,
    counts.reindexed,
    citations.received,
    citations.dated,
    citations.own,
    citations.bases,
    flags.flagged,
    flags.arithmetic,
    flags.places,
    flags.not_yet_public,
    keys.papers_of_rows,
    keys.links_of_accepted,
    keys.counts_of_linked,
    citations.of_linked,
    keys.flags_of_accepted,
    keys.decisions_of_accepted,
    keys.declarations,
    papers.gaps,
    privacy.addresses,
    runs.unfinished,
)
"""In the order of the report. A new check is one function and its line here."""

_ORDER: tuple[Status, ...] = ("pass", "warn", "fail")


def checks(tables: Mapping[str, pa.Table], today: date | None = None) -> list[Check]:
    """Everything that is checked, for the tables of one venue or several.

    Tables without their declared columns are all that is said of them: nothing else can be asked.

    Args:
        tables: By name; one that is absent counts as empty.
        today: The day of the check, to judge what is stale or of the future; None judges neither.
    """
    shapes = keys.shapes(tables)
    if shapes.status == "fail":
        return [shapes]
    with subject(tables, today) as asked:
        return [shapes, *(check(asked) for check in CHECKS)]


def worst(checks: Sequence[Check]) -> Status:
    """The worst status among them; pass when there are none."""
    return max((check.status for check in checks), key=_ORDER.index, default="pass")


def report(checks: Sequence[Check]) -> str:
    """The checks as a Markdown table, the worst first."""
    found = {status: sum(check.status == status for check in checks) for status in _ORDER}
    summary = f"{found['fail']} failed, {found['warn']} to look at, {found['pass']} passed."
    ordered = sorted(checks, key=lambda check: -_ORDER.index(check.status))
    lines = [f"| {check.status} | {check.name} | {_cell(check.message)} |" for check in ordered]
    return "\n".join([summary, "", "| | check | found |", "|---|---|---|", *lines]) + "\n"


def _cell(text: str) -> str:
    """Text that keeps within its cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
