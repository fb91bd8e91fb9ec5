"""What files of a release say: rows in all their forms, what is whole, what is new and gone."""

import json
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from warehouse.citations.dataset_citing import citation_ids, citing_ids, dataset_citing, told_ids
from warehouse.normalise.datasets import CITATIONS, CITING, FILES, PAPERS, as_released
from warehouse.normalise.s2_answers import batch_answers
from warehouse.normalise.s2_records import s2_records, s2_rejects
from warehouse.raw import StoredPage

OLD, NEW = "2024-06-25", "2024-07-02"
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


def page(
    endpoint: str, rows: Any, release: str = OLD, file: str = "0.gz", kind: str = "all"
) -> StoredPage:
    params = {"release": release, "file": file, "kind": kind, "digest": "d"}
    return StoredPage(
        "semantic_scholar", endpoint, params, None, FETCHED, 200, json.dumps(rows).encode()
    )


def named(*ids: int, files: tuple[str, ...] = ("0.gz",), release: str = OLD) -> StoredPage:
    return StoredPage(
        "semantic_scholar",
        CITATIONS + FILES,
        {"release": release, "digest": "d"},
        {"corpus_ids": [*ids]},
        FETCHED,
        200,
        json.dumps({"files": files}).encode(),
    )


def edge(citing: Any, cited: Any, number: int | None = None, **more: Any) -> dict[str, Any]:
    return {"citationid": number, "citingcorpusid": citing, "citedcorpusid": cited, **more}


def record(id_: Any, **more: Any) -> dict[str, Any]:
    url = f"https://www.semanticscholar.org/paper/{int(id_):040x}"
    return {"corpusid": id_, "url": url, "title": f"Work {id_}", "citationcount": 0, **more}


def told(*pages: StoredPage, before: tuple[StoredPage, ...] = ()) -> Any:
    return dataset_citing(as_released(pages, before))


def pairs(works: pa.Table) -> list[tuple[int, int]]:
    columns = (works["asked_corpus_id"].to_pylist(), works["citing_corpus_id"].to_pylist())
    return sorted(zip(*columns, strict=True))


def test_a_citation_is_one_however_often_and_in_whatever_form_it_stands() -> None:
    """Two batches with other numbers, ids as text; influential if either line says so."""
    rows = [
        edge(11, 1, 1, isinfluential=False, intents=[["background"], None]),
        edge("11", "1", 901, isinfluential=True, intents=[["result", "background"]]),
        edge(12, 1, 2, isinfluential=None),
        edge(12, None, 3),
        edge(None, 1, 4),
    ]
    found = told(named(1), page(CITATIONS, rows), page(CITING, [record(11), record("12")]))
    assert pairs(found.works) == [(1, 11), (1, 12)]
    assert found.works["is_influential"].to_pylist() == [True, None]
    assert found.works["intents"].to_pylist() == [["result", "background"], []]
    assert set(found.works["seen_at"].to_pylist()) == {datetime(2024, 6, 25, tzinfo=UTC)}
    assert found.lists["is_complete"].to_pylist() == [True]


def test_a_record_that_nobody_cites_has_a_whole_list() -> None:
    found = told(named(1), page(CITATIONS, []), page(PAPERS, [record(1)]))
    (row,) = found.lists.to_pylist()
    assert (row["received"], row["citation_count"], row["is_complete"]) == (0, 0, True)


@pytest.mark.parametrize(
    ("files", "works"), [(("0.gz", "1.gz"), [11]), (("0.gz",), [])], ids=["a file", "a work"]
)
def test_a_list_is_not_whole_while_something_is_missing(
    files: tuple[str, ...], works: list[int]
) -> None:
    counted = page(PAPERS, [record(1, citationcount=2)])
    read = page(CITATIONS, [edge(11, 1, 1)])
    found = told(named(1, files=files), counted, read, page(CITING, list(map(record, works))))
    (row,) = found.lists.to_pylist()
    assert (row["received"], row["citation_count"]) == (len(works), 2)
    assert row["is_complete"] is False


def test_a_difference_adds_changes_and_takes_away() -> None:
    before = (
        named(1, 2),
        page(CITATIONS, [edge(11, 1, 1), edge(12, 1, 2), edge(13, 2, 3)]),
        page(CITING, [record(11), record(12), record(13)]),
        page(PAPERS, [record(1, citationcount=2), record(2, citationcount=1)]),
    )
    span = f"{OLD}-to-{NEW}"
    now = (
        named(1, 2, files=("u", "d"), release=NEW),
        page(CITATIONS, [edge(14, 1, 4), edge(13, 9, 3)], NEW, f"{span}/update/0", "update"),
        page(CITATIONS, [{"citationid": 2}], NEW, f"{span}/delete/0", "delete"),
        page(CITING, [record(14)], NEW),
        page(PAPERS, [record(2, citationcount=0)], NEW, f"{span}/update/0", "update"),
    )
    found = told(*now, before=before)
    assert [pair for pair in pairs(found.works) if pair[0] in {1, 2}] == [(1, 11), (1, 14)]
    assert set(found.works["seen_at"].to_pylist()) == {datetime(2024, 7, 2, tzinfo=UTC)}
    pages = as_released(now, before)
    counts = batch_answers(pages).select(["asked_id", "citation_count", "observed_at"]).to_pylist()
    assert {row["asked_id"]: row["citation_count"] for row in counts} == {
        "CorpusId:1": 2,
        "CorpusId:2": 0,
    }
    assert {row["observed_at"] for row in counts} == {datetime(2024, 7, 2, tzinfo=UTC)}
    assert citing_ids(pages) == [11, 13, 14]
    assert citation_ids(pages) == [1, 2, 3, 4]
    assert told_ids(pages) == {11, 12, 13, 14}


def test_a_deleted_record_has_no_count_of_that_day() -> None:
    gone = page(PAPERS, [{"corpusid": 1}], NEW, f"{OLD}-to-{NEW}/delete/0", "delete")
    pages = as_released([gone], [page(PAPERS, [record(1), record(2)])])
    assert batch_answers(pages)["asked_id"].to_pylist() == ["CorpusId:2"]


def test_rows_that_cannot_be_read_are_rejected_and_cost_no_others() -> None:
    rows = [
        record(11),
        record(12) | {"citationcount": -1},
        record(13) | {"url": "https://elsewhere"},
        "no json",
        None,
    ]
    pages = [page(PAPERS, rows), page(CITATIONS, [edge(11, 1, 1), edge({}, 1, 2), 7])]
    assert s2_records(pages)["s2_corpus_id"].to_pylist() == [11]
    assert s2_rejects("A/B", pages).num_rows == 6
    assert told(named(1), *pages).lists["asked_corpus_id"].to_pylist() == [1]


def test_a_page_that_is_no_list_is_one_bad_row() -> None:
    assert s2_rejects("A/B", [page(PAPERS, {"error": "x"})]).num_rows == 1


def test_pages_of_the_api_say_nothing_here() -> None:
    assert told().works.num_rows == 0
    assert told().lists.num_rows == 0
