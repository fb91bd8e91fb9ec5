"""A folder and a bucket that are kept equal."""

import pytest

from warehouse import writing
from warehouse.errors import LeaseLost, WarehouseError
from warehouse.remote import Address, make, working_copy_of


@pytest.fixture
def copies(bucket, tmp_path):
    """The same warehouse on two machines."""
    return [make(tmp_path / name, Address(bucket, "the/warehouse")) for name in ("one", "other")]


def keys(copy):
    return [found.key for found in copy.objects.below("")]


def files(root):
    return {
        str(file.relative_to(root)): file.read_bytes()
        for file in root.rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }


def test_a_folder_of_this_machine_alone_is_no_working_copy(tmp_path):
    assert working_copy_of(tmp_path / "tables" / "papers") is None


def test_a_folder_stays_the_copy_it_is(copies, tmp_path, bucket):
    assert working_copy_of(tmp_path / "one" / "raw" / "x") is copies[0]
    assert make(tmp_path / "one", Address(bucket, "another")) is copies[0]
    assert copies[0].name != copies[1].name


def test_what_is_written_moved_and_removed_here_is_so_there(copies):
    one, other = copies
    writing.write(one.root / "staging" / "v" / "papers.parquet", b"rows")
    writing.write(one.root / "staging" / "v" / "manifest.json", b"{}")
    writing.move(one.root / "staging/v/papers.parquet", one.root / "tables/papers/data.parquet")
    writing.remove(one.root / "staging" / "v")
    assert keys(one) == ["the/warehouse/tables/papers/data.parquet"]
    other.pull(other.root / "tables", other.root / "staging")
    assert files(one.root) == files(other.root) == {"tables/papers/data.parquet": b"rows"}


def test_what_each_machine_has_for_itself_stays_here(copies):
    one, _ = copies
    for path in ("cache/related/v.arrow", ".writer.json", ".locks/v.json", "raw/a/.unfinished"):
        writing.write(one.root / path, b"")
    assert keys(one) == []


def test_pulling_brings_changes_of_the_same_length_and_takes_away_what_is_gone(copies):
    one, other = copies
    for name in ("a", "b", "c"):
        writing.write(one.root / "tables" / name, b"old " + name.encode())
    other.pull(other.root / "tables")
    writing.write(one.root / "tables" / "a", b"new a")
    writing.remove(one.root / "tables" / "b")
    other.pull(other.root / "tables")
    assert files(other.root) == {"tables/a": b"new a", "tables/c": b"old c"}


def test_one_file_does_not_bring_another_whose_name_begins_so(copies):
    one, other = copies
    writing.write(one.root / "raw" / "v" / "page", b"1")
    writing.write(one.root / "raw" / "v2" / "page", b"2")
    other.pull(other.root / "raw" / "v")
    assert files(other.root) == {"raw/v/page": b"1"}


def test_only_what_changed_is_fetched(copies, monkeypatch):
    one, other = copies
    for name in ("a", "b", "c"):
        writing.write(one.root / "tables" / name, name.encode())
    other.pull(other.root / "tables")
    writing.write(one.root / "tables" / "b", b"other")
    fetched = []
    get = other.objects.client.get_object
    monkeypatch.setattr(
        other.objects.client,
        "get_object",
        lambda **asked: fetched.append(asked["Key"]) or get(**asked),
    )
    other.pull(other.root / "tables")
    assert fetched == ["the/warehouse/tables/b"]


def test_pages_that_either_side_has_are_on_both_afterwards(copies):
    one, other = copies
    writing.write(one.root / "raw" / "1", b"there")
    # As after a kill between the disk and S3.
    (other.root / "raw").mkdir()
    (other.root / "raw" / "2").write_bytes(b"here")
    other.merge(other.root / "raw")
    one.add(one.root / "raw")
    assert files(one.root) == files(other.root) == {"raw/1": b"there", "raw/2": b"here"}


def test_after_a_lease_was_lost_nothing_more_is_written(copies):
    one, _ = copies
    one.lost.add("locks/v.json")
    for work in (
        lambda: writing.write(one.root / "tables" / "a", b""),
        lambda: writing.remove(one.root / "tables" / "a"),
    ):
        with pytest.raises(LeaseLost, match="run again"):
            work()
    assert keys(one) == []


@pytest.mark.parametrize("key", ["raw/../../../escaped", "raw//../x", "raw/a\\..\\b/../../../y"])
def test_a_key_that_would_lead_out_of_the_folder_is_refused(copies, key, tmp_path):
    one, _ = copies
    one.objects.write(f"the/warehouse/{key}", b"!")
    with pytest.raises(WarehouseError, match="no path"):
        one.pull(one.root / "raw")
    assert not (tmp_path / "escaped").exists()


def test_a_damaged_marker_is_said(tmp_path):
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / ".precited-s3").write_text("nonsense")
    with pytest.raises(WarehouseError, match="delete the folder"):
        working_copy_of(tmp_path / "w" / "tables")
