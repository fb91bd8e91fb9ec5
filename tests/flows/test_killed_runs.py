"""Runs that are killed, met by others on their way, or cannot keep a page: all go on to the end."""

import errno
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from connectors.errors import BudgetSpent
from connectors.semantic_scholar.plan import count_request
from connectors.standin import made_up
from connectors.standin.server import StandIn
from flows import steps
from flows.build import rebuild
from flows.clients import connect
from flows.run import Job, begin
from flows.settings import Settings
from flows.stages import Stages
from tests.benchmarks.kills import measure
from tests.benchmarks.kills_measure import ROOT
from tests.flows.world import QUILL, THIMBLE, track
from tests.warehouse.disk_calls import Call, watched
from warehouse import layout, store
from warehouse.errors import DiskFull, TableShrank
from warehouse.raw import RunPages, run_ids

now = partial(datetime.now, UTC)


def asked(standin: StandIn) -> Counter[tuple[str, str, str]]:
    """How often each request was sent, but for the login, which every process needs."""
    return Counter(
        (entry["path"], entry["query"], str(entry["body"]))
        for entry in standin.journal()
        if not entry["path"].endswith("/login")
    )


def status(root: Path, venue_id: str = THIMBLE) -> list[str]:
    statuses: list[str] = store.read_table(root, "runs", venue_id)["status"].to_pylist()
    return statuses


def test_killed_runs_ask_nothing_twice_and_end_with_the_same_bytes(tmp_path: Path) -> None:
    toll = measure(made_up.corpus(), THIMBLE, date(2025, 6, 1), tmp_path, kills=4, seed=3)
    assert len(toll.stages) == 4
    assert toll.repeated == 0
    assert toll.differing == []


def test_a_run_goes_on_although_somebody_rebuilt_the_tables_meanwhile(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(BudgetSpent):
        track(Job(THIMBLE, tmp_path, max_requests=5), settings)
    rebuild(tmp_path, THIMBLE)
    assert status(tmp_path) == ["failed"]
    track(Job(THIMBLE, tmp_path), settings)
    assert status(tmp_path) == ["finished"]
    assert set(asked(standin).values()) == {1}


def test_a_run_goes_on_although_counts_were_refreshed_meanwhile(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(BudgetSpent):
        track(Job(THIMBLE, tmp_path, max_requests=6), settings)
    track(Job(THIMBLE, tmp_path, counts_only=True), settings)
    standin.clear()
    track(Job(THIMBLE, tmp_path), settings)
    assert set(asked(standin).values()) <= {1}
    assert len(run_ids(layout.raw(tmp_path), THIMBLE)) == 2
    assert status(tmp_path) == ["finished", "finished"]
    before = {f: f.read_bytes() for f in (tmp_path / "tables").rglob("*.parquet")}
    assert rebuild(tmp_path, THIMBLE) == []
    assert {f: f.read_bytes() for f in before} == before


def test_a_run_killed_after_its_tables_were_published_ends_without_asking(
    standin: StandIn, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("warehouse.store.publishing._remove", killed)
        with pytest.raises(KeyboardInterrupt):
            track(Job(THIMBLE, tmp_path), settings)
    assert status(tmp_path) == ["finished"], "every file was moved"
    standin.clear()
    # A neighbour's publication finishes that of the killed run.
    store.finish_publish(tmp_path)
    track(Job(THIMBLE, tmp_path), settings)
    assert asked(standin) == {}
    assert len(run_ids(layout.raw(tmp_path), THIMBLE)) == 1


def test_counts_are_not_asked_again_in_other_words_when_a_record_has_moved(
    standin: StandIn, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run was killed after a batch whose answer names another id: the rest stays as planned."""
    monkeypatch.setattr("connectors.semantic_scholar.searches.BATCH", 3)
    track(Job(THIMBLE, tmp_path), settings)
    links = store.read_table(tmp_path, "links", THIMBLE)
    ids = sorted(links["s2_corpus_id"].drop_null().to_pylist())
    run = begin(Job(THIMBLE, tmp_path, counts_only=True), connect(settings), Stages(), now())
    first = run.clients.fetch(count_request(ids[:3]))
    moved = first.json()
    moved[0]["corpusId"] = ids[-1] + 1
    run.pages.keep(
        source="semantic_scholar",
        endpoint=first.request.endpoint,
        params=first.request.params,
        body=first.request.body,
        fetched_at=first.fetched_at,
        status=200,
        payload=msgspec.json.encode(moved),
    )
    standin.clear()

    steps.count_citations(run)

    batches = [entry["body"]["ids"] for entry in standin.journal()]
    assert batches == [
        [f"CorpusId:{id_}" for id_ in ids[at : at + 3]] for at in range(3, len(ids), 3)
    ]


def test_a_page_that_cannot_be_kept_stops_the_run_which_goes_on_later(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    track(Job(QUILL, tmp_path), settings)
    before = {f: f.read_bytes() for f in (tmp_path / "tables").rglob("*.parquet")}

    def full(call: Call) -> None:
        if call.name == "create" and "semantic_scholar" in str(call.path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    standin.clear()
    with (
        watched(tmp_path, before=full),
        pytest.raises(
            DiskFull, match=r"No space is left to write .*raw.*; free some and run again"
        ),
    ):
        track(Job(QUILL, tmp_path), settings)
    assert {f: f.read_bytes() for f in before} == before
    lost = standin.journal()[-1]
    track(Job(QUILL, tmp_path), settings)
    twice = [request for request, times in asked(standin).items() if times > 1]
    assert twice == [(lost["path"], lost["query"], str(lost["body"]))]


def test_tables_that_shrank_end_their_run_and_the_next_asks_anew(
    standin: StandIn, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shrank(*_: object, **__: object) -> None:
        raise TableShrank("papers", 10, 1)

    with monkeypatch.context() as patch:
        patch.setattr(store, "publish", shrank)
        with pytest.raises(TableShrank):
            track(Job(THIMBLE, tmp_path), settings)
    standin.clear()
    track(Job(THIMBLE, tmp_path), settings)
    assert asked(standin)
    assert status(tmp_path) == ["failed", "finished"]


def test_the_reason_why_a_run_stopped_is_told_even_if_it_cannot_be_noted(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_run: object) -> None:
        monkeypatch.setattr(RunPages, "keep", unable)
        raise BudgetSpent("the limit is reached", None)  # type: ignore[arg-type]

    def unable(*_: object, **__: object) -> None:
        raise DiskFull(tmp_path)

    monkeypatch.setattr(steps, "count_citations", full)
    with pytest.raises(BudgetSpent):
        track(Job(THIMBLE, tmp_path), settings)


def test_two_venues_run_side_by_side_and_a_second_run_of_one_says_who_is_at_it(
    settings: Settings, tmp_path: Path
) -> None:
    assert settings.openreview_username, "the children find the stand-in in the environment"
    moment = "2025-06-01T06:00:00+00:00"
    module = [sys.executable, "-m", "tests.benchmarks.kills_child", str(tmp_path)]

    def start(venue_id: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*module, venue_id, moment],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    with store.venue_lock(tmp_path, THIMBLE, "the weekly run of Thimble"):
        children = [start(THIMBLE), start(QUILL)]
        (_, refused), (_, fine) = [child.communicate() for child in children]
    assert children[0].returncode == 1
    assert f"{THIMBLE} is in use by the weekly run of Thimble (process {os.getpid()}" in refused
    assert children[1].returncode == 0, fine
    assert store.known_venues(tmp_path) == [QUILL]
    assert pq.read_metadata(layout.table_file(tmp_path, "runs", QUILL)).num_rows == 1
