"""Searching a whole warehouse: by words from the shell, by meaning with vectors kept."""

import csv
import io
import json
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from flows.search import found, prepared
from tests.flows.conftest import Command, Pulled
from tests.flows.world import LANTERN
from warehouse.explore.search import Filters
from warehouse.explore.search.embeddings import Model, Vectors
from warehouse.store import read_table


def encode(texts: Sequence[str]) -> Vectors:
    """Letters counted: no meaning, but the same for the same text."""
    counts = np.array([[text.lower().count(c) + 0.01 for c in "abcdefgh"] for text in texts])
    return (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def root(pulled: Pulled, tmp_path: Path) -> Path:
    shutil.copytree(pulled.root, tmp_path / "w")
    return tmp_path / "w"


def test_a_title_is_found_by_its_own_words(pulled: Pulled, precited: Command) -> None:
    papers = read_table(pulled.root, "papers", LANTERN).to_pylist()
    paper = next(p for p in papers if p["state"] == "accepted" and len(p["title"] or "") > 40)
    search = partial(precited, "search", paper["title"], "--venue", LANTERN)
    rows = json.loads(search("--format", "json", "--limit", "3").out)
    assert paper["paper_id"] in [row["paper_id"] for row in rows]
    as_table = search("--limit", "3").out
    assert "found by words" in as_table
    assert rows[0]["forum_url"] in as_table.replace("\n", "")
    [first, *_] = csv.DictReader(io.StringIO(search("--format", "csv").out))
    assert first["paper_id"] == rows[0]["paper_id"]


def test_nothing_found_is_said(precited: Command) -> None:
    assert precited("search", "zzzzqqq").out.startswith("Nothing found: try")


def test_related_papers_and_the_map_come_from_the_tables(
    pulled: Pulled, precited: Command, tmp_path: Path
) -> None:
    [near, *_] = read_table(pulled.root, "neighbours", LANTERN).to_pylist()
    rows = json.loads(precited("related", near["paper_id"], "--format", "json").out)
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert precited("related", "nobody").code == 1
    for name in ("map.html", "map.json"):
        assert precited("map", LANTERN, "--out", str(tmp_path / name)).code == 0
        assert (tmp_path / name).stat().st_size > 10_000
    assert precited("map", LANTERN, "--out", str(tmp_path / "map.png")).code == 1


def test_vectors_are_made_once_and_kept_as_a_table(root: Path) -> None:
    calls = []

    def counting(texts: Sequence[str]) -> Vectors:
        calls.append(len(texts))
        return encode(texts)

    model = Model("letters", counting)
    search = prepared(root, lambda: model)
    accepted = prepared(root).papers.to_pylist()
    wanted = {p["paper_id"] for p in accepted if p["state"] == "accepted"}
    kept = read_table(root, "embeddings")
    assert set(kept["paper_id"].to_pylist()) == wanted
    assert sum(calls) == len(wanted)

    calls.clear()
    prepared(root, lambda: model)
    assert calls == []

    [hit, *_] = found(search, accepted[0]["title"] or "x", Filters(), 5, words=False)
    assert hit.found_by == ("meaning",)
