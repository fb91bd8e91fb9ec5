"""Once linked, always linked."""

from datetime import UTC, date, datetime

import pytest

from warehouse.linking import unlinked
from warehouse.tables import LINKS, PAPERS

OTHERS = ["Gudrun Hoekstra", "Ibrahim Szymanski"]
LATER = datetime(2024, 9, 1, tzinfo=UTC)


@pytest.fixture
def known(one, record):
    return one([record()])


def test_a_later_run_gives_the_same_row(linked, paper, record, known):
    again = linked([paper()], [record()], known=[known], now=LATER)
    assert again.links.to_pylist() == [known]


def test_a_link_stays_though_a_better_cited_record_appears(one, record, known):
    row = one([record(), record("rec2", citation_count=5000)], known=[known])
    assert row["s2_paper_id"] == "rec1"
    assert row["twin_ids"] == ["rec2"]
    assert row["reasons"][-1] == "seen later: rec2 is a record of this work too, cited 5000"


def test_twins_seen_later_are_told_once(one, record, known):
    records = [record(), record("rec2")]
    second = one(records, known=[known])
    assert one(records, known=[second]) == second


def test_a_link_stays_though_its_record_is_not_seen(one, known):
    assert one([], known=[known]) == known


def test_a_link_stays_though_it_would_not_be_made_today(linked, paper, record, known):
    changed = record(title="Quite Another Story", authors=OTHERS)
    found = linked([paper()], [changed], known=[known])
    assert found.links.to_pylist() == [known]
    assert found.candidates.to_pylist()[0]["role"] == "linked"


def test_a_record_under_a_new_id_is_followed_by_its_corpus_id(one, record, known):
    moved = record("rec1new", s2_corpus_id=known["s2_corpus_id"], arxiv_id="2310.00001")
    row = one([moved], known=[known])
    assert (row["s2_paper_id"], row["arxiv_id"]) == ("rec1new", "2310.00001")
    assert row["linked_at"] == known["linked_at"]
    assert row["reasons"][-1] == "the record's id changed from rec1 to rec1new"
    assert one([moved], known=[row]) == row


def test_an_absent_paper_is_matched_again(one, record):
    absent = one([])
    assert absent["status"] == "absent"
    assert one([record()], known=[absent])["status"] == "linked"


def test_a_paper_in_review_is_matched_again(one, record):
    doubtful = one([record(published_on=date(2012, 1, 1), year=2012)])
    assert doubtful["status"] == "review"
    assert one([record()], known=[doubtful])["status"] == "linked"


def test_a_link_that_went_to_review_stays_there(one, record, known):
    demoted = known | {"status": "review", "s2_paper_id": None}
    row = one([record(), record("rec2", citation_count=50)], known=[demoted])
    assert (row["status"], row["s2_paper_id"]) == ("review", None)


def test_a_person_can_bring_a_link_back_from_review(one, record, known, override):
    demoted = known | {"status": "review", "s2_paper_id": None}
    row = one([record()], known=[demoted], overrides=[override("o1", "accept", "rec1")])
    assert (row["status"], row["method"]) == ("linked", "human")


def test_a_record_shared_with_a_known_link_is_noted_once(linked, paper, record, known):
    papers = [paper(), paper("forumB")]
    first = linked(papers, [record()], known=[known]).links.to_pylist()
    assert first[0]["reasons"][-1] == "the record is also linked to paper forumB"
    assert linked(papers, [record()], known=first).links.to_pylist() == first


def test_links_of_papers_that_are_gone_are_left_out(linked, paper, record, known):
    found = linked([paper("forumB")], [record()], known=[known])
    assert found.links["paper_id"].to_pylist() == ["forumB"]


def test_unlinked_are_those_never_linked(one, paper, known):
    rows = [
        known,
        one([], paper_id="forumB"),
        known | {"paper_id": "forumC", "status": "review", "s2_paper_id": None},
    ]
    papers = PAPERS.from_rows([paper(name) for name in ("forumA", "forumB", "forumC", "forumD")])
    rest = unlinked(papers, LINKS.from_rows(rows))
    assert rest["paper_id"].to_pylist() == ["forumB", "forumD"]
    assert rest.schema.equals(papers.schema)
