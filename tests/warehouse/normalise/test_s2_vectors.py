"""Vectors of batch pages, by the id that was asked."""

import json
from datetime import UTC, datetime

import pytest

from warehouse.normalise.s2_vectors import S2_VECTORS, s2_vectors
from warehouse.raw import StoredPage

FIELDS = "corpusId,embedding.specter_v2"


def page(payload, *, ids=("CorpusId:1", "CorpusId:2", "CorpusId:3"), fields=FIELDS, status=200):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    asked = {"ids": list(ids)}
    return StoredPage(
        "semantic_scholar", "paper/batch", {"fields": fields}, asked, at, status, body
    )


def embedded(*vector):
    return {"corpusId": 9, "embedding": {"model": "specter_v2", "vector": list(vector)}}


def test_each_id_has_its_vector_or_null_by_its_place():
    table = s2_vectors([page([embedded(0.5, -1), {"corpusId": 2, "embedding": None}, None])])
    assert table.schema == S2_VECTORS
    assert table.to_pylist() == [
        {"asked_id": "CorpusId:1", "vector": [0.5, -1.0]},
        {"asked_id": "CorpusId:2", "vector": None},
        {"asked_id": "CorpusId:3", "vector": None},
    ]


@pytest.mark.parametrize(
    "bad",
    [
        page([embedded(1)], fields="corpusId"),
        page([embedded(1)]),
        page(b"<html>"),
        page([{"embedding": {"vector": ["x"]}}, None, None]),
        page([], status=400),
    ],
)
def test_pages_without_vectors_or_out_of_shape_give_none(bad):
    assert s2_vectors([bad]).num_rows == 0
