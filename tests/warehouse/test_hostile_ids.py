"""Ids are text of strangers: none of them becomes a path outside its place."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse import layout
from warehouse.errors import FolderTaken, NoSuchVenue
from warehouse.raw import RunPages, run_ids, venue_ids
from warehouse.store import known_venues, publish, read_table
from warehouse.tables import VENUES

ROOT = Path("/srv/warehouse")
NOW = datetime(2026, 1, 5, tzinfo=UTC)

PIECES = st.sampled_from(
    ["..", ".", "/", "\\", "\x00", "~", "%2e%2e", "%2f", "C:", "a", "venue=", "*", "\n", "\u202e"]
)
HOSTILE = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=300)


@given(HOSTILE)
def test_a_venue_id_is_one_folder_name_or_refused(venue_id: str) -> None:
    try:
        name = layout.slug(venue_id)
    except NoSuchVenue:
        return
    assert name == Path(name).name
    assert name not in {".", ".."}
    assert not name.startswith(".")
    assert len(f"venue={name}".encode()) <= 255
    assert name.isprintable()


@given(HOSTILE)
def test_every_path_of_a_venue_lies_where_it_belongs(venue_id: str) -> None:
    try:
        paths = {
            layout.run_folder(layout.raw(ROOT), "openreview", venue_id, "run"): 4,
            layout.table_file(ROOT, "flags", venue_id): 4,
            layout.lock_file(ROOT, venue_id): 2,
            layout.lock_owner_file(ROOT, venue_id): 2,
        }
    except NoSuchVenue:
        return
    for path, depth in paths.items():
        within = Path(path.as_posix()).resolve().relative_to(ROOT.resolve())
        assert len(within.parts) == depth


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    paper_id=HOSTILE.filter(lambda text: text.encode("utf-8", "ignore").decode() == text),
    endpoint=HOSTILE.filter(lambda text: text.encode("utf-8", "ignore").decode() == text),
)
def test_a_page_lies_in_its_run_whatever_was_asked(
    paper_id: str, endpoint: str, tmp_path: Path
) -> None:
    folder = tmp_path / "raw"
    before = set(tmp_path.rglob("*"))
    pages = RunPages(folder, "Lantern.example/2025", "run")
    asked = {"id": paper_id}
    pages.keep(
        source="semantic_scholar",
        endpoint=f"paper/{endpoint}{paper_id}",
        params=asked,
        body=asked,
        fetched_at=NOW,
        status=200,
        payload=b"{}",
    )
    new = set(tmp_path.rglob("*")) - before
    assert all(path.is_relative_to(folder) for path in new)
    files = [path for path in new if path.is_file()]
    assert all(
        path.parent == folder / "semantic_scholar" / "Lantern.example-2025" / "run"
        for path in files
    )
    found = RunPages(folder, "Lantern.example/2025", "run").find(
        "semantic_scholar", f"paper/{endpoint}{paper_id}", asked, asked
    )
    assert found is not None


@pytest.mark.parametrize("venue_id", ["A*", "A?", "A[b]", "A:b", 'A"', "A|b", "A" * 201, "é" * 101])
def test_patterns_and_names_that_no_file_system_takes_are_refused(venue_id: str) -> None:
    with pytest.raises(NoSuchVenue, match="precited venues"):
        layout.slug(venue_id)


def kept(raw: Path, venue_id: str) -> None:
    RunPages(raw, venue_id, "20260105T000000Z").keep(
        source="precited",
        endpoint="run/started",
        params={},
        body=None,
        fetched_at=NOW,
        status=200,
        payload=b"{}",
    )


def test_pages_of_two_venues_with_one_folder_do_not_mix(tmp_path: Path) -> None:
    kept(tmp_path, "A/B")

    with pytest.raises(FolderTaken, match="'A-B' would lie in the folder of 'A/B'"):
        run_ids(tmp_path, "A-B")
    assert run_ids(tmp_path, "A/B") == ["20260105T000000Z"]
    assert venue_ids(tmp_path) == ["A/B"]


def test_a_damaged_page_does_not_decide_whose_folder_it_is(tmp_path: Path) -> None:
    kept(tmp_path, "A/B")
    (page,) = tmp_path.rglob("*.zst")
    page.write_bytes(b"damaged")

    assert run_ids(tmp_path, "A/B") == ["20260105T000000Z"]


def venues(venue_id: str) -> dict[str, pa.Table]:
    row = {"venue_id": venue_id, "name": venue_id, "api_version": 2}
    return {"venues": VENUES.from_rows([row])}


def test_tables_of_two_venues_with_one_folder_do_not_mix(tmp_path: Path) -> None:
    publish(tmp_path, "A/B", venues("A/B"))

    with pytest.raises(FolderTaken):
        publish(tmp_path, "A-B", venues("A-B"))
    assert known_venues(tmp_path) == ["A/B"]
    assert read_table(tmp_path, "venues", "A/B")["venue_id"].to_pylist() == ["A/B"]
