"""Links follow what the service says of their ids, and ask a person when it says odd things."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.linking import refresh
from warehouse.normalise.s2_answers import S2_ANSWERS
from warehouse.tables import LINKS

T0 = datetime(2024, 3, 2, tzinfo=UTC)
TITLE = "Tidal Gradients for Sparse Estuary Networks"
LINK = {
    "paper_id": "forumA",
    "venue_id": "V",
    "status": "linked",
    "s2_paper_id": "rec1",
    "s2_corpus_id": 1,
    "method": "title_authors",
    "score": 1.0,
    "reasons": ["title identical after normalisation"],
    "linked_at": T0 - timedelta(days=1),
    "twin_ids": [],
}


def answer(week, count=None, *, asked="CorpusId:1", found="rec1", number=1, title=TITLE):
    at = T0 + timedelta(days=7 * week)
    return {
        "asked_id": asked,
        "observed_at": at,
        "found": found is not None,
        "s2_paper_id": found,
        "s2_corpus_id": number if found else None,
        "title": title if found else None,
        "citation_count": count if found else None,
        "seen_at": at,
    }


def refreshed(*answers, **changes):
    links = LINKS.from_rows([LINK | changes])
    (row,) = refresh(links, S2_ANSWERS.from_rows(answers)).to_pylist()
    return row


def unchanged(**changes):
    return LINKS.from_rows([LINK | changes]).to_pylist()[0]


def test_no_answer_changes_nothing():
    assert refreshed() == unchanged()


def test_a_growing_count_changes_nothing():
    assert refreshed(answer(0, 5), answer(1, 9)) == unchanged()


def test_not_found_leaves_the_link_alone():
    assert refreshed(answer(0, 5), answer(1, found=None)) == unchanged()


def test_a_redirect_is_followed_and_noted():
    row = refreshed(answer(0, 5), answer(1, 6, found="rec2", number=2))
    assert (row["status"], row["s2_paper_id"], row["s2_corpus_id"]) == ("linked", "rec2", 2)
    assert row["reasons"][-1] == (
        "Semantic Scholar answers with rec2 in place of rec1 since 2024-03-09"
    )


def test_a_followed_redirect_is_told_once():
    answers = [answer(0, 5), answer(1, 6, found="rec2", number=2)]
    row = refreshed(*answers)
    assert refreshed(*answers, **row) == row


def test_a_collapse_goes_to_review_with_both_states():
    row = refreshed(answer(0, 1764), answer(1, 139, found="rec2", number=2))
    assert (row["status"], row["s2_paper_id"]) == ("review", None)
    assert row["linked_at"] == LINK["linked_at"]
    doubt = row["reasons"][-1]
    assert doubt.startswith("in doubt: its count collapsed")
    assert "2024-03-02: record rec1" in doubt
    assert "cited 1,764 times" in doubt
    assert "2024-03-09: record rec2" in doubt
    assert "cited 139 times" in doubt


@pytest.mark.parametrize(("before", "now"), [(5, 4), (40, 36), (2, 1), (2, 0), (10, 5)])
def test_small_falls_are_no_collapse(before, now):
    assert refreshed(answer(0, before), answer(1, now))["status"] == "linked"


@pytest.mark.parametrize(("before", "now"), [(7, 0), (5, 2), (216, 1)])
def test_falls_by_more_than_half_are(before, now):
    assert refreshed(answer(0, before), answer(1, now))["status"] == "review"


def test_another_title_goes_to_review_with_both_states():
    row = refreshed(answer(0, 5), answer(1, 6, title="A Census of Northern Windmills"))
    assert row["status"] == "review"
    assert "its title no longer agrees" in row["reasons"][-1]
    assert TITLE in row["reasons"][-1]
    assert "A Census of Northern Windmills" in row["reasons"][-1]


@pytest.mark.parametrize(
    "title",
    [TITLE.upper(), TITLE + ": Notes from the Shore", "Tidal Gradients for Sparse Estuary Network"],
)
def test_a_title_that_is_only_written_otherwise_is_not_doubted(title):
    assert refreshed(answer(0, 5), answer(1, 6, title=title))["status"] == "linked"


def test_a_link_comes_back_when_the_service_does():
    answers = [answer(0, 300), answer(1, 2)]
    demoted = refreshed(*answers)
    row = refreshed(*answers, answer(2, 310), **demoted)
    assert (row["status"], row["s2_paper_id"]) == ("linked", "rec1")
    assert row["reasons"] == LINK["reasons"]


def test_a_demoted_link_stays_so_while_the_answers_say_the_same():
    answers = [answer(0, 300), answer(1, 2)]
    demoted = refreshed(*answers)
    assert refreshed(*answers, **demoted) == demoted
    assert refreshed(answer(1, 2), **demoted) == demoted


def test_a_collapse_is_seen_across_a_change_of_id():
    answers = [
        answer(0, 300),
        answer(1, 310, found="rec2", number=2),
        answer(2, 4, asked="CorpusId:2", found="rec2", number=2),
    ]
    assert refreshed(*answers, s2_paper_id="rec2", s2_corpus_id=2)["status"] == "review"


def test_a_persons_choice_is_followed_but_not_doubted():
    row = refreshed(answer(0, 300), answer(1, 2, found="rec2", number=2), method="human")
    assert (row["status"], row["s2_paper_id"]) == ("linked", "rec2")


def test_papers_that_were_never_linked_are_left_alone():
    row = refreshed(answer(0, 5), status="absent", s2_paper_id=None, linked_at=None, method=None)
    assert row["status"] == "absent"


@given(st.permutations([answer(0, 300), answer(1, 2, found="rec2", number=2), answer(2, 5)]))
def test_the_order_of_answers_does_not_matter(answers):
    links = LINKS.from_rows([LINK])
    table = pa.Table.from_pylist(answers, S2_ANSWERS.schema)
    expected = refresh(links, S2_ANSWERS.from_rows(answers))
    assert refresh(links, table).equals(expected)
