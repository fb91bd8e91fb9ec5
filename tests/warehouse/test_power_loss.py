"""The power fails between any two calls: what is read afterwards is old or new, and whole."""

import shutil
from datetime import UTC, datetime

import pytest

from tests.warehouse.disk_calls import watched
from tests.warehouse.platter import Platter
from warehouse import layout
from warehouse.curation.link_log import LinkDecision, add_to_link_log, read_link_log
from warehouse.raw import RunPages
from warehouse.store import finish_publish, publish, read_table
from warehouse.tables import PAPERS, REVIEWS, VENUES

VENUE = "lantern.example/LANTERN/2025/Conference"
AT = datetime(2025, 7, 1, 6, tzinfo=UTC)
OLD, NEW = [2, 0, 2], [4, 4, 2]


def tables(count, *, reviews=0):
    """Papers that grow, reviews that were not there before, and rejects that stay."""
    papers = [
        {"paper_id": f"p{n}", "venue_id": VENUE, "state": "accepted", "forum_url": "f"}
        for n in range(count)
    ]
    venue = [{"venue_id": VENUE, "name": "LANTERN", "api_version": 2}]
    given = {"papers": PAPERS.from_rows(papers), "venues": VENUES.from_rows(venue)}
    if reviews:
        rows = ({"review_id": f"r{n}", "paper_id": "p0"} for n in range(reviews))
        given["reviews"] = REVIEWS.from_rows(rows)
    return given


def seen(root):
    names = ("papers", "reviews", "venues")
    papers, reviews, venues = (read_table(root, name, VENUE).num_rows for name in names)
    return [papers, reviews, venues + 1]


def recorded(root, work):
    calls = []
    with watched(root, after=calls.append):
        work()
    return calls


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    root = tmp_path_factory.mktemp("power") / "before"
    publish(root, VENUE, tables(2))
    return root


@pytest.fixture(scope="module")
def calls(before, tmp_path_factory):
    root = tmp_path_factory.mktemp("power") / "once"
    shutil.copytree(before, root)
    return recorded(root, lambda: publish(root, VENUE, tables(4, reviews=4)))


def test_the_calls_of_a_publish_are_all_seen(calls):
    names = [call.name for call in calls]
    assert set(names) == {"mkdir", "create", "fsync", "replace", "link", "unlink", "rmdir"}
    assert names.count("replace") == 5, "two tables and the manifest staged, two tables moved"


def test_a_publish_cut_anywhere_is_recovered_whole_old_or_new(before, calls, tmp_path):
    ends = []
    for cut in range(len(calls) + 1):
        for root in Platter(before).play(calls[:cut]).after_power_cuts(tmp_path):
            between = seen(root)
            assert between[0] in {2, 4}, (cut, between)
            assert between[1] in {0, 4}, (cut, between)
            finish_publish(root)
            assert seen(root) in (OLD, NEW), (cut, between)
            assert between in (OLD, seen(root)) or seen(root) == NEW, "what was seen was undone"
            assert not (root / "staging").exists()
            ends.append((cut, seen(root)))
    assert [end for cut, end in ends if cut == len(calls)] == [NEW] * len(
        [cut for cut, _ in ends if cut == len(calls)]
    ), "what publish() has confirmed stays"
    assert {tuple(end) for _, end in ends} == {tuple(OLD), tuple(NEW)}


def test_a_recovery_that_is_cut_is_recovered_in_turn(before, calls, tmp_path):
    manifest = next(n for n, c in enumerate(calls) if c.target and c.target.name == "manifest.json")
    for cut in range(manifest + 3, len(calls), 4):
        half = Platter(before).play(calls[:cut]).now(tmp_path / "half")
        start = tmp_path / "start"
        shutil.copytree(half, start)
        again = recorded(half, lambda root=half: finish_publish(root))
        for second in range(len(again) + 1):
            for root in Platter(start).play(again[:second]).after_power_cuts(tmp_path):
                finish_publish(root)
                assert seen(root) == NEW, (cut, second)
        shutil.rmtree(start)


def test_what_is_finished_after_a_kill_survives_a_power_cut(before, calls, tmp_path):
    """A killed process may have made names that it never flushed; its successor must."""
    for cut in range(len(calls) + 1):
        root = Platter(before).play(calls[:cut]).now(tmp_path / "killed")
        again = recorded(root, lambda root=root: finish_publish(root))
        left = seen(root)
        platter = Platter(before).play([*calls[:cut], *again])
        assert {tuple(seen(cut_)) for cut_ in platter.after_power_cuts(tmp_path)} <= (
            {tuple(left)} if left == NEW else {tuple(OLD)}
        ), cut


def keep(root, number):
    RunPages(layout.raw(root), VENUE, "20250701T060000Z").keep(
        source="openreview",
        endpoint="v2/notes",
        params={"page": number},
        body=None,
        fetched_at=AT,
        status=200,
        payload=b"x" * 1000,
    )


def kept(root):
    pages = RunPages(layout.raw(root), VENUE, "20250701T060000Z").read("openreview")
    assert all(page.payload == b"x" * 1000 for page in pages)
    return len(pages)


def test_a_page_is_whole_or_not_there_and_stays_once_it_is_kept(tmp_path):
    root = tmp_path / "run"
    root.mkdir()
    first = recorded(root, lambda: keep(root, 1))
    second = recorded(root, lambda: keep(root, 2))
    for cut in range(len(first) + len(second) + 1):
        platter = Platter().play([*first, *second][:cut])
        confirmed = (cut >= len(first)) + (cut == len(first) + len(second))
        for left in platter.after_power_cuts(tmp_path):
            assert confirmed <= kept(left) <= confirmed + 1, cut


def test_a_page_kept_after_a_kill_survives_a_power_cut(tmp_path):
    root = tmp_path / "run"
    root.mkdir()
    first = recorded(root, lambda: keep(root, 1))
    for cut in range(len(first) + 1):
        killed = Platter().play(first[:cut]).now(tmp_path / "killed")
        had = kept(killed)
        again = recorded(killed, lambda killed=killed: keep(killed, 2))
        platter = Platter().play([*first[:cut], *again])
        assert {kept(left) for left in platter.after_power_cuts(tmp_path)} == {had + 1}, cut


def test_a_decision_stays_once_it_is_confirmed(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    decision = LinkDecision(
        override_id="1",
        paper_id="p",
        venue_id=VENUE,
        verdict="reject",
        curator="me",
        decided_at=AT,
    )
    calls = recorded(root, lambda: add_to_link_log(root, decision))
    lefts = Platter().play(calls).after_power_cuts(tmp_path)
    assert {len(read_link_log(left)) for left in lefts} == {1}
