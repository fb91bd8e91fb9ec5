"""Runs that stop: nothing is asked twice, nothing published is lost."""

from pathlib import Path

import pytest

from connectors.errors import BudgetSpent, NotAuthorised
from connectors.standin.server import StandIn
from flows import steps
from flows.build import pulled_venues, rebuild
from flows.run import Job
from flows.settings import Settings
from tests.flows.conftest import Pulled
from tests.flows.world import LANTERN, THIMBLE, track
from warehouse.store import read_table


def asked(standin: StandIn) -> list[tuple[str, str, str]]:
    """Requests but for the login, which every process needs."""
    return [
        (j["path"], j["query"], str(j["body"]))
        for j in standin.journal()
        if not j["path"].endswith("/login")
    ]


def test_a_run_that_used_up_its_budget_goes_on_where_it_was(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    for _ in range(2):
        with pytest.raises(BudgetSpent, match="run again"):
            track(Job(THIMBLE, tmp_path, max_requests=3), settings)
    outcome = track(Job(THIMBLE, tmp_path), settings)

    requests = asked(standin)
    assert len(requests) == len(set(requests))
    runs = read_table(tmp_path, "runs", THIMBLE).to_pylist()
    assert [run["run_id"] for run in runs] == [outcome.run_id]
    sent = runs[0]["openreview_requests"] + runs[0]["semantic_scholar_requests"]
    assert sent == len(requests)


def test_a_run_killed_before_publishing_publishes_without_asking(
    standin: StandIn, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(steps, "publish_tables", killed)
        with pytest.raises(KeyboardInterrupt):
            track(Job(THIMBLE, tmp_path), settings)
    standin.clear()

    outcome = track(Job(THIMBLE, tmp_path), settings)

    assert asked(standin) == []
    assert read_table(tmp_path, "runs", THIMBLE)["run_id"].to_pylist() == [outcome.run_id]


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_run_that_was_refused_says_why_and_leaves_the_tables_alone(
    settings: Settings, tmp_path: Path
) -> None:
    track(Job(THIMBLE, tmp_path), settings)
    before = {f: f.read_bytes() for f in (tmp_path / "tables").rglob("*.parquet")}
    stranger = settings.model_copy(update={"openreview_username": None})

    with pytest.raises(NotAuthorised, match="OPENREVIEW_USERNAME"):
        track(Job(THIMBLE, tmp_path), stranger)

    assert {f: f.read_bytes() for f in (tmp_path / "tables").rglob("*.parquet")} == before


def test_a_rebuild_gives_the_same_bytes(pulled: Pulled) -> None:
    before = {f: f.read_bytes() for f in (pulled.root / "tables").rglob("*.parquet")}

    assert LANTERN in pulled_venues(pulled.root)
    assert rebuild(pulled.root, LANTERN) == []
    assert {f: f.read_bytes() for f in (pulled.root / "tables").rglob("*.parquet")} == before
