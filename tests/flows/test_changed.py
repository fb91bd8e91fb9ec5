"""What a run changed: kept before it is published, told by the next process if need be."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from connectors.standin import made_up
from connectors.standin.server import StandIn, environment, serve
from flows import steps
from flows.build import rebuild
from flows.changed import records
from flows.outcome import Outcome
from flows.run import Job
from flows.settings import Settings, load_settings
from tests.flows.conftest import Pulled
from tests.flows.world import LANTERN, THIMBLE, UNDECIDED, track
from warehouse import layout
from warehouse.errors import FolderTaken
from warehouse.raw import RunPages
from warehouse.store import read_table


@pytest.mark.parametrize("venue", [LANTERN, THIMBLE, UNDECIDED])
def test_a_first_run_says_one_thing(pulled: Pulled, venue: str) -> None:
    (change,) = pulled.outcomes[venue].changes

    assert change.kind == "first_run"
    (kept,) = records(pulled.root, venue)
    assert kept[1].changes == (change,)
    assert {check.name for check in kept[1].checks} >= {"submissions", "growth"}


def test_a_run_that_finds_nothing_new_says_nothing(settings: Settings, tmp_path: Path) -> None:
    track(Job(THIMBLE, tmp_path), settings)

    assert track(Job(THIMBLE, tmp_path), settings).changes == ()


def on(day: date, job: Job, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """A run in the made-up world as it was that day."""
    with serve([made_up.corpus()], today=day) as standin:
        for name, value in environment(standin.urls).items():
            monkeypatch.setenv(name, value)
        return track(job, load_settings())


def test_weeks_before_the_doors_open_bring_papers_that_are_cited_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job(THIMBLE, tmp_path)
    on(date(2020, 7, 1), job, monkeypatch)
    changes = on(date(2020, 9, 10), job, monkeypatch).changes

    cited = [change for change in changes if change.kind == "newly_cited"]
    flags = {row["paper_id"]: row for row in read_table(tmp_path, "flags", THIMBLE).to_pylist()}
    assert cited
    assert {flags[change.paper_id]["cited"] for change in cited} == {"yes"}
    assert all(change.title and change.url for change in cited)
    assert not {change.kind for change in changes} & {"first_run", "decided", "check_failed"}


def killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_run_killed_before_publishing_leaves_its_changes_to_the_next(
    standin: StandIn, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(steps.store, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            track(Job(THIMBLE, tmp_path), settings)
    ((run_id, kept),) = records(tmp_path, THIMBLE)
    standin.clear()

    outcome = track(Job(THIMBLE, tmp_path), settings)

    assert outcome.run_id == run_id
    assert outcome.changes == kept.changes
    assert [c.kind for c in outcome.changes] == ["first_run"]


def test_tables_do_not_depend_on_the_record(settings: Settings, tmp_path: Path) -> None:
    outcome = track(Job(THIMBLE, tmp_path), settings)
    before = {f: f.read_bytes() for f in (tmp_path / "tables").rglob("*.parquet")}
    folder = layout.run_folder(layout.raw(tmp_path), "precited", THIMBLE, outcome.run_id)
    for page in folder.glob("*run-changed*"):
        page.unlink()

    rebuild(tmp_path, THIMBLE)

    assert {f: f.read_bytes() for f in before} == before


def test_tables_that_cannot_be_read_are_said_not_to_be_compared(
    settings: Settings, tmp_path: Path
) -> None:
    track(Job(THIMBLE, tmp_path), settings)
    flags = layout.table_file(tmp_path, "flags", THIMBLE)
    links = layout.table_file(tmp_path, "links", THIMBLE)
    flags.write_bytes(links.read_bytes())

    outcome = track(Job(THIMBLE, tmp_path), settings)

    assert [c.kind for c in outcome.changes] == ["not_compared"]
    assert read_table(tmp_path, "flags", THIMBLE).num_rows == 12


def test_a_record_of_a_later_version_is_left_aside(settings: Settings, tmp_path: Path) -> None:
    outcome = track(Job(THIMBLE, tmp_path), settings)
    folder = layout.run_folder(layout.raw(tmp_path), "precited", THIMBLE, outcome.run_id)
    (page,) = folder.glob("*run-changed*")
    page.unlink()
    pages = RunPages(layout.raw(tmp_path), THIMBLE, outcome.run_id)
    pages.keep(
        source="precited",
        endpoint="run/changed",
        params={},
        body=None,
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        payload=b'{"changes": [{"kind": "of_tomorrow", "text": "?"}], "checks": []}',
    )

    assert list(records(tmp_path, THIMBLE)) == []


def test_a_venue_whose_folder_is_another_s_is_refused_in_one_sentence(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    track(Job(THIMBLE, tmp_path), settings)
    standin.clear()
    twin = THIMBLE.replace("/", "-")

    with pytest.raises(FolderTaken, match="another warehouse"):
        track(Job(twin, tmp_path), settings)

    assert standin.journal() == []
    assert read_table(tmp_path, "venues")["venue_id"].to_pylist() == [THIMBLE]
