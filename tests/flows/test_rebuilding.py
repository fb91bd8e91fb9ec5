"""Builds of many venues: what has not changed is left alone, and the bytes are always the same."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.build import rebuild_locked
from flows.builders import rebuild_each
from flows.built import is_as_built
from tests.flows.conftest import Pulled
from tests.flows.world import QUILL, THIMBLE
from warehouse import layout, store
from warehouse.curation.link_log import LinkDecision, add_to_link_log
from warehouse.raw import RunPages, run_ids

NOW = datetime(2026, 1, 5, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(pulled: Pulled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of which two small venues were just built."""
    root = tmp_path_factory.mktemp("built") / "warehouse"
    shutil.copytree(pulled.root, root)
    assert [one.failure for one in rebuild_each(root, [THIMBLE, QUILL], processes=1)] == [None] * 2
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A copy of it, with the times of its files."""
    return Path(shutil.copytree(built, tmp_path / "warehouse"))


def contents(root: Path, venue_id: str) -> dict[str, bytes]:
    files = moments(root, venue_id)
    return {str(file.relative_to(root)): file.read_bytes() for file in files}


def moments(root: Path, venue_id: str) -> dict[Path, int]:
    files = layout.tables(root).glob(f"*/*={layout.slug(venue_id)}/*")
    return {file: file.stat().st_mtime_ns for file in files}


def add_page(root: Path, venue_id: str) -> None:
    raw = layout.raw(root)
    pages = RunPages(raw, venue_id, run_ids(raw, venue_id)[-1])
    pages.keep(
        source="precited",
        endpoint="run/published",
        params={"again": 1},
        body=None,
        fetched_at=NOW,
        status=200,
        payload=b"{}",
    )


def decide(root: Path, venue_id: str) -> None:
    links = store.read_table(root, "links", venue_id).to_pylist()
    linked = next(row for row in links if row["status"] == "linked")
    decision = LinkDecision(
        override_id="0001",
        paper_id=linked["paper_id"],
        venue_id=venue_id,
        verdict="reject",
        curator="ada",
        decided_at=NOW + timedelta(hours=1),
        s2_paper_id=linked["s2_paper_id"],
        s2_corpus_id=linked["s2_corpus_id"],
    )
    with store.writer_lock(root, "a test"):
        add_to_link_log(root, decision)


def lose_a_table(root: Path, venue_id: str) -> None:
    layout.table_file(root, "citations", venue_id).unlink()


def lose_the_note(root: Path, venue_id: str) -> None:
    shutil.rmtree(layout.cache(root))
    assert venue_id


def test_what_has_not_changed_is_not_touched(root: Path) -> None:
    before = moments(root, THIMBLE), moments(root, QUILL)

    built = list(rebuild_each(root, [THIMBLE, QUILL]))

    assert [(one.venue_id, one.files, one.failure) for one in built] == [
        (THIMBLE, (), None),
        (QUILL, (), None),
    ]
    assert (moments(root, THIMBLE), moments(root, QUILL)) == before


@pytest.mark.parametrize(
    "change",
    [add_page, decide, lose_a_table, lose_the_note],
    ids=lambda change: change.__name__,
)
def test_whatever_changes_a_venue_builds_it_as_from_nothing(
    root: Path, change: Callable[[Path, str], None]
) -> None:
    other = moments(root, QUILL)
    assert is_as_built(root, THIMBLE)

    change(root, THIMBLE)

    assert not is_as_built(root, THIMBLE)
    build(root)
    assert is_as_built(root, THIMBLE)
    assert moments(root, QUILL) == other
    found = contents(root, THIMBLE)
    for folder in (layout.tables(root), layout.cache(root)):
        shutil.rmtree(folder)
    build(root)
    assert contents(root, THIMBLE) == found


def build(root: Path) -> None:
    # A rejected link takes rows away, which a plain build of a venue so small refuses.
    with store.venue_lock(root, THIMBLE, "a test"):
        rebuild_locked(root, THIMBLE, accept_shrinking=True)


def test_processes_give_what_one_gives_and_one_failure_stops_no_other(root: Path) -> None:
    before = contents(root, THIMBLE), contents(root, QUILL)

    built = list(rebuild_each(root, [THIMBLE, "No/Such/Venue", QUILL], processes=2, anew=True))

    assert {one.venue_id: one.files for one in built if not one.failure} == {THIMBLE: [], QUILL: []}
    (failed,) = [one for one in built if one.failure]
    assert (failed.venue_id, failed.error) == ("No/Such/Venue", None)
    assert "precited run No/Such/Venue" in str(failed.failure)
    assert (contents(root, THIMBLE), contents(root, QUILL)) == before
