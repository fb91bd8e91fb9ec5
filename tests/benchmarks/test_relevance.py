"""The measures of the search benchmark, by hand, and its questions."""

import numpy as np
import pytest

from tests.benchmarks.relevance import interval, questions, recall, reciprocal_rank


def test_the_first_right_answer_counts():
    assert reciprocal_rank(["a", "b", "c"], {"c", "b"}) == 0.5
    assert reciprocal_rank(["a"], {"b"}) == 0
    assert reciprocal_rank([], {"b"}) == 0


def test_recall_is_of_all_right_answers_and_to_a_depth():
    assert recall(["a", "b", "c"], {"a", "c", "x", "y"}, 3) == 0.5
    assert recall(["a", "b", "c"], {"c"}, 2) == 0


def test_an_interval_holds_the_mean_and_is_the_same_every_time():
    values = np.array([0.0, 1.0] * 20)
    low, high = interval(values)
    assert low < 0.5 < high
    assert list(interval(values)) == [low, high]
    assert list(interval(np.ones(5))) == pytest.approx([1, 1])


def test_every_question_has_one_to_three_answers():
    asked = questions()
    assert len(asked) >= 24
    assert len({text for text, _ in asked}) == len(asked)
    assert all(1 <= len(answers) <= 3 for _, answers in asked)
