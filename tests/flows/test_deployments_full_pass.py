"""The monthly pass: what the weekly run can't see, since no count moved, is read again."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.standin import made_up
from connectors.standin.corpus import Corpus
from connectors.standin.server import StandIn, environment, serve
from flows.run import Job, start_record
from flows.settings import load_settings
from tests.flows.world import THIMBLE, track
from warehouse.store import read_table


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    with ExitStack() as running:
        running.callback(monkeypatch.undo)
        yield running


def show(running: ExitStack, monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> StandIn:
    standin = running.enter_context(serve([corpus]))
    for name, value in environment(standin.urls).items():
        monkeypatch.setenv(name, value)
    return standin


def swapped(corpus: Corpus, old: str, new: str) -> Corpus:
    """The corpus after the service gave up one citing work and took in another."""
    edges = [
        e | {"citingPaper": e["citingPaper"] | {"paperId": new}}
        if e["citingPaper"]["paperId"] == old
        else e
        for e in corpus.citations
    ]
    return replace(corpus, citations=edges)


def citing_ids(root: Path) -> set[str]:
    return set(read_table(root, "citations", THIMBLE)["citing_id"].to_pylist())


def test_a_work_that_took_the_place_of_another_is_found_by_the_full_pass_alone(
    serving: ExitStack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus, new = made_up.corpus(), "f" * 40
    show(serving, monkeypatch, corpus)
    track(Job(THIMBLE, tmp_path), load_settings())
    old = min(citing_ids(tmp_path))

    later = show(serving, monkeypatch, swapped(corpus, old, new))
    track(Job(THIMBLE, tmp_path), load_settings())
    assert new not in citing_ids(tmp_path)
    weekly = len(later.journal())
    later.clear()

    track(Job(THIMBLE, tmp_path, all_citers=True), load_settings())
    assert new in citing_ids(tmp_path)
    assert len(later.journal()) == weekly + 1


def test_a_run_from_before_there_was_a_choice_is_the_same_work(tmp_path: Path) -> None:
    assert "all_citers" not in start_record(Job(THIMBLE, tmp_path))
    assert start_record(Job(THIMBLE, tmp_path, all_citers=True))["all_citers"] is True
