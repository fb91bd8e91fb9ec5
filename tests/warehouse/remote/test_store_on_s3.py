"""The store's promises for a warehouse on S3: two machines, and kills between any two requests."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pyarrow.fs
import pyarrow.parquet as pq
import pytest

from warehouse import disk, layout, store
from warehouse.curation.decision import Entry
from warehouse.curation.decision_log import decide, read_decisions
from warehouse.curation.link_log import LinkDecision, add_to_link_log, read_link_log
from warehouse.errors import WarehouseBusy
from warehouse.explore.datapackage import datapackage, write_datapackage
from warehouse.raw import RunPages, run_ids
from warehouse.remote import Address, make
from warehouse.tables import PAPERS, REVIEWS

VENUE = "lantern.example/LANTERN/2025/Conference"
OTHER = "lantern.example/LANTERN/2025/Workshop/Tiny"
AT = datetime(2025, 7, 1, 6, tzinfo=UTC)


@pytest.fixture
def machines(bucket, tmp_path):
    """Folders of two machines for one warehouse."""
    return [make(tmp_path / name, Address(bucket, "w")).root for name in ("one", "other")]


def tables(count, venue=VENUE):
    papers = [
        {"paper_id": f"{venue}-{n}", "venue_id": venue, "state": "accepted", "forum_url": "f"}
        for n in range(count)
    ]
    reviews = [{"review_id": f"r{n}", "paper_id": "p0"} for n in range(count)]
    return {"papers": PAPERS.from_rows(papers), "reviews": REVIEWS.from_rows(reviews)}


def published(root, count, venue=VENUE):
    with store.venue_lock(root, venue, "a test"), store.writer_lock(root, "a test"):
        store.publish(root, venue, tables(count, venue))
        write_datapackage(root)


def fetched(root):
    """The rows of both tables on a machine that has just come in."""
    with store.venue_lock(root, VENUE, "a look"), store.writer_lock(root, "a look"):
        store.finish_publish(root)
    return [store.read_table(root, name, VENUE).num_rows for name in ("papers", "reviews")]


def keep(root, endpoint):
    pages = RunPages(layout.raw(root), VENUE, "20250701T060000000000Z")
    asked = {"source": "openreview", "endpoint": endpoint, "params": {}, "body": None}
    pages.keep(**asked, fetched_at=AT, status=200, payload=b"{}")


def test_what_one_machine_publishes_the_other_has(machines):
    one, other = machines
    published(one, 3)
    assert fetched(other) == [3, 3]
    published(other, 4)
    assert fetched(one) == [4, 4]


def test_what_is_published_is_plain_parquet_for_anybody(machines, bucket, s3_server):
    published(machines[0], 3)
    s3 = pyarrow.fs.S3FileSystem(
        access_key="ours",
        secret_key="secret",
        endpoint_override=s3_server,
    )
    assert pq.read_table(f"{bucket}/w/tables/papers", filesystem=s3).num_rows == 3


def test_a_machine_describes_also_the_venues_whose_files_it_has_not(machines):
    one, other = machines
    published(one, 1)
    published(other, 1, OTHER)
    assert not layout.table_file(other, "papers", VENUE).exists()
    paths = datapackage(other)["resources"][0]["path"]
    assert [path.split("/")[2] for path in paths] == [
        f"venue={layout.slug(venue)}" for venue in (VENUE, OTHER)
    ]


def test_pages_are_there_for_whichever_machine_goes_on(machines):
    one, other = machines
    with store.venue_lock(one, VENUE, "a run"):
        keep(one, "v2/notes")
    with store.venue_lock(other, VENUE, "the rest of it"):
        assert run_ids(layout.raw(other), VENUE) == ["20250701T060000000000Z"]
        assert RunPages(layout.raw(other), VENUE, "20250701T060000000000Z").find(
            "openreview", "v2/notes", {}
        )


def test_one_machine_works_on_a_venue_at_a_time(machines):
    one, other = machines
    with (
        store.venue_lock(one, VENUE, "a run of LANTERN"),
        store.venue_lock(other, OTHER, "a run of another venue"),
    ):
        locks = [found.key for found in make(one, Address("unused")).objects.below("w/locks/")]
        assert len(locks) == 2


def test_a_folder_is_locked_on_its_own_machine_first(machines):
    with (
        store.writer_lock(machines[0], "precited build"),
        pytest.raises(WarehouseBusy, match="precited build"),
        store.writer_lock(machines[0], "another"),
    ):
        pytest.fail("two held it")


class Killed(BaseException):
    """The machine is gone."""


class Doomed:
    """A client that dies before its n-th change of what S3 holds."""

    CHANGES = ("put_object", "copy_object", "delete_objects")

    def __init__(self, client, left):
        self.client, self.left = client, left

    def __getattr__(self, name):
        call = getattr(self.client, name)
        if name not in self.CHANGES:
            return call

        def counted(**asked):
            if self.left == 0:
                raise Killed
            self.left -= 1
            return call(**asked)

        return counted


def killed_after(root, changes, work):
    """Whether work was killed before its change after so many."""
    copy = make(root, Address("unused"))
    doomed = Doomed(copy.objects.client, changes)
    object.__setattr__(copy.objects, "client", doomed)
    try:
        work()
    except Killed:
        return True
    finally:
        object.__setattr__(copy.objects, "client", doomed.client)
    return False


def test_publishing_killed_between_any_two_requests_is_finished_by_another_machine(
    machines, tmp_path, bucket
):
    one, _ = machines
    published(one, 1)
    copy = make(one, Address("unused"))
    for changes in range(30):
        survivor = make(tmp_path / f"survivor-{changes}", Address(bucket, "w"))

        def publish(count=changes + 2):
            store.publish(one, VENUE, tables(count))

        # Held by nobody: leases are tried elsewhere.
        was_killed = killed_after(one, changes, publish)
        survivor.pull(layout.staging(survivor.root), layout.tables(survivor.root))
        store.finish_publish(survivor.root)
        seen = [store.read_table(survivor.root, name).num_rows for name in tables(0)]
        assert len(set(seen)) == 1, f"half a publication after {changes} changes: {seen}"
        assert seen[0] in {changes + 1, changes + 2}
        if not was_killed:
            break
        # The machine comes back.
        copy.pull(layout.staging(one), layout.tables(one))
        published(one, changes + 2)
    else:
        pytest.fail("it never came to its end")
    assert changes == 7  # two tables, a manifest; two moves; the manifest and the folder go


def test_a_page_whose_upload_was_killed_is_not_lost(machines):
    one, other = machines
    with store.venue_lock(one, VENUE, "a run"):
        assert killed_after(one, 0, lambda: keep(one, "v2/notes"))
    with store.venue_lock(one, VENUE, "the rest of it"):
        pass
    with store.venue_lock(other, VENUE, "a look"):
        assert run_ids(layout.raw(other), VENUE) == ["20250701T060000000000Z"]


def entry(number, curator="anna"):
    return Entry(venue_id=VENUE, paper_id=f"p{number}", curator=curator, verdict="shortlist")


def test_two_machines_decide_at_once_and_every_entry_is_kept(machines):
    def work(root):
        return [decide(root, entry(n, root.name), AT).decision_id for n in range(10)]

    with ThreadPoolExecutor(2) as pool:
        made = [name for names in pool.map(work, machines) for name in names]
    assert len(set(made)) == 20
    copy = make(machines[0], Address("unused"))
    copy.pull(machines[0] / "curation")
    kept = read_decisions(machines[0])
    assert [decision.decision_id for decision in kept] == sorted(made)


def test_a_decision_that_s3_did_not_take_is_nowhere(machines):
    one, other = machines
    decide(one, entry(1), AT)
    assert killed_after(one, 0, lambda: decide(one, entry(2), AT))
    assert [kept.paper_id for kept in read_decisions(one)] == ["p1"]
    decide(other, entry(3), AT)
    assert [kept.paper_id for kept in read_decisions(other)] == ["p1", "p3"]


def test_decisions_about_links_reach_the_other_machine(machines):
    one, other = machines
    decision = LinkDecision(
        override_id="1",
        paper_id="p",
        venue_id=VENUE,
        verdict="accept",
        curator="anna",
        decided_at=AT,
    )
    with store.writer_lock(one, "precited links"):
        add_to_link_log(one, decision)
    with store.writer_lock(other, "precited links"):
        assert read_link_log(other) == [decision]


def test_a_decision_of_another_machine_is_not_lost_to_a_file_that_is_here(machines):
    one, other = machines
    decide(one, entry(1), AT)
    disk.write(layout.decision_log(other), b"")
    decide(other, entry(2), AT)
    assert [kept.paper_id for kept in read_decisions(other)] == ["p1", "p2"]
