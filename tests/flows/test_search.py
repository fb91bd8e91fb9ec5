"""Searching a whole warehouse: by words from the shell, by meaning with vectors kept."""

import csv
import io
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from flows.cli import main
from flows.search import found, prepared
from tests.flows.conftest import Pulled
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


def asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    monkeypatch.setattr(sys, "argv", ["precited", "search", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    return capsys.readouterr().out


def test_a_title_is_found_by_its_own_words(
    pulled: Pulled, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    papers = read_table(pulled.root, "papers", LANTERN).to_pylist()
    paper = next(p for p in papers if p["state"] == "accepted" and len(p["title"] or "") > 40)
    typed = (paper["title"], "--warehouse", str(pulled.root), "--venue", LANTERN)
    rows = json.loads(asked(monkeypatch, capsys, *typed, "--format", "json", "--limit", "3"))
    assert paper["paper_id"] in [row["paper_id"] for row in rows]
    as_table = asked(monkeypatch, capsys, *typed, "--limit", "3")
    assert "found by words" in as_table
    assert rows[0]["forum_url"] in as_table.replace("\n", "")
    [first, *_] = csv.DictReader(io.StringIO(asked(monkeypatch, capsys, *typed, "--format", "csv")))
    assert first["paper_id"] == rows[0]["paper_id"]


def test_nothing_found_is_said(
    pulled: Pulled, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = asked(monkeypatch, capsys, "zzzzqqq", "--warehouse", str(pulled.root))
    assert out.startswith("Nothing found: try")


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
