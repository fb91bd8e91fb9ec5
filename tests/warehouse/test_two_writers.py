"""Two runs of a warehouse at once: two venues side by side, one venue by one; readers read on."""

import threading
import time

import pytest

from tests.benchmarks.readers import VENUES, measure
from warehouse import layout
from warehouse.errors import WarehouseBusy
from warehouse.leases import replace_unread
from warehouse.store import publish, read_table, venue_lock, writer_lock
from warehouse.tables import PAPERS

LANTERN, QUILL = VENUES


def papers(venue_id, count):
    rows = ({"paper_id": f"{n}", "venue_id": venue_id} for n in range(count))
    return {"papers": PAPERS.from_rows({**r, "state": "accepted", "forum_url": "f"} for r in rows)}


def test_readers_read_on_through_twenty_publications_of_two_writers(tmp_path):
    for seen in measure(publishes=20, papers=300, top=tmp_path):
        assert seen.wrong == [], seen.reader
        assert seen.reads > 20
        assert seen.versions > 10


def test_two_venues_go_side_by_side_and_one_venue_does_not(tmp_path):
    with venue_lock(tmp_path, LANTERN, "a run of LANTERN"):
        with venue_lock(tmp_path, QUILL, "a run of QUILL"), writer_lock(tmp_path, "QUILL"):
            publish(tmp_path, QUILL, papers(QUILL, 2))
        with (
            pytest.raises(WarehouseBusy, match=rf"{LANTERN} is in use by a run of LANTERN \(proc"),
            venue_lock(tmp_path, LANTERN, "another run"),
        ):
            pass
    assert read_table(tmp_path, "papers", QUILL).num_rows == 2


def test_who_waits_goes_on_when_the_other_is_done(tmp_path):
    order = []

    def second():
        with venue_lock(tmp_path, LANTERN, "the second", wait=20):
            order.append("second")

    with venue_lock(tmp_path, LANTERN, "the first"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        order.append("first")
    thread.join(20)
    assert order == ["first", "second"]


def test_who_waited_in_vain_says_for_whom(tmp_path):
    with (
        venue_lock(tmp_path, LANTERN, "the first"),
        pytest.raises(WarehouseBusy, match="the first"),
        venue_lock(tmp_path, LANTERN, "the second", wait=0.05),
    ):
        pass


def test_a_neighbour_leaves_what_is_staged_to_whoever_holds_the_writer_lock(tmp_path):
    """Staging and moving happen under one lock, so a neighbour never meets half of either."""
    with writer_lock(tmp_path, "LANTERN"):
        staged = layout.staging(tmp_path) / "lantern"
        staged.mkdir(parents=True)
        with pytest.raises(WarehouseBusy, match="LANTERN"), writer_lock(tmp_path, "QUILL"):
            pass
        assert staged.exists()


def test_a_file_is_replaced_when_its_reader_is_done(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"old")
    new.write_bytes(b"new")
    with old.open("rb") as reader:
        thread = threading.Thread(target=replace_unread, args=(new, old, 20.0))
        thread.start()
        thread.join(0.1)
        assert thread.is_alive()
        assert old.read_bytes() == reader.read() == b"old"
    thread.join(20)
    assert old.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_reader_that_never_ends_does_not_stop_a_publication(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"old")
    new.write_bytes(b"new")
    began = time.monotonic()
    with old.open("rb") as reader:
        replace_unread(new, old, patience=0.05)
        assert reader.read() == b"old"
    assert old.read_bytes() == b"new"
    assert time.monotonic() - began < 10
