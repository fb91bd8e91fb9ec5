"""Single rules of the flags, and the venues that break estimates."""

import doctest
from datetime import date

import numpy as np
import pytest

from warehouse.flags import first_public, reasons
from warehouse.flags.ages import age_days, months
from warehouse.flags.bands import age_bands
from warehouse.flags.cited import cited, ranked_count
from warehouse.flags.first_public import arxiv_month
from warehouse.flags.reasons import Evidence
from warehouse.flags.shrinkage import LEAST_STRENGTH, MOST_STRENGTH, fit


@pytest.mark.parametrize("module", [first_public, reasons], ids=lambda module: module.__name__)
def test_the_examples_in_the_documentation_hold(module) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("is_linked", "low", "high", "expected"),
    [
        (True, 1, 1, "yes"),
        (True, 1, 9, "yes"),
        (True, 0, 0, "no"),
        (True, 0, 2, "unknown"),
        (True, None, None, "unknown"),
        (False, 0, 0, "unknown"),
        (False, None, None, "unknown"),
    ],
)
def test_cited_has_three_states(is_linked, low, high, expected) -> None:
    assert cited(is_linked, low, high) == expected


@pytest.mark.parametrize(
    ("citations", "independent", "expected"),
    [(9, None, 9), (9, 4, 4), (9, 0, 0), (None, None, None)],
)
def test_self_citations_do_not_count_where_they_are_known(citations, independent, expected) -> None:
    assert ranked_count(citations, independent) == expected


@pytest.mark.parametrize(
    ("arxiv_id", "month"),
    [
        ("2110.08207", date(2021, 10, 1)),
        ("0704.0001", date(2007, 4, 1)),
        ("1412.6980v9", date(2014, 12, 1)),
        ("hep-th/9901001", date(1999, 1, 1)),
        ("math.GT/0309136", date(2003, 9, 1)),
        ("cs/0703001v2", date(2007, 3, 1)),
        ("2100.00001", None),
        ("2113.00001", None),
        ("arXiv", None),
        ("", None),
        ("٢١١٠.08207", None),
    ],
)
def test_months_of_arxiv_ids(arxiv_id, month) -> None:
    assert arxiv_month(arxiv_id) == month


def test_ages() -> None:
    day = date(2025, 7, 1)
    assert age_days(date(2025, 6, 17), day) == 14
    assert age_days(day, day) == 0
    assert age_days(date(2025, 7, 2), day) is None
    assert age_days(None, day) is None
    assert months(0) == months(1) > 0


def test_fewer_than_two_bands_of_papers_are_one_band() -> None:
    assert not age_bands(np.arange(59)).any()
    assert age_bands(np.arange(60)).tolist() == [0] * 30 + [1] * 30


def test_a_crowd_of_one_age_keeps_together_and_its_neighbours_stay_comparable() -> None:
    # Half a venue became readable on the day of submission; the rest is older or younger.
    ages = np.concatenate([np.arange(10), np.full(300, 200), np.arange(300, 590)])
    bands = age_bands(ages)
    assert len(set(bands[10:310])) == 1
    # Ten younger ones are too few for a band of their own.
    assert set(bands[:10]) == set(bands[10:310])
    assert np.bincount(bands).min() >= 30


def test_a_venue_without_citations_gets_a_small_rate_and_no_order() -> None:
    prior = fit(np.zeros(300, dtype=np.int64), np.full(300, 6.0))
    assert 0 < prior.rate < 0.001
    assert LEAST_STRENGTH <= prior.strength <= MOST_STRENGTH


def test_one_giant_does_not_make_the_venues_rate() -> None:
    counts, exposure = np.array([1, 2, 3] * 33 + [15_000]), np.full(100, 8.0)
    prior, without = fit(counts, exposure), fit(counts[:-1], exposure[:-1])
    assert prior.rate == pytest.approx(without.rate, rel=0.05)
    # A giant itself stays one, though it is measured by a venue without giants.
    assert prior.shrink(np.array([15_000]), np.array([8.0]))[0] > 700


def test_a_giant_among_none_still_stands_out() -> None:
    counts = np.array([0] * 99 + [500])
    prior = fit(counts, np.full(100, 6.0))
    assert prior.shrink(np.array([500]), np.array([6.0]))[0] > 25


def test_no_papers_expect_nothing() -> None:
    assert fit(np.array([], dtype=np.int64), np.array([])).rate == 0


def evidence(**changed) -> Evidence:
    known = {
        "venue_name": "LANTERN 2025",
        "as_of": date(2025, 7, 1),
        "status": "linked",
        "low": 17,
        "high": 17,
        "is_independent": False,
        "influential_count": None,
        "observed_on": date(2025, 7, 1),
        "first_public_on": date(2025, 1, 24),
        "first_public_source": "openreview",
        "age_days": 158,
        "share_below": 0.963,
        "is_by_age": True,
        "twin_count": 0,
    }
    return Evidence(**(known | changed))


COMPARED = "more than 96 % of LANTERN 2025 papers of its age"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, f"17 citations in 5.2 months, {COMPARED}"),
        ({"is_independent": True}, f"17 independent citations in 5.2 months, {COMPARED}"),
        ({"low": 1, "high": 1}, f"1 citation in 5.2 months, {COMPARED}"),
        ({"low": 1, "high": 1, "age_days": 12}, f"1 citation in 0.4 months, {COMPARED}"),
        ({"age_days": 30}, f"17 citations in 1 month, {COMPARED}"),
        ({"age_days": None}, f"17 citations, {COMPARED}"),
        ({"low": 12}, f"between 12 and 17 citations in 5.2 months, {COMPARED}"),
        ({"low": 0}, f"between 0 and 17 citations in 5.2 months, {COMPARED}"),
        ({"low": 0, "high": 0, "share_below": 0.0}, "no citation yet in 5.2 months"),
        ({"share_below": 0.004}, "17 citations in 5.2 months"),
        ({"share_below": 0.9999}, f"17 citations in 5.2 months, {COMPARED.replace('96', '99')}"),
        ({"share_below": 29 / 100}, f"17 citations in 5.2 months, {COMPARED.replace('96', '29')}"),
        (
            {"is_by_age": False},
            f"17 citations in 5.2 months, {COMPARED.removesuffix(' of its age')}",
        ),
    ],
)
def test_the_standing_in_words(changed, said) -> None:
    assert reasons.standing(evidence(**changed)) == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"influential_count": 1}, "1 of the citations is highly influential"),
        ({"influential_count": 4}, "4 of the citations are highly influential"),
        ({"influential_count": 0}, None),
        ({"influential_count": None}, None),
    ],
)
def test_influence_in_words(changed, said) -> None:
    found = reasons.influence(evidence(**changed))
    assert found is None if said is None else (found or "").startswith(said)


@pytest.mark.parametrize(
    "changed",
    [
        {"low": None, "high": None, "status": status}
        for status in ("absent", "review", "linked", None)
    ],
    ids=lambda changed: str(changed["status"]),
)
def test_an_unknown_count_says_why_and_nothing_else_of_it(changed) -> None:
    said = reasons.reasons(evidence(**changed, influential_count=3, twin_count=2, share_below=None))
    assert len(said) == 1
    assert "citation" not in said[0]
