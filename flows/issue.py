"""The issue of a venue: read, compiled and written in one of its formats."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import altair as alt
import pyarrow as pa

from flows.build import tables_of
from flows.failures import Failed
from flows.queue import must_know
from flows.run import Job
from warehouse import disk, store
from warehouse.curation.decision_log import read_decisions
from warehouse.curation.issue import (
    Charts,
    Compiled,
    as_bibtex,
    as_html,
    as_json,
    as_listing,
    as_markdown,
    as_ris,
    compile_issue,
)
from warehouse.curation.standing import standing
from warehouse.explore.charts import NARROW, WIDE, already_cited, as_png, as_svg

_LISTS = {"bib": as_bibtex, "ris": as_ris, "csv": as_listing, "json": as_json}
FORMATS = ("md", "html", *_LISTS)


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue before it is written.

    Attributes:
        compiled: The issue and what could not be put into it.
        tables: What it was made of, for the chart.
    """

    compiled: Compiled
    tables: Mapping[str, pa.Table]


def draft(
    root: Path,
    venue_id: str,
    *,
    as_of: date | None = None,
    curator: str | None = None,
    title: str | None = None,
) -> Draft:
    """The issue that the warehouse's tables and decisions make; nothing is written.

    Args:
        root: The warehouse.
        venue_id: OpenReview venue id.
        as_of: The day to speak of; None for the day of the published flags.
        curator: Whose issue; None for that of all curators.
        title: Of the issue; None for one made of the venue's name.

    Raises:
        NoSuchVenue: The warehouse has no such venue.
        Failed: The venue has no flags, as its papers are not decided yet.
    """
    must_know(root, venue_id)
    tables = store.read_venue(root, venue_id)
    if as_of is not None:
        tables["flags"] = tables_of(Job(venue_id, root, as_of))["flags"]
    days = sorted(set(tables["flags"]["as_of"].to_pylist()))
    if not days:
        msg = f"{venue_id} has no accepted papers yet; run it again once it has decided."
        raise Failed(msg)
    standings = standing(read_decisions(root), venue_id)
    library = {name: store.read_table(root, name) for name in ("papers", "venues", "links")}
    compiled = compile_issue(
        tables, standings, days[-1], curator=curator, title=title, library=library
    )
    return Draft(compiled, tables)


def written(draft: Draft, form: str, out: Path | None, templates: Path | None = None) -> str | None:
    """The issue in a format: as text, or in a file and None.

    Beside a Markdown file its chart is written as a picture, ``<name>-chart.png``.

    Args:
        draft: What :func:`draft` made.
        form: One of :data:`FORMATS`.
        out: The file to write; None for the text.
        templates: A folder whose templates come before our own.

    Raises:
        BadTemplate: A template is at fault.
        DiskFull: The file was not written.
        WarehouseReadOnly: The same.
    """
    if form == "html":
        text = as_html(draft.compiled.issue, _charts(draft), templates)
    elif form == "md":
        picture = None if out is None else out.with_name(f"{out.stem}-chart.png")
        if picture is not None:
            disk.write(picture, as_png(_chart(draft, WIDE)))
        text = as_markdown(draft.compiled.issue, picture.name if picture else None, templates)
    else:
        text = _LISTS[form](draft.compiled.issue)
    if out is None:
        return text
    disk.write(out, text.encode())
    return None


def _charts(draft: Draft) -> Charts:
    wide, narrow = (as_svg(_chart(draft, w), has_style=False) for w in (WIDE, NARROW))
    return Charts(wide, narrow)


def _chart(draft: Draft, width: int) -> alt.VConcatChart:
    return already_cited(draft.tables, draft.compiled.issue.as_of, width=width)
