"""Every call by which the store writes fails once, in every way: tables stay whole, the error
says which path and what to do, and the same work done again succeeds."""

import errno
import os
import shutil
from datetime import UTC, datetime

import pytest

from tests.warehouse.disk_calls import watched
from warehouse import layout
from warehouse.errors import DiskFailed, DiskFull, WarehouseError, WarehouseReadOnly
from warehouse.raw import RunPages
from warehouse.store import publish, read_table, venue_lock, writer_lock
from warehouse.tables import PAPERS, REVIEWS

VENUE = "lantern.example/LANTERN/2025/Conference"
AT = datetime(2025, 7, 1, 6, tzinfo=UTC)
EXPECTED = {
    errno.ENOSPC: (DiskFull, "free some and run again"),
    errno.EDQUOT: (DiskFull, "free some and run again"),
    errno.EACCES: (WarehouseReadOnly, "allow it, or name another folder"),
    errno.EIO: (DiskFailed, "look at the disk and run again"),
}
HOW = pytest.mark.parametrize("number", EXPECTED, ids=errno.errorcode.get)


class FailingAt:
    """Fails the n-th call; ``count`` tells how many there were."""

    def __init__(self, at, number):
        self.at, self.number, self.count = at, number, 0

    def __call__(self, _):
        self.count += 1
        if self.count == self.at:
            raise OSError(self.number, os.strerror(self.number))


def failures(root, work, number, *, renew):
    """Do the work in fresh folders, failing at each of its calls in turn, until none fails."""
    for at in range(1, 1000):
        renew()
        failing = FailingAt(at, number)
        with watched(root, before=failing):
            try:
                work()
            except WarehouseError as error:
                yield at, error
                continue
        if failing.count < at:
            return
        yield at, None
    raise AssertionError("it never ended")


def tables(count):
    papers = [
        {"paper_id": f"p{n}", "venue_id": VENUE, "state": "accepted", "forum_url": "f"}
        for n in range(count)
    ]
    reviews = [{"review_id": f"r{n}", "paper_id": "p0"} for n in range(count)]
    return {"papers": PAPERS.from_rows(papers), "reviews": REVIEWS.from_rows(reviews)}


def seen(root):
    return {read_table(root, name, VENUE).num_rows for name in ("papers", "reviews")}


def says_what_to_do(error, number, root):
    kind, advice = EXPECTED[number]
    assert isinstance(error, kind)
    assert str(root) in str(error)
    assert advice in str(error)


@HOW
def test_a_publish_that_fails_anywhere_harms_no_table(number, tmp_path):
    root, sound = tmp_path / "warehouse", tmp_path / "sound"
    publish(sound, VENUE, tables(3))

    def renew():
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(sound, root)

    told = []
    for at, error in failures(root, lambda: publish(root, VENUE, tables(5)), number, renew=renew):
        if error is None:
            assert seen(root) == {5}, "what only helps may fail in silence"
        else:
            says_what_to_do(error, number, root)
        assert seen(root) <= {3, 5}, at
        publish(root, VENUE, tables(5))
        assert seen(root) == {5}, at
        assert not layout.staging(root).exists()
        told.append(error is not None)
    assert len(told) > 20
    assert told.count(True) > told.count(False)


@HOW
def test_a_page_that_cannot_be_kept_is_not_there(number, tmp_path):
    root = tmp_path / "warehouse"

    def renew():
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()

    def keep():
        RunPages(layout.raw(root), VENUE, "run").keep(
            source="openreview",
            endpoint="v2/notes",
            params={},
            body=None,
            fetched_at=AT,
            status=200,
            payload=b"{}",
        )

    told = 0
    for _, error in failures(root, keep, number, renew=renew):
        assert error is not None
        says_what_to_do(error, number, root)
        left = RunPages(layout.raw(root), VENUE, "run").read("openreview")
        # Where only the flush of its name failed it is there, whole, and need not be asked again.
        assert [page.payload for page in left] in ([], [b"{}"])
        keep()
        told += 1
    assert told > 8


@HOW
def test_a_lock_that_cannot_be_taken_is_let_go(number, tmp_path):
    root = tmp_path / "warehouse"

    def renew():
        shutil.rmtree(root, ignore_errors=True)

    def take():
        with venue_lock(root, VENUE, "one"), writer_lock(root, "one"):
            pass

    for _, error in failures(root, take, number, renew=renew):
        if error is not None:
            says_what_to_do(error, number, root)
        root.mkdir(exist_ok=True)
        take()
