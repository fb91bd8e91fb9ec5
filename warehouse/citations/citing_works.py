"""From pages to citing works: who cites whom, as one run saw it.

Two tables come of a run's pages. ``works`` has each citing work once; ``lists`` says of each cited
record how far the run got with its list, since a list may be cut, elided or stopped on purpose
where it meets what is known, and none of that may be taken for "nobody else cites it".
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.citations.citing_json import Edge, Sight, Work, sights
from warehouse.citations.relations import query
from warehouse.columns import TEXTS, TIMESTAMP
from warehouse.normalise.content import cleaned
from warehouse.normalise.dates import iso_day
from warehouse.normalise.rejects import newest as newest_rejects
from warehouse.normalise.rejects import reject_row
from warehouse.raw import StoredPage
from warehouse.tables import REJECTS

CITING_WORKS = pa.schema(
    [
        ("asked_corpus_id", pa.int64()),
        ("citing_id", pa.string()),
        ("citing_corpus_id", pa.int64()),
        ("title", pa.string()),
        ("authors", TEXTS),
        ("author_ids", TEXTS),
        ("venue", pa.string()),
        ("year", pa.int32()),
        ("published_on", pa.date32()),
        ("is_influential", pa.bool_()),
        ("intents", TEXTS),
        ("seen_at", TIMESTAMP),
    ]
)
"""One row per asked corpus id and citing work in a run; ``author_ids`` as long as ``authors``."""

CITING_LISTS = pa.schema(
    [
        ("asked_corpus_id", pa.int64()),
        ("begun_at", TIMESTAMP),
        ("seen_at", TIMESTAMP),
        ("received", pa.int64()),
        ("citation_count", pa.int64()),
        ("is_complete", pa.bool_()),
    ]
)
"""One row per asked corpus id and run that asked for its citing works.

``begun_at`` and ``seen_at`` are the moments of its first and last page, ``received`` counts
different works, ``citation_count`` is the service's own count in that run (null when not told).
``is_complete``: as many works came as are counted, or a list without a filter was followed from
its first page to its last, after which the service has no more to give, whatever it counts.
"""


@dataclass(frozen=True, slots=True)
class Citing:
    """What runs saw of citing works: :data:`CITING_WORKS` and :data:`CITING_LISTS`."""

    works: pa.Table
    lists: pa.Table

    def __add__(self, other: "Citing") -> "Citing":
        """What both saw."""
        return together([self, other])


_FOLDED = """
FROM works
WINDOW pair AS (PARTITION BY asked_corpus_id, citing_id)
QUALIFY count(*) OVER pair <= 2
    OR row_number() OVER (pair ORDER BY seen_at) = 1
    OR row_number() OVER (pair ORDER BY seen_at DESC) = 1
    OR (is_influential IS NOT NULL
        AND row_number() OVER (pair ORDER BY is_influential IS NULL, seen_at DESC) = 1)
ORDER BY seen_at, asked_corpus_id, citing_id
"""


def together(parts: Iterable[Citing]) -> Citing:
    """What several runs saw, oldest first.

    Of a citation seen many times the first sight is kept, the last, and the last that says
    whether it is influential: nothing else of them is ever asked for, and a year of weekly runs
    would hold millions of rows.
    """
    works, lists = CITING_WORKS.empty_table(), CITING_LISTS.empty_table()
    for part in parts:
        lists = pa.concat_tables([lists, part.lists])
        if part.works.num_rows:
            both = pa.concat_tables([works, part.works])
            is_first = works.num_rows == 0
            works = both if is_first else query(_FOLDED, {"works": both}).cast(CITING_WORKS)
    return Citing(works, lists)


def citing_works(pages: Iterable[StoredPage]) -> Citing:
    """The citing works in the pages of one run.

    Read are batches that asked for nested ``citations`` and pages of
    ``paper/CorpusId:N/citations``; of other batches only the counts, to measure the lists by.
    Works that cannot be read are in :func:`citing_rejects`.
    """
    found = [sight for page in pages for sight in sights(page)]
    return Citing(_works(found), _lists(found))


def citing_rejects(venue_id: str, pages: Iterable[StoredPage]) -> pa.Table:
    """The citing works that could not be read, as ``tables.REJECTS``."""
    rows = [
        reject_row("semantic_scholar", venue_id, bad.record, bad.reason, sight.seen_at)
        for page in pages
        for sight in sights(page)
        for bad in sight.bad
    ]
    return REJECTS.from_rows(newest_rejects(rows))


def _works(found: list[Sight]) -> pa.Table:
    """One row a pair: the newest sight, with what other sights alone say of the citing."""
    edges: dict[tuple[int, str], Edge] = {}
    moments: dict[tuple[int, str], datetime] = {}
    for sight in sorted(found, key=lambda sight: sight.seen_at):
        for edge in sight.edges or ():
            key = (sight.asked, edge.citing_paper.paper_id)
            known = edges.get(key)
            edges[key] = edge if known is None else _merged(known, edge)
            moments[key] = sight.seen_at
    columns = _columns([edge.citing_paper for edge in edges.values()]) | {
        "asked_corpus_id": [asked for asked, _ in edges],
        "is_influential": [edge.is_influential for edge in edges.values()],
        "intents": _text_lists([edge.intents for edge in edges.values()]),
        "seen_at": list(moments.values()),
    }
    return pa.table(
        [pa.array(columns[field.name], field.type) for field in CITING_WORKS], schema=CITING_WORKS
    )


def _merged(old: Edge, new: Edge) -> Edge:
    return Edge(
        new.citing_paper,
        old.is_influential if new.is_influential is None else new.is_influential,
        old.intents if new.intents is None else new.intents,
    )


def _columns(works: Sequence[Work]) -> dict[str, Any]:
    people = [work.authors or None for work in works]
    names = [None if authors is None else [author.name for author in authors] for authors in people]
    ids = [
        None if authors is None else [_text(author.authorId) for author in authors]
        for authors in people
    ]
    return {
        "citing_id": [work.paper_id for work in works],
        "citing_corpus_id": [_corpus_id(work.corpus_id) for work in works],
        "title": _texts(work.title for work in works),
        "authors": _text_lists(names),
        "author_ids": _text_lists(ids),
        "venue": _texts(work.venue for work in works),
        "year": [_year(work.year) for work in works],
        "published_on": _days([work.publication_date for work in works]),
    }


def _texts(written: Iterable[str | None]) -> list[str | None]:
    return [None if text is None else cleaned(text) for text in written]


def _text_lists(lists: Sequence[Sequence[str | None] | None]) -> pa.Array:
    """Lists of texts as Arrow, null for a list that is not given; cleaned once a text."""
    sizes = [0 if items is None else len(items) for items in lists]
    flat = list(chain.from_iterable(items for items in lists if items))
    known = {text: text and cleaned(text) for text in set(flat)}
    values = pa.array([known[text] or None for text in flat], pa.string())
    offsets = np.concatenate([[0], np.cumsum(sizes, dtype=np.int32)]).astype(np.int32)
    absent = pa.array([items is None for items in lists], pa.bool_())
    return pa.ListArray.from_arrays(pa.array(offsets), values, mask=absent)


def _days(written: Sequence[str | None]) -> list[date | None]:
    known = {text: iso_day(text) for text in set(written)}
    return [known[text] for text in written]


def _text(given: str | int | None) -> str | None:
    return None if given is None else str(given)


def _corpus_id(given: int | str | None) -> int | None:
    written = str(given)
    is_number = written.isascii() and written.isdecimal() and len(written) < 19
    return int(written) if is_number else None


def _year(given: int | None) -> int | None:
    return given if given is not None and 1000 <= given <= 3000 else None


def _lists(found: list[Sight]) -> pa.Table:
    asked: dict[int, list[Sight]] = defaultdict(list)
    for sight in sorted(found, key=lambda sight: sight.seen_at):
        asked[sight.asked].append(sight)
    rows = [_list(key, seen) for key, seen in asked.items() if any(map(_is_list, seen))]
    return pa.Table.from_pylist(rows, schema=CITING_LISTS)


def _list(asked: int, seen: list[Sight]) -> dict[str, Any]:
    counts = [sight.count for sight in seen if sight.count is not None]
    count = counts[-1] if counts else None
    lists = [sight for sight in seen if _is_list(sight)]
    received = len({edge.citing_paper.paper_id for sight in lists for edge in sight.edges or ()})
    return {
        "asked_corpus_id": asked,
        "begun_at": lists[0].seen_at,
        "seen_at": lists[-1].seen_at,
        "received": received,
        "citation_count": count,
        "is_complete": _is_followed(lists) or (count is not None and received >= count),
    }


def _is_list(sight: Sight) -> bool:
    """Whether a page was asked for citing works, though perhaps given none."""
    return sight.edges is not None or sight.offset is not None


def _is_followed(lists: list[Sight]) -> bool:
    """Whether the pages go from the start of the whole list to an end without a next one."""
    pages = {sight.offset: sight for sight in lists if not sight.is_filtered and _tells(sight)}
    place: int | None = 0
    while place is not None:
        page = pages.pop(place, None)
        if page is None or page.offset is None:
            return False
        place = page.next
    return True


def _tells(sight: Sight) -> bool:
    """Whether a page tells what stands in its place; an empty one that leads on does not."""
    return bool(sight.edges) or (sight.edges is not None and sight.next is None)
