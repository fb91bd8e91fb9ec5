"""The gate: links must be as right as the project promises."""

import random

import pytest

from tests.benchmarks.linking_adversarial import adversarial
from tests.benchmarks.linking_bench import (
    known_of_cases,
    known_of_venue,
    link_afresh,
    measure_pairs,
)
from tests.benchmarks.linking_corpora import recorded_venues, title_pairs
from tests.benchmarks.linking_measure import Measure, measure, reliability, total

NEVER_LINKED = ("absent", "impostor_only", "wrong_record_in_pool")


@pytest.fixture(scope="module")
def cases():
    papers, records, known = known_of_cases()
    return link_afresh(papers, records), known


@pytest.fixture(scope="module")
def venues():
    found = recorded_venues()
    if not found:
        pytest.skip("no recorded corpora beside the project")
    return [(venue, link_afresh(venue.papers, venue.records)) for venue in found]


def test_no_made_up_case_is_linked_wrongly_and_hardly_any_missed(cases):
    links, known = cases
    found = total(measure(links.links, known).values())
    assert found.precision == 1.0
    assert found.recall >= 0.99
    assert found.twin_recall >= 0.95
    assert found.twins_wrong == 0


def test_every_kind_of_case_that_can_be_found_is_found(cases):
    links, known = cases
    worst = {kind: m.recall for kind, m in measure(links.links, known).items() if m.recall < 0.9}
    assert worst == {}


def test_another_draw_of_made_up_cases_is_linked_as_well():
    cases = adversarial(each=6, others=500, seed=random.Random(8).randrange(10**6))  # noqa: S311
    links = link_afresh(cases.papers, cases.records).links.to_pylist()
    wrong = {
        (cases.by_paper[row["paper_id"]].kind, row["s2_paper_id"])
        for row in links
        if row["status"] == "linked" and row["s2_paper_id"] != cases.by_paper[row["paper_id"]].right
    }
    assert wrong == set()


def test_high_scores_can_be_believed(cases):
    links, known = cases
    for place, (right, seen) in reliability(links.candidates, known, (0.05, 0.99, 1.0)).items():
        share = right / seen
        assert share >= 0.98 if place.endswith("1.0") else share <= 0.5


@pytest.mark.corpora
def test_recorded_venues_meet_the_targets(venues):
    found = sum(
        (total(measure(links.links, known_of_venue(venue)).values()) for venue, links in venues),
        Measure(),
    )
    assert found.precision >= 0.999
    assert found.recall >= 0.99
    assert found.twin_recall >= 0.95
    assert found.review_share <= 0.02


@pytest.mark.corpora
def test_no_impostor_of_a_recorded_venue_is_linked_or_offered(venues):
    for venue, links in venues:
        impostors = {id_ for truth in venue.truth.values() for id_ in truth.impostors}
        for row in links.candidates.to_pylist():
            if row["s2_paper_id"] in impostors:
                assert row["role"] == "refused"
                assert "same title, other people" in row["reasons"]


@pytest.mark.corpora
def test_recorded_papers_without_a_right_record_stay_unlinked(venues):
    for venue, links in venues:
        measures = measure(links.links, known_of_venue(venue))
        assert sum(measures[kind].linked for kind in NEVER_LINKED if kind in measures) == 0


@pytest.mark.corpora
def test_a_venue_none_of_whose_papers_has_a_record_gets_no_link(venues):
    """The hardest venue: only like records of the same groups are there to be taken."""
    for venue, _ in venues:
        right = {id_ for truth in venue.truth.values() for id_ in (truth.right, *truth.twins)}
        rest = [id_ not in right for id_ in venue.records["s2_paper_id"].to_pylist()]
        links = link_afresh(venue.papers, venue.records.filter(rest)).links
        statuses = links["status"].to_pylist()
        assert statuses.count("linked") == 0
        assert statuses.count("review") <= 0.02 * len(statuses)


@pytest.mark.corpora
def test_recorded_title_pairs_meet_the_targets():
    pairs = title_pairs()
    if not pairs:
        pytest.skip("no recorded title pairs beside the project")
    same = measure_pairs(pairs, is_same=True, same_people=True)
    assert same.linked >= 0.95 * same.papers
    for same_people in (True, False):
        different = measure_pairs(pairs, is_same=False, same_people=same_people)
        assert different.linked <= 0.01 * different.papers
