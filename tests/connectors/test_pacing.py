from concurrent.futures import ThreadPoolExecutor

import pytest

from connectors.transport.pacing import WIDEST, Pacer


def test_the_gap_is_counted_from_the_end_of_the_last_answer(time):
    pacer = Pacer(1.1, time.timing)
    assert pacer.wait("a") == 0
    time.at += 30  # a slow answer
    pacer.answered()
    assert pacer.wait("a") == pytest.approx(1.1)
    time.at += 1
    assert pacer.wait("a") == pytest.approx(0.1)
    time.at += 1
    assert pacer.wait("a") == 0


def test_an_interval_of_nothing_never_waits(time):
    pacer = Pacer(0, time.timing)
    pacer.answered()
    pacer.widen()
    assert pacer.wait("a") == 0


def test_a_complaint_widens_the_gap_and_it_narrows_slowly_to_where_it_was(time):
    pacer = Pacer(2.0, time.timing)
    pacer.widen()
    assert pacer.gap == 3.0
    pacer.ease()
    assert 2.9 < pacer.gap < 3.0
    for _ in range(100):
        pacer.ease()
    assert pacer.gap == 2.0


def test_the_gap_widens_only_so_far(time):
    pacer = Pacer(2.0, time.timing)
    for _ in range(50):
        pacer.widen()
    assert pacer.gap == WIDEST


def test_an_endpoint_is_held_while_the_others_go_on(time):
    pacer = Pacer(1.0, time.timing)
    pacer.hold("v2/notes", 30)
    pacer.hold("v2/notes", 5)  # the longer hold stands
    assert pacer.wait("v2/notes") == 30
    assert pacer.wait("v2/groups") == 0


def test_a_clock_that_was_set_back_does_not_stretch_the_gap(time):
    pacer = Pacer(1.0, time.timing)
    pacer.answered()
    time.at -= 3600
    assert pacer.wait("a") == 1.0


def test_each_thread_that_takes_a_turn_comes_a_gap_later(time):
    pacer = Pacer(1.5, time.timing)
    with ThreadPoolExecutor(8) as pool:
        turns = list(pool.map(pacer.take, ["a"] * 40))
    assert sorted(turns) == [1.5 * place for place in range(40)]


def test_an_answer_does_not_shorten_what_others_were_given(time):
    pacer = Pacer(1.0, time.timing)
    assert [pacer.take("a") for _ in range(3)] == [0, 1, 2]
    pacer.answered()
    assert pacer.wait("a") == 3


def test_an_endpoint_that_is_held_gives_its_turns_after_that(time):
    pacer = Pacer(1.0, time.timing)
    pacer.hold("a", 30)
    assert [pacer.take("a") for _ in range(2)] == [30, 31]
