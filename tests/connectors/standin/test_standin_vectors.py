"""The stand-in gives SPECTER2 vectors where the real service does: in batches, by name."""

import math

import pytest

from connectors.standin.semantic_scholar.embeddings import DIMENSIONS, WITHOUT, specter


def record(title, number=1):
    return {"title": title, "abstract": None, "corpusId": number}


def cosine(one, other):
    return sum(a * b for a, b in zip(one["vector"], other["vector"], strict=True))


def test_a_vector_has_the_length_and_shape_of_the_real_one():
    given = specter(record("Lanterns beside canals"))
    assert given["model"] == "specter_v2"
    assert len(given["vector"]) == DIMENSIONS
    assert math.hypot(*given["vector"]) == pytest.approx(1, abs=1e-3)
    assert given == specter(record("Lanterns beside canals"))


def test_records_with_the_same_words_are_near():
    lantern = specter(record("Lanterns beside canals"))
    assert cosine(lantern, specter(record("Canals beside harbours"))) > 0.5
    assert abs(cosine(lantern, specter(record("Mossy umbrellas")))) < 0.2


def test_some_records_have_none():
    assert specter(record("Lanterns", WITHOUT)) is None
    assert specter(record("", 1)) is None
