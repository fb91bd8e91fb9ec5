"""A warehouse on S3: run on one machine, gone on with, read and curated on another."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import warehouse
from connectors.errors import BudgetSpent
from connectors.standin.server import StandIn
from flows.build import rebuild
from flows.place import kept_fresh, readable, shown, working_copy
from flows.run import Job
from flows.settings import Settings, load_settings
from tests.flows.conftest import Command
from tests.flows.world import THIMBLE, track
from warehouse import layout, store
from warehouse.curation.decision import Entry
from warehouse.curation.decision_log import decide, read_decisions
from warehouse.errors import NoSuchWarehouse, S3Refused

AT = datetime(2025, 7, 1, 6, tzinfo=UTC)


@pytest.fixture
def on_machine(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """The warehouse's folder on a machine of that name."""

    def folder(name: str, *, pages: bool = False) -> Path:
        monkeypatch.setenv("PRECITED_COPIES_FOLDER", str(tmp_path / name))
        return readable(f"s3://{bucket}/w", pages=pages)

    return folder


def run(root: Path, settings: Settings) -> None:
    """A run with the flow's locks."""
    with store.venue_lock(root, THIMBLE, "a run"):
        with store.writer_lock(root, "a run"):
            store.finish_publish(root)
        track(Job(THIMBLE, root), settings)


def tables(root: Path) -> dict[str, bytes]:
    top = layout.tables(root)
    return {str(file.relative_to(top)): file.read_bytes() for file in top.rglob("*.parquet")}


def test_a_run_on_one_machine_is_read_and_rebuilt_on_another(
    on_machine: Callable[..., Path], settings: Settings
) -> None:
    one = on_machine("one")
    run(one, settings)
    other = on_machine("other", pages=True)
    assert other != one
    assert tables(other) == tables(one) != {}
    assert rebuild(other, THIMBLE) == []
    assert (one / "datapackage.json").exists()


def test_another_machine_goes_on_with_a_run_and_asks_nothing_twice(
    on_machine: Callable[..., Path], standin: StandIn
) -> None:
    one = on_machine("one")
    few = load_settings()
    with pytest.raises(BudgetSpent, match="is reached"), store.venue_lock(one, THIMBLE, "a run"):
        track(Job(THIMBLE, one, max_requests=4), few)
    other = on_machine("other")
    run(other, few)
    asked = [(e["path"], str(e["query"]), str(e["body"])) for e in standin.journal()]
    asked = [request for request in asked if not request[0].endswith("/login")]
    assert len(asked) == len(set(asked))
    assert store.read_table(other, "flags", THIMBLE).num_rows == 12


def test_analysts_open_it_by_its_address_and_see_what_is_published_since(
    on_machine: Callable[..., Path], settings: Settings, bucket: str, tmp_path: Path
) -> None:
    with pytest.raises(NoSuchWarehouse, match=f"s3://{bucket}/w"):
        warehouse.open(f"s3://{bucket}/w", tmp_path / "analyst")
    run(on_machine("one"), settings)
    reader = warehouse.open(f"s3://{bucket}/w", tmp_path / "analyst")
    assert reader.venues == [THIMBLE]
    assert reader.arrow("flags").num_rows == 12
    assert 0 < reader.pandas("flagged_papers").shape[0] <= 12
    assert reader.arrow("decisions").num_rows == 0
    one = on_machine("one")
    paper = reader.arrow("flags")["paper_id"][0].as_py()
    decide(one, Entry(venue_id=THIMBLE, paper_id=paper, curator="ada", verdict="skip"), AT)
    rebuild(one, THIMBLE)
    assert reader.arrow("decisions").num_rows == 1


def test_a_board_sees_what_is_decided_elsewhere(
    on_machine: Callable[..., Path],
) -> None:
    one, other = on_machine("one"), on_machine("other")
    with kept_fresh(one, seconds=0.02):
        decide(other, Entry(venue_id=THIMBLE, paper_id="p", curator="ada", verdict="skip"), AT)
        for _ in range(500):
            if read_decisions(one):
                break
            store.known_venues(one)
        else:
            pytest.fail("it never came")


def test_commands_take_the_address(
    on_machine: Callable[..., Path],
    settings: Settings,
    command_line: Callable[[Any], Command],
    bucket: str,
) -> None:
    run(on_machine("one"), settings)
    on_machine("other")
    precited = command_line(f"s3://{bucket}/w")
    ended = precited("flags", THIMBLE, "--limit", "2")
    assert ended.code == 0, ended.err
    assert "1" in ended.out
    assert "12" in precited("sql", "SELECT count(*) FROM flags").out
    assert precited("build").code == 0
    assert precited("check", THIMBLE).code == 0


def test_a_wrong_bucket_is_one_sentence(
    command_line: Callable[[Any], Command], bucket: str
) -> None:
    ended = command_line("s3://no-such-bucket-anywhere")("flags", THIMBLE)
    assert (ended.code, ended.out) == (1, "")
    assert "no such bucket" in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert bucket not in ended.err


def test_a_folder_is_itself(tmp_path: Path) -> None:
    assert working_copy(tmp_path) == readable(tmp_path, pages=True) == tmp_path
    assert shown(tmp_path) == str(tmp_path)


def test_no_credentials_are_said(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from warehouse.remote.objects import client

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    client.cache_clear()
    with pytest.raises(S3Refused, match="AWS_ACCESS_KEY_ID"):
        readable(f"s3://{bucket}/w")
    client.cache_clear()
