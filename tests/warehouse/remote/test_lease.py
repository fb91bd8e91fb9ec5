"""Leases: one holder, renewed while it lives, taken over when it is dead."""

import threading

import msgspec
import pytest

from warehouse.errors import LeaseLost, WarehouseBusy
from warehouse.remote import Address, Holder, Terms, lease, make

QUICK = Terms(runs_out=60, renewed=0.02, sleep=lambda _: None)


@pytest.fixture
def copies(bucket, tmp_path):
    return [make(tmp_path / name, Address(bucket)) for name in ("one", "other")]


def holder(copy, who="a run of LANTERN"):
    return Holder(who, 1, "lamp", copy.name)


def written(copy, name="v"):
    seen = copy.objects.seen(f"locks/{name}.json")
    return seen.data if seen else None


def test_a_lease_is_there_while_it_is_held(copies):
    one, _ = copies
    with lease(one, "v", holder(one), 0, QUICK):
        assert b"a run of LANTERN" in written(one)
    assert written(one) is None


def test_another_machine_hears_who_holds_it_and_gets_it_afterwards(copies):
    one, other = copies
    with (
        lease(one, "v", holder(one), 0, QUICK),
        pytest.raises(WarehouseBusy, match=r"a run of LANTERN \(process 1 on lamp\)"),
        lease(other, "v", holder(other), 0, Terms(sleep=lambda _: threading.Event().wait(0.02))),
    ):
        pytest.fail("two held it")
    with lease(other, "v", holder(other), 0, QUICK):
        pass


def test_two_names_are_two_leases(copies):
    one, other = copies
    with lease(one, "v", holder(one), 0, QUICK), lease(other, "w", holder(other), 0, QUICK):
        assert written(one, "v") != written(one, "w")


def test_what_a_dead_process_of_this_copy_held_is_free_at_once(copies):
    one, _ = copies
    dead = holder(one, "a run that was killed")
    one.objects.write("locks/v.json", msgspec.json.encode(dead))

    def patience(_):
        pytest.fail("it waited for the dead")

    with lease(one, "v", holder(one), 0, Terms(sleep=patience)):
        assert b"killed" not in written(one)


def test_what_a_dead_machine_held_is_free_when_it_has_run_out(copies):
    one, other = copies
    one.objects.write("locks/v.json", msgspec.json.encode(holder(one)))
    waits = []
    terms = Terms(runs_out=1.5, sleep=lambda _: waits.append(threading.Event().wait(0.2)))
    with lease(other, "v", holder(other), 0, terms):
        assert waits
        assert other.name.encode() in written(other)


def test_whoever_waits_long_enough_gets_it(copies):
    one, other = copies
    held, got = threading.Event(), threading.Event()

    def first():
        with lease(one, "v", holder(one), 0, QUICK):
            held.set()
            threading.Event().wait(0.3)

    thread = threading.Thread(target=first)
    thread.start()
    held.wait(10)
    waiting = Terms(sleep=lambda _: threading.Event().wait(0.05))
    with lease(other, "v", holder(other), 600, waiting):
        got.set()
    thread.join()
    assert got.is_set()


def test_a_holder_that_slept_too_long_writes_no_more(copies):
    one, other = copies
    with lease(one, "v", holder(one), 0, QUICK):
        other.objects.write("locks/v.json", b"another's")
        for _ in range(500):
            if one.lost:
                break
            threading.Event().wait(0.01)
        with pytest.raises(LeaseLost):
            one.write(one.root / "tables" / "x", b"")
    assert written(other) == b"another's"
    assert not one.lost


def test_a_lease_that_says_nothing_runs_out_too(copies):
    one, _ = copies
    one.objects.write("locks/v.json", b"\x00 no holder")
    terms = Terms(runs_out=1.5, sleep=lambda _: threading.Event().wait(0.2))
    with lease(one, "v", holder(one), 0, terms):
        assert one.name.encode() in written(one)
