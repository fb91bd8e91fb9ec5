"""How far the citing works on file are all there are."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from warehouse.citations.citing_works import CITING_LISTS
from warehouse.citations.coverage import coverage
from warehouse.citations.ledger import EARLIER_IDS
from warehouse.tables.citations import CITATION_COUNTS, CITATIONS
from warehouse.tables.links import LINKS

SEEN = datetime(2025, 7, 1, 6, tzinfo=UTC)


def links_of(**corpus_ids: int) -> list[dict[str, Any]]:
    return [{"paper_id": paper, "s2_corpus_id": id_} for paper, id_ in corpus_ids.items()]


def list_of(
    id_: int, received: int, counted: int | None, *, whole: bool, week: int = 0
) -> dict[str, Any]:
    at = SEEN + timedelta(weeks=week)
    numbers = {"received": received, "citation_count": counted, "is_complete": whole}
    return {"asked_corpus_id": id_, "begun_at": at, "seen_at": at} | numbers


def covered(
    works: dict[str, int],
    lists: list[dict[str, Any]] | None = None,
    counts: dict[str, int] | None = None,
    links: list[dict[str, Any]] | None = None,
    earlier: dict[str, int] | None = None,
) -> dict[str, tuple[int, int]]:
    """Works on file and missing, by paper; papers a, b and c have the corpus ids 1, 2 and 3."""
    venue = {"venue_id": "lantern"}
    linked = venue | {"status": "linked", "s2_paper_id": "s", "reasons": [], "twin_ids": []}
    work = venue | {"date_precision": "none", "first_seen_at": SEEN}
    count = venue | {"s2_paper_id": "s", "s2_corpus_id": 1, "source": "semantic_scholar"}
    found = coverage(
        LINKS.from_rows(linked | row for row in links or links_of(a=1, b=2, c=3)),
        CITATIONS.from_rows(
            work | {"paper_id": paper, "citing_id": f"c{index:03}"}
            for paper, on_file in works.items()
            for index in range(on_file)
        ),
        CITATION_COUNTS.from_rows(
            count | {"paper_id": paper, "observed_at": SEEN, "citation_count": number}
            for paper, number in (counts or {}).items()
        ),
        pa.Table.from_pylist(lists, schema=CITING_LISTS) if lists else None,
        pa.table(
            [pa.array((earlier or {}).values(), pa.int64()), pa.array(earlier or {}, pa.string())],
            schema=EARLIER_IDS,
        ),
    )
    return {row["paper_id"]: (row["on_file"], row["missing"]) for row in found.to_pylist()}


def test_papers_that_were_never_looked_at_are_not_covered() -> None:
    assert covered({"a": 2}, counts={"a": 9, "b": 9, "c": 0}) == {"a": (2, 0), "c": (0, 0)}


@pytest.mark.parametrize(
    ("lists", "missing"),
    [
        ([list_of(1, 4, 4, whole=True)], 0),
        ([list_of(1, 4, 9, whole=False)], 5),
        ([list_of(1, 0, 30, whole=False)], 26),
        # Followed to its end: the service counts more than it has.
        ([list_of(1, 4, 6, whole=True)], 0),
        ([list_of(1, 4, 6, whole=True), list_of(1, 1, 6, whole=False, week=1)], 0),
        ([list_of(1, 4, 6, whole=True), list_of(1, 1, 8, whole=False, week=1)], 2),
        # News up to a known work: what is on file since makes it up.
        ([list_of(1, 3, 3, whole=True), list_of(1, 1, 4, whole=False, week=1)], 0),
        ([list_of(1, 4, None, whole=False)], 0),
    ],
)
def test_missing_is_what_was_counted_and_never_came(lists, missing) -> None:
    assert covered({"a": 4}, lists)["a"] == (4, missing)


def test_a_list_that_gave_nothing_covers_its_paper() -> None:
    lists = [list_of(1, 0, 0, whole=True), list_of(2, 0, 12, whole=False)]
    assert covered({}, lists) == {"a": (0, 0), "b": (0, 12)}


def test_lists_under_an_earlier_id_count_until_the_present_one_has_its_own() -> None:
    moved = links_of(a=1)
    before = list_of(9, 2, 5, whole=False)
    assert covered({"a": 2}, [before], links=moved, earlier={"a": 9}) == {"a": (2, 3)}
    since = list_of(1, 2, 2, whole=True)
    assert covered({"a": 2}, [before, since], links=moved, earlier={"a": 9}) == {"a": (2, 0)}
    chosen = [row | {"method": "human"} for row in moved]
    assert covered({}, [before], links=chosen, earlier={"a": 9}) == {}


def test_only_linked_papers_are_covered() -> None:
    unlinked = [{"paper_id": "a", "status": "review"}]
    assert covered({"a": 2}, links=unlinked) == {}
