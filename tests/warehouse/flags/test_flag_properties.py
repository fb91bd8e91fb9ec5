"""What must hold of flags whatever a venue looks like."""

import random

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from warehouse.flags.ages import months
from warehouse.flags.bands import SMALLEST_BAND, age_bands
from warehouse.flags.percentile import mid_rank, share_below
from warehouse.flags.ranking import Ranks, believed_rates, ranking
from warehouse.flags.shrinkage import LEAST_STRENGTH, MOST_STRENGTH, Prior, fit

papers = st.lists(
    st.tuples(st.one_of(st.integers(0, 5), st.integers(0, 20_000)), st.integers(0, 900)),
    min_size=1,
    max_size=150,
)
priors = st.builds(Prior, rate=st.floats(0, 500), strength=st.floats(LEAST_STRENGTH, MOST_STRENGTH))


def split(venue: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    counts, ages = zip(*venue, strict=True)
    return np.array(counts, dtype=np.int64), np.array(ages, dtype=np.int64)


def exposures(ages: np.ndarray) -> np.ndarray:
    return np.array([months(age) for age in ages])


def ranked(counts: np.ndarray, ages: np.ndarray, prior: Prior) -> Ranks:
    ids = np.array([f"p{index:05}" for index in range(len(counts))])
    return ranking(believed_rates(counts, exposures(ages), prior), counts, ids)


@given(papers)
def test_percentiles_lie_within_0_and_100_and_average_50_in_each_band(venue) -> None:
    counts, ages = split(venue)
    bands = age_bands(ages)
    percentiles = mid_rank(counts, bands)
    assert percentiles.min() > 0
    assert percentiles.max() < 100
    for band in np.unique(bands):
        assert_allclose(percentiles[bands == band].mean(), 50)


@given(papers)
def test_what_is_said_in_words_is_never_more_than_the_percentile(venue) -> None:
    counts, ages = split(venue)
    bands = age_bands(ages)
    assert (100 * share_below(counts, counts, bands) < mid_rank(counts, bands)).all()


@given(st.lists(st.integers(0, 900), min_size=1, max_size=700))
def test_bands_are_large_ordered_by_age_and_never_part_one_age(days) -> None:
    ages = np.array(days)
    bands = age_bands(ages)
    sizes = np.bincount(bands)
    assert len(sizes) == 1 or sizes.min() >= SMALLEST_BAND
    for age in np.unique(ages):
        assert len(np.unique(bands[ages == age])) == 1
    assert (np.diff(bands[np.argsort(ages, kind="stable")]) >= 0).all()


@given(st.integers(60, 1_200))
def test_bands_of_different_ages_hold_equal_numbers(size) -> None:
    sizes = np.bincount(age_bands(np.random.default_rng(size).permutation(size)))
    assert sizes.max() - sizes.min() <= 1


@given(papers, st.randoms(use_true_random=False))
def test_the_order_in_which_papers_come_does_not_matter(venue, rng: random.Random) -> None:
    order = list(range(len(venue)))
    rng.shuffle(order)
    counts, ages = split(venue)
    prior, bands = fit(counts, exposures(ages)), age_bands(ages)
    again = fit(counts[order], exposures(ages[order]))
    assert_allclose([again.rate, again.strength], [prior.rate, prior.strength])
    assert (age_bands(ages[order]) == bands[order]).all()
    assert (mid_rank(counts[order], bands[order]) == mid_rank(counts, bands)[order]).all()
    ids = np.array([f"p{index:05}" for index in range(len(venue))])
    rates = believed_rates(counts, exposures(ages), prior)
    there, back = ranking(rates, counts, ids), ranking(rates[order], counts[order], ids[order])
    assert (back.rank == there.rank[order]).all()
    assert (back.low == there.low[order]).all()
    assert (back.high == there.high[order]).all()


@given(papers, st.data())
def test_one_more_citation_never_lowers_a_paper(venue, data) -> None:
    counts, ages = split(venue)
    which = data.draw(st.integers(0, len(venue) - 1))
    prior, bands = fit(counts, exposures(ages)), age_bands(ages)
    more = counts.copy()
    more[which] += 1
    assert mid_rank(more, bands)[which] >= mid_rank(counts, bands)[which]
    assert ranked(more, ages, prior).rank[which] <= ranked(counts, ages, prior).rank[which]


@given(papers)
def test_among_papers_of_one_age_more_citations_rank_higher(venue) -> None:
    counts, ages = split(venue)
    ranks = ranked(counts, ages, fit(counts, exposures(ages)))
    for age in np.unique(ages):
        same = ages == age
        order = np.argsort(ranks.rank[same])
        assert (np.diff(counts[same][order]) <= 0).all()


@given(papers, priors)
def test_a_shrunken_rate_lies_between_the_venues_and_its_own(venue, prior: Prior) -> None:
    counts, ages = split(venue)
    exposure = exposures(ages)
    raw, shrunken = counts / exposure, prior.shrink(counts, exposure)
    slack = 1e-9 * (1 + np.maximum(raw, prior.rate))
    assert (shrunken >= np.minimum(raw, prior.rate) - slack).all()
    assert (shrunken <= np.maximum(raw, prior.rate) + slack).all()


@given(papers)
def test_ranks_are_1_to_n_and_lie_within_their_ties(venue) -> None:
    counts, ages = split(venue)
    ranks = ranked(counts, ages, fit(counts, exposures(ages)))
    assert sorted(ranks.rank) == list(range(1, len(venue) + 1))
    assert ((ranks.low <= ranks.rank) & (ranks.rank <= ranks.high)).all()
    for low, high in {*zip(ranks.low, ranks.high, strict=True)}:
        inside = (ranks.rank >= low) & (ranks.rank <= high)
        assert (ranks.low[inside] == low).all()
        assert len({count == 0 for count in counts[inside]}) == 1


@given(papers)
def test_papers_without_citations_come_last_and_equal(venue) -> None:
    counts, ages = split(venue)
    assume((counts == 0).any())
    ranks = ranked(counts, ages, fit(counts, exposures(ages)))
    uncited = counts == 0
    assert set(ranks.rank[uncited]) == set(range(len(venue) - uncited.sum() + 1, len(venue) + 1))
    assert len(set(ranks.low[uncited])) == 1


@given(priors)
def test_one_citation_in_two_weeks_never_tops_thirty_in_eight_months(prior: Prior) -> None:
    counts, exposure = np.array([1, 30]), np.array([months(14), months(243)])
    young, old = believed_rates(counts, exposure, prior)
    assert young < old


@given(papers)
def test_nor_does_it_in_any_whole_venue(venue) -> None:
    counts, ages = split([*venue, (1, 14), (30, 243)])
    ranks = ranked(counts, ages, fit(counts, exposures(ages)))
    assert ranks.rank[-1] < ranks.rank[-2]
