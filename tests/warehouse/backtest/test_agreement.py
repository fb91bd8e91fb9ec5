"""Agreement of two orders, and the published figures."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.backtest.agreement import agreement, overlap, spearman
from warehouse.backtest.baseline import BASELINE, nearest

numbers = st.lists(st.integers(0, 6), min_size=10, max_size=60)


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_the_same_order_agrees_wholly_and_its_reverse_not_at_all() -> None:
    rising = np.arange(40.0)
    assert agreement(rising, rising**2).spearman == pytest.approx(1)
    assert agreement(rising, rising**2).overlap == 1
    assert agreement(rising, -rising).spearman == pytest.approx(-1)
    assert agreement(rising, -rising).overlap == 0


def test_ties_have_their_mean_rank() -> None:
    # By hand: ranks 1.5 1.5 3 4 against 1 2 3.5 3.5 differ by 0.5 0.5 0.5 0.5.
    assert spearman(array(0, 0, 1, 2), array(0, 1, 2, 2)) == pytest.approx(0.8889, abs=1e-4)


def test_papers_tied_at_the_edge_share_its_places() -> None:
    late = array(9, 8, *([0] * 18))
    assert overlap(array(9, 8, *([0] * 18)), late) == 1
    # The second place is shared by nineteen, one of whom is the late second.
    assert overlap(array(9, *([0] * 19)), late) == pytest.approx((1 + 1 / 19) / 2)
    assert overlap(np.zeros(20), late) == pytest.approx(0.1)


def test_too_few_papers_and_equal_ones_say_nothing() -> None:
    few = agreement(array(1, 2, 3), array(1, 2, 3))
    assert (few.papers, few.spearman, few.overlap) == (3, None, None)
    assert agreement(np.zeros(20), np.arange(20.0)).spearman is None
    assert agreement(array(), array()).papers == 0


@given(numbers, st.data(), st.randoms(use_true_random=False))
def test_neither_order_of_rows_nor_scale_matters(early, data, rng: random.Random) -> None:
    late = data.draw(st.lists(st.integers(0, 6), min_size=len(early), max_size=len(early)))
    one, other = np.array(early, float), np.array(late, float)
    order = list(range(len(early)))
    rng.shuffle(order)
    found, again = agreement(one, other), agreement(one[order], 7 * other[order] + 1)
    assert again.overlap == pytest.approx(found.overlap)
    assert 0 <= found.overlap <= 1 + 1e-9
    if found.spearman is None:
        assert again.spearman is None
    else:
        assert again.spearman == pytest.approx(found.spearman)
        assert -1 - 1e-9 <= found.spearman <= 1 + 1e-9


def test_published_figures_are_found_by_their_windows() -> None:
    assert [row.year for row in nearest(365, 1095, is_gain=True)] == [2018, 2019, 2020]
    assert {row.late_days for row in nearest(300, 700, is_gain=False)} == {730}
    assert all(row.overlap < row.spearman for row in BASELINE)
