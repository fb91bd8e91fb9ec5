"""Who cites whom by the files of a release.

The rows of ``citations`` name two records by their corpus ids; the rest of a citing work stands in
``papers``. A list counts as followed to its end when every file was read in which it could stand,
and every citing work in it was found there: else it is only what was seen of it, and by how much
it falls short of the count is what is missing.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from warehouse.citations.citing_works import CITING_LISTS, CITING_WORKS, Citing
from warehouse.citations.relations import query
from warehouse.columns import TEXTS
from warehouse.normalise.datasets import (
    CITATIONS,
    CITING,
    DELETE,
    FILES,
    PAPERS,
    EdgeRow,
    corpus_number,
    dataset_edges,
    is_of_datasets,
)
from warehouse.normalise.s2_records import s2_records
from warehouse.raw import StoredPage

_EDGES = pa.schema(
    [
        ("place", pa.int64()),
        ("citation_id", pa.string()),
        ("cited", pa.int64()),
        ("citing", pa.int64()),
        ("is_influential", pa.bool_()),
        ("intents", TEXTS),
        ("is_gone", pa.bool_()),
    ]
)

# Of two lines of one number the later release speaks; two numbers for one pair are the two batches
# that the release of July 2026 held, of which either may say that a citation is influential.
_PAIRS = """
WITH standing AS (
    SELECT * FROM edges
    QUALIFY citation_id IS NULL
        OR row_number() OVER (PARTITION BY citation_id ORDER BY place DESC) = 1
)
SELECT cited, citing, bool_or(is_influential) AS is_influential,
    coalesce(arg_max(intents, place) FILTER (len(intents) > 0), []) AS intents
FROM standing WHERE NOT is_gone AND cited IS NOT NULL AND citing IS NOT NULL
GROUP BY cited, citing
"""

_WORKS = """
SELECT cited AS asked_corpus_id, w.s2_paper_id AS citing_id, citing AS citing_corpus_id,
    w.title, w.authors, w.author_ids, w.venue, w.year, w.published_on,
    is_influential, intents, $at AS seen_at
FROM pairs JOIN works AS w ON w.s2_corpus_id = citing
ORDER BY asked_corpus_id, citing_id
"""

_LISTS = """
WITH found AS (
    SELECT cited AS id, count(*) AS edges, count(w.s2_corpus_id) AS received
    FROM pairs LEFT JOIN works AS w ON w.s2_corpus_id = citing GROUP BY ALL
), counted AS (SELECT s2_corpus_id AS id, max(citation_count) AS n FROM counts GROUP BY ALL)
SELECT id AS asked_corpus_id, $at AS begun_at, $at AS seen_at,
    coalesce(received, 0) AS received, n AS citation_count,
    (asked.id IS NOT NULL AND coalesce(received, 0) = coalesce(edges, 0))
        OR coalesce(received >= n, false) AS is_complete
FROM asked FULL JOIN found USING (id) LEFT JOIN counted USING (id)
ORDER BY id
"""


def dataset_citing(pages: Iterable[StoredPage]) -> Citing:
    """The citing works in the pages of a release, all seen on its day.

    Args:
        pages: As :func:`warehouse.normalise.datasets.as_released` gives them; other pages than
            those of releases are passed over.
    """
    ours = [page for page in pages if is_of_datasets(page)]
    newest = max((page.params["release"] for page in ours), default="")
    asked = [
        page
        for page in ours
        if page.endpoint == CITATIONS + FILES and page.params["release"] == newest
    ]
    if not asked:
        return Citing(CITING_WORKS.empty_table(), CITING_LISTS.empty_table())
    at = {"at": max(page.fetched_at for page in ours)}
    tables = {
        "pairs": query(_PAIRS, {"edges": _edges(ours)}),
        "works": _each_once(s2_records(page for page in ours if page.endpoint == CITING)),
        "counts": s2_records(page for page in ours if page.endpoint == PAPERS),
        "asked": _asked(asked, ours),
    }
    works = query(_WORKS, tables, at).cast(CITING_WORKS)
    return Citing(works, query(_LISTS, tables, at).cast(CITING_LISTS))


def citing_ids(pages: Iterable[StoredPage]) -> list[int]:
    """Corpus ids of the citing works that pages of ``citations`` name, in order."""
    ours = [page for page in pages if is_of_datasets(page)]
    pairs = query(_PAIRS, {"edges": _edges(ours)})
    return sorted(set(pairs["citing"].to_pylist()))


def citation_ids(pages: Iterable[StoredPage]) -> list[int]:
    """The numbers of the citations that pages hold, by which a later difference names them."""
    rows = (row for page in pages for row in dataset_edges(page) if isinstance(row, EdgeRow))
    numbers = (corpus_number(row.citationid) for row in rows)
    return sorted({number for number in numbers if number is not None})


def told_ids(pages: Iterable[StoredPage]) -> frozenset[int]:
    """Corpus ids of the citing works that pages tell more of than that they cite."""
    works = s2_records(page for page in pages if page.endpoint == CITING)
    return frozenset(works["s2_corpus_id"].drop_null().to_pylist())


def _asked(named: Sequence[StoredPage], pages: Sequence[StoredPage]) -> pa.Table:
    """The ids for which every file was read."""
    ids = {id_ for page in named if _is_read(page, pages) for id_ in looked_for(page)}
    return pa.table({"id": pa.array(sorted(ids), pa.int64())})


def looked_for(page: StoredPage) -> list[int]:
    """The corpus ids for which the files were read that this page names."""
    return list((page.body or {}).get("corpus_ids") or ())


def _is_read(named: StoredPage, pages: Sequence[StoredPage]) -> bool:
    """Whether each of its files has a page, read for the ids that it names."""
    digest = named.params["digest"]
    of_it = [p for p in pages if p.endpoint == CITATIONS and p.params["digest"] == digest]
    return {page.params["file"] for page in of_it}.issuperset(named.json()["files"])


def _edges(pages: Sequence[StoredPage]) -> pa.Table:
    told = (
        (row, page.params.get("kind") == DELETE)
        for page in pages
        if page.endpoint == CITATIONS
        for row in dataset_edges(page)
        if isinstance(row, EdgeRow)
    )
    # Each row has a place of its own: of two lines the later one counts, also on one page.
    rows = [_edge(place, row, is_gone=is_gone) for place, (row, is_gone) in enumerate(told)]
    return pa.Table.from_pylist(rows, _EDGES)


def _edge(place: int, row: EdgeRow, *, is_gone: bool) -> dict[str, Any]:
    return {
        "place": place,
        "citation_id": None if row.citationid is None else str(row.citationid),
        "cited": corpus_number(row.citedcorpusid),
        "citing": corpus_number(row.citingcorpusid),
        "is_influential": row.isinfluential,
        "intents": _intents(row),
        "is_gone": is_gone,
    }


def _intents(row: EdgeRow) -> list[str]:
    """The intents of a citation, each once; in a release they stand by the place in the text."""
    groups = [group if isinstance(group, list) else [group] for group in row.intents or ()]
    return list(dict.fromkeys(intent for group in groups for intent in group if intent))


def _each_once(records: pa.Table) -> pa.Table:
    """One record for a corpus id: of two that claim it the one that comes first by its own id."""
    sql = """
        FROM records WHERE s2_corpus_id IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY s2_corpus_id ORDER BY seen_at DESC, s2_paper_id) = 1
    """
    return query(sql, {"records": records})
