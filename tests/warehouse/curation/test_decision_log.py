"""The log of decisions: nothing that was confirmed is lost, nothing else is believed."""

import errno
import json
import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import layout
from warehouse.curation.decision import LONGEST_TEXT
from warehouse.curation.decision_log import (
    BadDecision,
    Decision,
    DecisionLog,
    Entry,
    decide,
    decide_all,
    last_held,
    read_decisions,
)
from warehouse.errors import CorruptLog, DiskFull, WarehouseBusy, WarehouseReadOnly
from warehouse.store import writer_lock

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
VENUE = "Lanterns.example/2025/Conference"
HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def entry(paper: str = "p1", curator: str = "ada", **said: Any) -> Entry:
    return Entry(paper_id=paper, venue_id=VENUE, curator=curator, **(said or {"verdict": "maybe"}))


def test_what_is_decided_is_read_back_and_plain_to_read(tmp_path: Path) -> None:
    made = decide(tmp_path, entry(verdict="shortlist", why="It is early."), NOW)

    assert read_decisions(tmp_path) == [made]
    line = json.loads(layout.decision_log(tmp_path).read_text())
    assert line == {
        "paper_id": "p1",
        "venue_id": VENUE,
        "curator": "ada",
        "verdict": "shortlist",
        "why": "It is early.",
        "decision_id": "20261124T120000000000-000001",
        "decided_at": "2026-11-24T12:00:00Z",
    }


def test_nobody_has_decided(tmp_path: Path) -> None:
    assert read_decisions(tmp_path) == []
    assert not (tmp_path / "curation").exists()


@given(note=HOSTILE, why=HOSTILE)
def test_hostile_text_is_kept_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, note: str, why: str
) -> None:
    root = tmp_path_factory.mktemp("hostile")
    decide_all(root, [entry(note=note, why=why), entry("p2")], [NOW, NOW])
    first, second = read_decisions(root)
    assert (first.note, first.why, second.paper_id) == (note, why, "p2")


def test_names_sort_in_the_order_of_deciding_even_when_the_clock_goes_back(tmp_path: Path) -> None:
    moments = [NOW + timedelta(hours=h) for h in (0, 5, -3, 0, 5)]
    names = [decide(tmp_path, entry(), moment).decision_id for moment in moments]
    assert names == sorted(set(names))
    assert [d.decided_at for d in read_decisions(tmp_path)] == moments


def test_threads_lose_nothing_and_share_no_name(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda i: decide(tmp_path, entry(f"p{i}"), NOW), range(200)))
    kept = read_decisions(tmp_path)
    assert [d.decision_id for d in kept] == sorted({d.decision_id for d in made})
    assert {d.paper_id for d in kept} == {f"p{i}" for i in range(200)}


def _decide_many(root: Path, curator: str) -> None:
    for i in range(50):
        decide(root, entry(f"p{i}", curator, verdict="skip", note="x" * 3000), NOW)


def test_processes_lose_nothing_and_share_no_name(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    curators = ["ada", "bob", "cy"]
    workers = [spawn.Process(target=_decide_many, args=(tmp_path, name)) for name in curators]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    kept = read_decisions(tmp_path)
    assert [d.decision_id for d in kept] == sorted({d.decision_id for d in kept})
    for name in curators:
        assert [d.paper_id for d in kept if d.curator == name] == [f"p{i}" for i in range(50)]


def test_a_run_that_holds_the_warehouse_keeps_no_curator_waiting(tmp_path: Path) -> None:
    with writer_lock(tmp_path, "a run"):
        decide(tmp_path, entry(), NOW)
    assert len(read_decisions(tmp_path)) == 1


@pytest.mark.parametrize("cut", [1, 20, 150])
def test_a_line_cut_short_is_not_believed_and_gives_way(tmp_path: Path, cut: int) -> None:
    first = decide(tmp_path, entry(), NOW)
    decide(tmp_path, entry("p2", verdict="shortlist", note="n" * 200), NOW)
    log = layout.decision_log(tmp_path)
    log.write_bytes(log.read_bytes()[:-cut])

    assert read_decisions(tmp_path) == [first]
    third = decide(tmp_path, entry("p3"), NOW)
    assert read_decisions(tmp_path) == [first, third]
    assert log.read_bytes().count(b"\n") == 2


def test_a_log_of_nothing_but_a_cut_line_begins_anew(tmp_path: Path) -> None:
    decide(tmp_path, entry(note="n" * 20_000), NOW)
    log = layout.decision_log(tmp_path)
    log.write_bytes(log.read_bytes()[:-1])
    made = decide(tmp_path, entry("p2"), NOW)
    assert read_decisions(tmp_path) == [made]


def test_the_last_entry_is_found_however_long_it_is(tmp_path: Path) -> None:
    long = "\x01" * LONGEST_TEXT
    names = [decide(tmp_path, entry(note=long, why=long), NOW).decision_id for _ in range(3)]
    assert [name[-6:] for name in names] == ["000001", "000002", "000003"]
    assert [d.note for d in read_decisions(tmp_path)] == [long] * 3


def test_a_disk_that_fills_up_keeps_nothing_of_the_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = decide(tmp_path, entry(), NOW)
    before = layout.decision_log(tmp_path).read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFull):
            decide(tmp_path, entry("p2"), NOW)
    assert layout.decision_log(tmp_path).read_bytes() == before
    assert read_decisions(tmp_path) == [first]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "curation").write_text("a file stands here")
    with pytest.raises(WarehouseReadOnly):
        decide(tmp_path, entry(), NOW)


def test_file_and_folders_are_on_disk_when_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed = []
    fsync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda fd: (flushed.append(Path(f"/proc/self/fd/{fd}").readlink()), fsync(fd))
    )
    root = tmp_path / "warehouse"
    decide(root, entry(), NOW)
    assert flushed == [tmp_path, root, root / "curation", layout.decision_log(root)]


def test_a_log_that_stays_locked_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    decide(tmp_path, entry(), NOW)
    monkeypatch.setattr("warehouse.curation.decision_log.LONGEST_WAIT", 0.01)
    with FileLock(layout.decision_lock(tmp_path)), pytest.raises(WarehouseBusy):
        decide(tmp_path, entry(), NOW)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"note": "x" * (LONGEST_TEXT + 1)}, "shorten it to 20,000"),
        ({"note": "\ud800"}, "surrogate"),
        ({"verdict": None}, "says nothing"),
        ({"verdict": "accept"}, "there are shortlist, maybe, skip and undo"),
        ({"verdict": "undo", "note": "why"}, "carries no text"),
        ({"verdict": "skip", "undoes": "x"}, "Only an undo"),
        ({"verdict": "undo"}, "nothing on p1 to take back"),
        ({"verdict": "undo", "undoes": "x"}, "nothing on p1 to take back"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_no_trace(
    tmp_path: Path, said: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadDecision, match=says):
        decide(tmp_path, entry(**said), NOW)
    assert read_decisions(tmp_path) == []


@pytest.mark.parametrize("names", [{"curator": " \n"}, {"paper": ""}, {"curator": "x" * 301}])
def test_a_decision_needs_its_names(tmp_path: Path, names: dict[str, str]) -> None:
    with pytest.raises(BadDecision):
        decide(tmp_path, entry(**names, verdict="skip"), NOW)


def test_white_space_does_not_make_another_curator(tmp_path: Path) -> None:
    assert decide(tmp_path, entry(curator=" ada\n lamp "), NOW).curator == "ada lamp"


def test_undo_names_what_it_takes_back_and_takes_it_only_once(tmp_path: Path) -> None:
    first = decide(tmp_path, entry(verdict="skip"), NOW)
    second = decide(tmp_path, entry(verdict="shortlist"), NOW)
    decide(tmp_path, entry(curator="bob", verdict="maybe"), NOW)

    undone = [decide(tmp_path, entry(verdict="undo"), NOW).undoes for _ in range(2)]

    assert undone == [second.decision_id, first.decision_id]
    for target in (None, second.decision_id):
        with pytest.raises(BadDecision, match="nothing on p1"):
            decide(tmp_path, entry(verdict="undo", undoes=target), NOW)


def test_nobody_takes_back_what_another_said_nor_an_undo(tmp_path: Path) -> None:
    made = decide(tmp_path, entry(), NOW)
    with pytest.raises(BadDecision):
        decide(tmp_path, entry(curator="bob", verdict="undo", undoes=made.decision_id), NOW)
    undo = decide(tmp_path, entry(verdict="undo", undoes=made.decision_id), NOW)
    with pytest.raises(BadDecision):
        decide(tmp_path, entry(verdict="undo", undoes=undo.decision_id), NOW)


def test_the_last_entry_that_holds_is_that_of_the_curator(tmp_path: Path) -> None:
    mine = decide(tmp_path, entry("p1"), NOW)
    decide(tmp_path, entry("p2", "bob"), NOW)
    undone = decide(tmp_path, entry("p3"), NOW)
    decide(tmp_path, entry("p3", verdict="undo"), NOW)
    log = read_decisions(tmp_path)

    assert last_held(log, VENUE, "ada") == mine
    assert last_held(log, VENUE, "ada", "p2") is None
    assert last_held(log, "elsewhere", "ada") is None
    assert undone not in (last_held(log, VENUE, "ada"), last_held(log, VENUE, "ada", "p3"))


def test_several_entries_are_kept_together_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(BadDecision):
        decide_all(tmp_path, [entry(), entry("p2", verdict="undo")], [NOW, NOW])
    assert read_decisions(tmp_path) == []
    kept = decide_all(tmp_path, [entry(), entry(verdict="undo")], [NOW, NOW])
    assert kept[1].undoes == kept[0].decision_id
    assert decide_all(tmp_path, [], []) == []


@pytest.mark.parametrize(
    "line",
    [b"nonsense\n", b'{"paper_id": "p"}\n', b"\xff\n", b"[]\n"],
)
def test_a_whole_line_that_is_no_decision_is_named_and_never_written_over(
    tmp_path: Path, line: bytes
) -> None:
    decide(tmp_path, entry(), NOW)
    log = layout.decision_log(tmp_path)
    log.write_bytes(log.read_bytes() + line)
    for attempt in (lambda: read_decisions(tmp_path), lambda: decide(tmp_path, entry(), NOW)):
        with pytest.raises(CorruptLog, match=r"decisions\.jsonl"):
            attempt()
    assert log.read_bytes().endswith(line)


def test_two_entries_of_one_name_are_no_log_but_a_line_copied_twice_counts_once(
    tmp_path: Path,
) -> None:
    made = decide(tmp_path, entry(), NOW)
    log = layout.decision_log(tmp_path)
    whole = log.read_bytes()
    log.write_bytes(whole * 2)
    assert read_decisions(tmp_path) == [made]
    log.write_bytes(whole + whole.replace(b"maybe", b"skip"))
    with pytest.raises(CorruptLog):
        read_decisions(tmp_path)


def test_a_reader_that_stays_sees_what_is_added_and_a_log_that_was_put_back(
    tmp_path: Path,
) -> None:
    log = DecisionLog(tmp_path)
    assert log.read() == []
    seen: list[Decision] = [decide(tmp_path, entry(f"p{i}"), NOW) for i in range(3)]
    assert log.read() == seen
    seen.append(decide(tmp_path, entry("p9"), NOW))
    assert log.read() == seen

    file = layout.decision_log(tmp_path)
    other = file.with_name("restored")
    other.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:2]))
    other.replace(file)
    assert log.read() == seen[:2]
    file.unlink()
    assert log.read() == []


def _decide_on_and_on(root: Path, confirmed: Any) -> None:
    for i in range(1_000_000):
        confirmed.send(decide(root, entry(f"p{i}", note="n" * 2000), NOW).decision_id)


def test_what_was_confirmed_outlives_a_kill(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    child = spawn.Process(target=_decide_on_and_on, args=(tmp_path, there))
    child.start()
    there.close()
    confirmed = [here.recv() for _ in range(30)]
    child.kill()
    child.join()
    while here.poll():
        try:
            confirmed.append(here.recv())
        except EOFError:
            break
    kept = [d.decision_id for d in read_decisions(tmp_path)]
    # One more may be on disk than its curator heard of, never one less.
    assert kept[: len(confirmed)] == confirmed
    assert len(kept) - len(confirmed) <= 1
    assert decide(tmp_path, entry("next"), NOW).decision_id > kept[-1]
