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
