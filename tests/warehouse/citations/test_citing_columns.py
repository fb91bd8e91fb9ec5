"""Pages read as columns say what they say read one work at a time, or are left to that."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.citations.citing_columns import columns
from warehouse.citations.citing_json import Sight, asked_list, sights
from warehouse.citations.given_works import each_once, of_sights
from warehouse.normalise.s2_json import Bad, records_of
from warehouse.raw import StoredPage

SEEN = datetime(2025, 7, 1, 6, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    [" x ", "", "ada@lab.example", "2024-05-06", "2024-13-40"]
)
ODD = st.sampled_from([None, True, 3, 2.5, -1, 10**20, "7", [], {}, "\ud800"])


def maybe(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | usual


def mostly(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(usual, usual, usual, usual, ODD)


def works(value: Any) -> st.SearchStrategy[Any]:
    """Citing works; ``value`` says how often something in them is not as it should be."""
    author = st.fixed_dictionaries({}, optional={"authorId": value(TEXT), "name": value(TEXT)})
    return st.fixed_dictionaries(
        {"paperId": value(st.sampled_from(["a1", "b2", "c3"]))},
        optional={
            "corpusId": value(st.integers(0, 10**19)),
            "title": value(TEXT),
            "authors": value(st.lists(author, max_size=2)),
            "year": value(st.integers(-5, 4000)),
            "venue": value(TEXT),
            "publicationDate": value(TEXT),
            "unasked": ODD,
        },
    )


def batches(value: Any) -> st.SearchStrategy[Any]:
    record = st.fixed_dictionaries(
        {"paperId": value(st.sampled_from(["p1", "p2"]))},
        optional={
            "citationCount": value(st.integers(0, 9)),
            "citations": value(st.lists(works(value), max_size=3)),
            "externalIds": value(st.just({"CorpusId": 5, "MAG": "x"})),
        },
    )
    return st.lists(maybe(record), min_size=2, max_size=2)


def lists(value: Any) -> st.SearchStrategy[Any]:
    edge = st.fixed_dictionaries(
        {"citingPaper": works(value)},
        optional={
            "isInfluential": value(st.booleans()),
            "intents": value(st.lists(maybe(TEXT), max_size=2)),
        },
    )
    told = {"offset": value(st.integers(0, 9)), "next": value(st.integers(0, 9))}
    return st.fixed_dictionaries({}, optional={**told, "data": value(st.lists(edge, max_size=3))})


def page(endpoint: str, payload: Any, body: dict[str, Any] | None = None) -> StoredPage:
    written = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return StoredPage("semantic_scholar", endpoint, {}, body, SEEN, 200, written)


def batch(payload: Any) -> StoredPage:
    return page("paper/batch", payload, {"ids": ["CorpusId:1", "CorpusId:2"]})


def plain(found: list[Sight]) -> list[tuple[Any, ...]]:
    return [(s.asked, s.seen_at, s.size, s.count, s.offset, s.next, s.is_filtered) for s in found]


def agrees(asked: StoredPage) -> bool:
    """Whether the page was taken as columns; if so they are what a careful reader finds."""
    told = columns(asked, asked_list(asked))
    if told is None:
        return False
    careful = sights(asked)
    assert plain(told[0]) == plain(careful)
    assert each_once(told[1]).to_pylist() == each_once(of_sights(careful)).to_pylist()
    # Whoever looks for what is unfit passes this page over.
    assert not any(sight.bad for sight in careful)
    assert not any(isinstance(found, Bad) for found in records_of(asked))
    return True


@settings(deadline=None)
@given(batches(maybe))
def test_sound_batches_are_read_as_columns(payload: Any) -> None:
    usable = json.loads(json.dumps(payload).replace('"paperId": null', '"paperId": "q"'))
    fits = all(
        work.get("corpusId") is None or work["corpusId"] < 2**63
        for record in usable
        if record
        for work in record.get("citations") or ()
    ) and not any(has_odd(record) for record in usable)
    assert agrees(batch(usable)) or not fits


def has_odd(record: Any) -> bool:
    """Whether a key that nobody reads holds what Arrow cannot even pass over."""
    return "\\ud800" in json.dumps(record)


@settings(deadline=None)
@given(batches(mostly))
def test_whatever_a_batch_holds_columns_say_the_same(payload: Any) -> None:
    agrees(batch(payload))


@settings(deadline=None)
@given(lists(mostly))
def test_whatever_a_list_holds_columns_say_the_same(payload: Any) -> None:
    agrees(page("paper/CorpusId:7/citations", payload))


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[",
        b"null",
        b"[null]",
        b'[{"paperId": "\xff", "citations": []}, null]',
        b'[{"paperId": "a", "paperId": "b"}, null]',
        b'[{"paperId": "a", "citationCount": 1e2}, null]',
        b"\xef\xbb\xbf[null, null]",
        b'[null, null]}\n{"records": [null, null]',
    ],
)
def test_strange_bytes_are_left_to_the_careful_reader(payload: bytes) -> None:
    assert columns(batch(payload), None) is None


def test_a_work_on_two_pages_counts_once_with_what_either_alone_says() -> None:
    told = [
        {"citingPaper": {"paperId": "a1", "title": "Old"}, "isInfluential": True, "intents": []},
        {"citingPaper": {"paperId": "b2", "title": "B"}},
        {"citingPaper": {"paperId": "a1", "title": " New "}},
    ]
    found = columns(page("paper/CorpusId:7/citations", {"offset": 0, "data": told}), 7)

    assert found is not None
    rows = each_once(found[1]).to_pylist()
    assert [(row["citing_id"], row["title"], row["is_influential"]) for row in rows] == [
        ("a1", "New", True),
        ("b2", "B", None),
    ]
    assert rows[0]["intents"] == []
