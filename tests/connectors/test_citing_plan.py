"""How papers are packed into batches, and what a plan promises."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.semantic_scholar import plan_citing
from connectors.semantic_scholar.citing_plan import (
    CAPACITY,
    NESTED,
    TOO_MANY_FOR_A_BATCH,
    batch_request,
    packs,
)
from connectors.semantic_scholar.plan import BATCH

fitting = st.dictionaries(st.integers(1, 10**9), st.integers(1, CAPACITY), max_size=60)
any_counts = st.dictionaries(st.integers(1, 10**9), st.integers(-3, 300_000), max_size=60)


unhurried = settings(deadline=None)


def rows(counts, pack):
    return sum(counts[paper] for paper in pack)


@unhurried
@given(fitting)
def test_no_pack_is_above_the_caps_and_each_paper_is_in_one(counts):
    packed = list(packs(counts))
    assert all(rows(counts, pack) <= CAPACITY < NESTED for pack in packed)
    assert all(len(pack) <= BATCH for pack in packed)
    assert sorted(paper for pack in packed for paper in pack) == sorted(counts)


@unhurried
@given(fitting)
def test_no_two_packs_would_fit_into_one(counts):
    packed = list(packs(counts))
    assert all(
        rows(counts, one) + rows(counts, two) > CAPACITY for one, two in combinations(packed, 2)
    )


@settings(max_examples=25, deadline=None)  # up to 4,000 papers each
@given(st.integers(1, 4000), st.integers(1, CAPACITY // 10), st.randoms(use_true_random=False))
def test_small_papers_fill_packs_to_the_brim(papers, largest, dice):
    counts = {paper: dice.randint(1, largest) for paper in range(papers)}
    packed = list(packs(counts))
    # Every pack before the last was left for want of room or of ids.
    by_rows = sum(counts.values()) // (CAPACITY - largest + 1)
    assert len(packed) <= by_rows + papers // BATCH + 1
    assert all(len(pack) <= BATCH and rows(counts, pack) <= CAPACITY for pack in packed)


@unhurried
@given(any_counts, st.randoms(use_true_random=False))
def test_the_order_in_which_papers_are_told_is_nothing(counts, dice):
    shuffled = list(counts.items())
    dice.shuffle(shuffled)
    assert plan_citing(dict(shuffled)) == plan_citing(counts)


@unhurried
@given(any_counts, st.booleans())
def test_every_cited_paper_is_asked_in_one_way(counts, influential):
    plan = plan_citing(counts, influential=influential)
    asked = [paper for pack in plan.packs for paper in pack] + list(plan.paged)
    assert sorted(asked) == sorted(paper for paper, count in counts.items() if count > 0)
    assert plan.requests >= plan.batches + len(plan.paged)


@unhurried
@given(any_counts, any_counts)
def test_only_papers_that_moved_are_asked(counts, known_counts):
    plan = plan_citing(counts, known_counts=known_counts)
    asked = {paper for pack in plan.packs for paper in pack} | set(plan.paged)
    moved = {paper for paper in counts if counts[paper] != known_counts.get(paper, 0)}
    assert asked == {paper for paper in moved if counts[paper] > 0}


def test_a_venue_of_long_tails_takes_hardly_more_batches_than_its_sum():
    dice = random.Random(4)  # noqa: S311
    counts = {paper: int(dice.lognormvariate(3.5, 1.5)) for paper in range(1100)}
    plan = plan_citing(counts)
    assert plan.requests <= -(-sum(counts.values()) // CAPACITY) + 1


@pytest.mark.parametrize(
    ("count", "requests"),
    [
        (1, (1, 0, 0)),
        (CAPACITY, (1, 0, 0)),
        (NESTED, (1, 0, 0)),
        (NESTED + 1, (1, 0, 1)),
        (14_866, (1, 0, 5)),
        (25_000, (1, 0, 16)),
        (TOO_MANY_FOR_A_BATCH + 1, (0, 10, 91)),
    ],
)
def test_a_large_paper_has_a_batch_and_then_slices(count, requests):
    plan = plan_citing({7: count})
    assert (plan.batches, plan.pages, plan.slices) == requests
    assert plan.requests == sum(requests)


def test_influence_takes_pages_of_every_paper():
    plan = plan_citing({1: 3, 2: 1000, 3: 1001, 4: 12_000, 5: 0}, influential=True)
    assert (plan.batches, plan.pages, plan.slices) == (0, 1 + 1 + 2 + 10, 3)
    assert plan.paged == (1, 2, 3, 4)


def test_each_week_large_papers_cost_a_page_and_the_others_share_batches():
    counts = {1: 9_000, 2: 500, 3: 14_000, 4: 20_000, 5: 77}
    known = {1: 8_990, 2: 499, 3: 13_900, 4: 18_000, 5: 77}
    plan = plan_citing(counts, known_counts=known)
    # The newest 2,000 of paper 4 take three pages, or one batch of its own.
    assert sorted(plan.packs) == [(1, 2), (4,)]
    assert (plan.paged, plan.pages, plan.slices) == ((3,), 1, 0)


def test_nothing_moved_costs_nothing():
    plan = plan_citing({1: 10, 2: 0}, known_counts={1: 10})
    assert (plan.requests, list(plan.packs)) == (0, [])


def test_what_is_asked_again_is_another_request():
    asked = [batch_request([1, 2], again) for again in range(3)]
    assert len({str(request.params) for request in asked}) == 3
    assert all(request.body == {"ids": ["CorpusId:1", "CorpusId:2"]} for request in asked)
