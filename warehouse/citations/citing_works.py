"""From pages to citing works: who cites whom, as one run saw it.

Two tables come of a run's pages. ``works`` has each citing work once; ``lists`` says of each cited
record how far the run got with its list, since a list may be cut, elided or stopped on purpose
where it meets what is known, and none of that may be taken for "nobody else cites it".
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from warehouse.citations.citing_columns import columns
from warehouse.citations.citing_json import Sight, asked_list, is_batch, sights
from warehouse.citations.given_works import CITING_WORKS, GIVEN_WORKS, each_once, of_sights
from warehouse.citations.relations import query
from warehouse.columns import TIMESTAMP
from warehouse.normalise.rejects import newest as newest_rejects
from warehouse.normalise.rejects import reject_row
from warehouse.raw import StoredPage
from warehouse.tables import REJECTS

__all__ = [
    "CITING_LISTS",
    "CITING_WORKS",
    "Citing",
    "citing_rejects",
    "citing_works",
    "tells_of_citing",
    "together",
]

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
    """What runs saw of citing works.

    Attributes:
        works: :data:`CITING_WORKS`.
        lists: :data:`CITING_LISTS`.
        odd: The pages that had to be read one work at a time: only they can hold what is unfit.
    """

    works: pa.Table
    lists: pa.Table
    odd: tuple[StoredPage, ...] = ()

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
    works, lists = [CITING_WORKS.empty_table()], [CITING_LISTS.empty_table()]
    odd: tuple[StoredPage, ...] = ()
    for part in parts:
        lists, odd = [*lists, part.lists], (*odd, *part.odd)
        if part.works.num_rows:
            works.append(part.works)
            # Not for every run: most bring little, and all that is known would be gone through.
            if sum(map(len, works[2:])) > len(works[1]):
                works = [works[0], _folded(works)]
    return Citing(_folded(works), pa.concat_tables(lists), odd)


def _folded(parts: Sequence[pa.Table]) -> pa.Table:
    both = pa.concat_tables(parts)
    is_one = sum(part.num_rows > 0 for part in parts) <= 1
    return both if is_one else query(_FOLDED, {"works": both}).cast(CITING_WORKS)


def citing_works(pages: Iterable[StoredPage]) -> Citing:
    """The citing works in the pages of one run.

    Read are batches that asked for nested ``citations`` and pages of
    ``paper/CorpusId:N/citations``; of other batches only the counts, to measure the lists by.
    Works that cannot be read are in :func:`citing_rejects`.
    """
    found: list[Sight] = []
    given = [GIVEN_WORKS.empty_table()]
    odd = []
    for page in sorted(filter(tells_of_citing, pages), key=lambda page: page.fetched_at):
        told = columns(page, asked_list(page))
        if told is None:
            odd.append(page)
            seen = sights(page)
            told = seen, of_sights(seen)
        found += told[0]
        given.append(told[1])
    works = each_once(pa.concat_tables(given))
    return Citing(works, _lists(found, works), tuple(odd))


def tells_of_citing(page: StoredPage) -> bool:
    """Whether a page is of a kind that may tell citing works, or how many there are."""
    return page.status == 200 and (is_batch(page) or asked_list(page) is not None)


def citing_rejects(venue_id: str, pages: Iterable[StoredPage]) -> pa.Table:
    """The citing works that could not be read, as ``tables.REJECTS``."""
    rows = [
        reject_row("semantic_scholar", venue_id, bad.record, bad.reason, sight.seen_at)
        for page in pages
        for sight in sights(page)
        for bad in sight.bad
    ]
    return REJECTS.from_rows(newest_rejects(rows))


def _lists(found: list[Sight], works: pa.Table) -> pa.Table:
    counted = works["asked_corpus_id"].value_counts()
    received = dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True))
    asked: dict[int, list[Sight]] = defaultdict(list)
    for sight in found:
        asked[sight.asked].append(sight)
    rows = [
        _list(key, seen, received.get(key, 0))
        for key, seen in asked.items()
        if any(map(_is_list, seen))
    ]
    return pa.Table.from_pylist(rows, schema=CITING_LISTS)


def _list(asked: int, seen: list[Sight], received: int) -> dict[str, Any]:
    counts = [sight.count for sight in seen if sight.count is not None]
    count = counts[-1] if counts else None
    lists = [sight for sight in seen if _is_list(sight)]
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
    return sight.size is not None or sight.offset is not None


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
    return bool(sight.size) or (sight.size is not None and sight.next is None)
