"""Which lines of a dataset are wanted, and by which venue."""

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.bulk.by_id import by_id
from warehouse.bulk.candidates import Candidates, candidates
from warehouse.bulk.kept import AnyOf, Sieve, as_payload, sift
from warehouse.tables import PAPERS

LANTERN, QUILL = "Lanterns.example/2025/Conference", "Quill.example/2021/Conference"


def block(*rows: Any) -> bytes:
    return b"".join((r if isinstance(r, bytes) else json.dumps(r).encode()) + b"\n" for r in rows)


def kept(sieve: Sieve, *rows: Any) -> list[tuple[Any, tuple[str, ...]]]:
    return [(json.loads(line), venues) for line, venues in sieve(block(*rows))]


ODD = st.text(max_size=30) | st.sampled_from(['"citedcorpusid": 7', '\\"citedcorpusid\\":7', "\\"])


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 9), st.booleans(), ODD, st.booleans()), max_size=20
    )
)
def test_lines_by_id_are_those_that_a_parser_finds(
    rows: list[tuple[int | None, bool, str, bool]],
) -> None:
    """Whatever the texts say, and with ids as numbers or texts."""
    lines = [
        json.dumps(
            {"contexts": [text], "citedcorpusid": str(id_) if is_text and id_ is not None else id_},
            ensure_ascii=is_ascii,
        ).encode("utf-8", "surrogatepass")
        for id_, is_text, text, is_ascii in rows
    ]
    found = [line for line, _ in by_id("citedcorpusid", {LANTERN: [7, 3]})(block(*lines))]
    assert found == [line for line in lines if str(json.loads(line)["citedcorpusid"]) in "73"]


def test_a_line_goes_to_every_venue_that_wants_it() -> None:
    sieve = by_id("corpusid", {LANTERN: [1, 2], QUILL: [2, 3]})
    rows = [{"corpusid": 1}, {"corpusid": "2"}, {"corpusid": 12}, {"corpusid": None}]
    assert kept(sieve, *rows) == [
        ({"corpusid": 1}, (LANTERN,)),
        ({"corpusid": "2"}, (LANTERN, QUILL)),
    ]


def test_any_of_several_sieves_gives_a_line_once() -> None:
    sieve = AnyOf((by_id("a", {LANTERN: [1]}), by_id("b", {QUILL: [1]})))
    assert kept(sieve, {"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 2, "b": 2}) == [
        ({"a": 1, "b": 1}, (LANTERN, QUILL)),
        ({"a": 2, "b": 1}, (QUILL,)),
    ]


def paper(title: str, venue: str = LANTERN, **given: Any) -> dict[str, Any]:
    return {
        "paper_id": title,
        "venue_id": venue,
        "title": title,
        "state": "accepted",
        "pdf_url": None,
        "bibtex": None,
        **given,
    }


@pytest.fixture(scope="module")
def sieve() -> Candidates:
    rows = [
        paper("Why Lanterns Flicker: Wandering Auditors in Shared Kitchens"),
        paper("Sorting Buttons by Touch"),
        paper("Learning Deep Models", QUILL),
        paper("Quiet Ovens", QUILL, pdf_url="https://arxiv.org/pdf/2104.00001v2"),
    ]
    filed = {LANTERN: ("LANTERN", (2023, 2025))}
    columns = [
        pa.array([row.get(field.name) for row in rows], field.type) for field in PAPERS.schema
    ]
    papers = pa.Table.from_arrays(columns, names=PAPERS.schema.names)
    return candidates(papers, {QUILL: [77]}, filed)


@pytest.mark.parametrize(
    ("row", "venue"),
    [
        ({"title": "why lanterns flicker -- Wandering auditors in shared kitchens"}, LANTERN),
        ({"title": "Why Lanterns Flicker"}, LANTERN),
        ({"title": "Sorting Buttons by Touch: Tactile Encoders for Haberdashery"}, LANTERN),
        ({"title": "Lanterns Flicker: On Wandering Auditors of Shared Kitchens"}, LANTERN),
        ({"title": "Learning deep models"}, QUILL),
        ({"title": "Petrichor", "venue": "Lantern Conference on Rain", "year": 2024}, LANTERN),
        ({"title": "Renamed", "externalids": {"ArXiv": "2104.00001"}}, QUILL),
        ({"corpusid": "77", "title": None}, QUILL),
        ({"corpusid": 77}, QUILL),
    ],
)
def test_what_could_be_a_paper(sieve: Candidates, row: dict[str, Any], venue: str) -> None:
    assert kept(sieve, row) == [(row, (venue,))]


@pytest.mark.parametrize(
    "row",
    [
        {"title": "Wandering Auditors of the Hospital"},
        {"title": "Deep Models of Rain"},
        {"title": "Petrichor", "venue": "Lantern Conference on Rain", "year": 2019},
        {"title": "Petrichor", "venue": "Journal of Rain", "year": 2024},
        {"title": "", "externalids": None},
        {"title": None, "corpusid": None},
        {},
    ],
)
def test_what_could_not(sieve: Candidates, row: dict[str, Any]) -> None:
    assert kept(sieve, row) == []


def test_lines_that_are_no_rows_cost_no_others(sieve: Candidates) -> None:
    good = {"corpusid": 77}
    odd = [b"", b"no json", b'{"corpusid": []}', b'{"title": "\xff"}', b"[]", b"null"]
    assert kept(sieve, *odd, good, *odd) == [(good, (QUILL,))]


def test_a_file_is_sifted_block_by_block() -> None:
    blocks: Iterator[bytes] = iter([block({"a": 1}, {"a": 2}), block({"a": 1})])
    found = sift(by_id("a", {LANTERN: [1]}), blocks)
    assert found.read == 3
    assert found.lines == {LANTERN: [b'{"a": 1}', b'{"a": 1}']}


def test_a_page_is_json_whatever_the_lines_are() -> None:
    lines = [b'{"a": 1.50}', b'{"a": 1', b"\xff", b'{"b":"\\ud800"}']
    payload = as_payload(lines)
    assert len(json.loads(payload.decode("utf-8", "surrogatepass"))) == 4
    assert b'{"a": 1.50}' in payload
    assert as_payload([]) == b"[]"
