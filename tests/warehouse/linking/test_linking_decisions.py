"""What is linked, what goes to a person, what is refused, and the words that say why."""

from datetime import UTC, date, datetime

import pytest

from warehouse.linking.features import FEATURES
from warehouse.linking.pairs import Pair, read_paper, read_record
from warehouse.linking.score import score

PEOPLE = ["Ada Lindqvist", "Bo Wickramasinghe", "Chidi Okonkwo"]
OTHERS = ["Gudrun Hoekstra", "Ibrahim Szymanski"]


def test_every_feature_explains_itself():
    for feature in FEATURES:
        assert feature.__doc__
        assert len(feature.__doc__) > 40


def test_reasons_are_plain_words(one, record):
    row = one([record(venue="International Conference on Learning Representations")])
    assert row["reasons"] == [
        "title identical after normalisation",
        "3 of 3 authors agree",
        "published 2023-10, submitted 2023-09",
        "venue International Conference on Learning Representations",
    ]
    assert (row["status"], row["method"]) == ("linked", "title_authors")


def test_ids_of_the_record_come_with_the_link(one, record):
    row = one([record(arxiv_id="2310.00001", doi="10.1/x", dblp_key="conf/iclr/L24")])
    ids = ("s2_paper_id", "s2_corpus_id", "arxiv_id", "doi", "dblp_key")
    assert [row[name] for name in ids] == [
        "rec1",
        record()["s2_corpus_id"],
        "2310.00001",
        "10.1/x",
        "conf/iclr/L24",
    ]


def test_a_record_that_names_the_forum_is_linked_whatever_its_title(one, record):
    row = one([record(title="Quite Another Story of Lakes", openreview_id="forumA")])
    assert (row["status"], row["method"]) == ("linked", "openreview_url")
    assert "the record names this paper's page on OpenReview" in row["reasons"]


def test_a_record_that_names_the_forum_but_other_people_goes_to_a_person(one, record):
    row = one([record(title="Quite Another Story", authors=OTHERS, openreview_id="forumA")])
    assert row["status"] == "review"
    assert "an id fits, but the authors are others" in row["reasons"]


@pytest.mark.parametrize(
    ("named", "ids", "method"),
    [
        (
            {"pdf_url": "https://arxiv.org/pdf/2310.00001v2.pdf"},
            {"arxiv_id": "2310.00001"},
            "arxiv",
        ),
        ({"pdf_url": "http://arxiv.org/abs/cs/0101001"}, {"arxiv_id": "cs/0101001"}, "arxiv"),
        ({"bibtex": "@article{x, eprint={2310.00001}}"}, {"arxiv_id": "2310.00001"}, "arxiv"),
        ({"bibtex": "@misc{x, doi={10.1234/AbC.5}}"}, {"doi": "10.1234/abc.5"}, "doi"),
    ],
)
def test_ids_that_the_paper_names_are_found(one, record, named, ids, method):
    row = one([record(title="Quite Another Story of Lakes", **ids)], **named)
    assert (row["status"], row["method"]) == ("linked", method)


def test_an_impostor_is_refused_with_the_reason(linked, paper, record):
    found = linked([paper()], [record(authors=OTHERS, citation_count=900)])
    (row,), (candidate,) = found.links.to_pylist(), found.candidates.to_pylist()
    assert (row["status"], row["s2_paper_id"]) == ("absent", None)
    assert row["reasons"] == ["1 record(s) with this title, none of them this work"]
    assert candidate["role"] == "refused"
    assert candidate["reasons"][-1] == "same title, other people"


def test_an_impostor_with_more_citations_does_not_displace_the_work(one, record):
    row = one([record("right", citation_count=1), record("wrong", authors=OTHERS)])
    assert (row["s2_paper_id"], row["twin_ids"]) == ("right", [])


def test_of_twins_the_most_cited_is_linked_and_the_others_named(linked, paper, record):
    records = [
        record("named", citation_count=3, openreview_id="forumA"),
        record("cited", citation_count=1200, authors=["A. Lindqvist", "B. Wickramasinghe"]),
        record("third", citation_count=None),
    ]
    found = linked([paper()], records)
    (row,) = found.links.to_pylist()
    assert (row["s2_paper_id"], row["twin_ids"]) == ("cited", ["named", "third"])
    assert row["reasons"][-1] == (
        "of several records of this work it has most citations, 1,200; "
        "named has 3, third has an unknown number"
    )
    roles = {c["s2_paper_id"]: c["role"] for c in found.candidates.to_pylist()}
    assert roles == {"cited": "linked", "named": "twin", "third": "twin"}


def test_a_follow_up_with_more_citations_is_no_twin(one, record):
    follow_up = record(
        "next", title="Patient Tidal Gradients for Sparse Estuary Networks and Lakes"
    )
    row = one([record("right", citation_count=1), follow_up])
    assert (row["s2_paper_id"], row["twin_ids"]) == ("right", [])


def test_two_forums_of_one_work_share_the_record_and_say_so(linked, paper, record):
    papers = [paper("forumA"), paper("forumB", venue_id="TMLR")]
    rows = linked(papers, [record()]).links.to_pylist()
    assert [row["s2_paper_id"] for row in rows] == ["rec1", "rec1"]
    assert rows[0]["reasons"][-1] == "the record is also linked to paper forumB"
    assert rows[1]["reasons"][-1] == "the record is also linked to paper forumA"


def test_a_record_with_another_papers_title_is_not_taken(linked, paper, record):
    papers = [
        paper("forumA"),
        paper("forumB", title="Kernel Tidal Gradients for Sparse Estuary Networks"),
    ]
    rows = linked(papers, [record()]).links.to_pylist()
    assert [row["status"] for row in rows] == ["linked", "absent"]


@pytest.mark.parametrize("title", ["Tides", "Deep Learning", "Introduction", "Neural Network"])
def test_short_titles_are_never_linked_by_title_alone(one, record, title):
    known = {"title": title, "venue": "ICLR"}
    assert one([record(**known)], title=title, authors=None)["status"] != "linked"
    assert one([record(**known, authors=[])], title=title)["status"] != "linked"


def test_a_one_word_title_is_linked_when_the_people_agree(one, record):
    assert one([record(title="Tides")], title="Tides")["status"] == "linked"


@pytest.mark.parametrize("authors", [None, [], ["Anonymous"], ["Paper under double-blind review"]])
def test_without_authors_a_telling_title_in_place_is_linked(one, record, authors):
    assert one([record(venue="ICLR")], authors=authors)["status"] == "linked"


def test_without_authors_a_title_out_of_place_goes_to_a_person(one, record):
    elsewhere = record(venue="Journal of Lakes", year=2019, published_on=date(2019, 5, 1))
    row = one([elsewhere], authors=None)
    assert row["status"] != "linked"


def test_without_authors_a_like_title_is_not_linked(one, record):
    like = record(title="Tidal Gradients for Sparse Marsh Networks", venue="ICLR")
    assert one([like], authors=None)["status"] != "linked"


SEQUELS = [" II", " 2", ": Part Two", ": A Survey", " Revisited"]


@pytest.mark.parametrize("mark", SEQUELS)
def test_another_part_by_the_same_people_is_not_linked(one, record, paper, mark):
    assert one([record(title=paper()["title"] + mark)])["status"] != "linked"
    assert one([record()], title=paper()["title"] + mark)["status"] != "linked"


def test_a_like_title_of_years_ago_is_another_work(one, record):
    older = record(title="Tidal Gradients for Dense Estuary Networks", year=2017, published_on=None)
    assert one([older])["status"] == "absent"


def test_the_same_title_a_decade_off_goes_to_a_person(one, record):
    row = one([record(year=2012, published_on=date(2012, 1, 1))])
    assert row["status"] == "review"
    assert row["reasons"][-1] == "too many years lie between"


def test_one_name_in_common_among_many_is_not_enough(one, record):
    row = one([record(authors=["Ada Lindqvist", *OTHERS])])
    assert row["status"] == "review"


def test_two_like_records_that_fit_equally_go_to_a_person(linked, paper, record):
    records = [
        record("one", title="Tidal Gradients for Sparse Meadow Networks"),
        record("two", title="Tidal Gradients for Sparse Harbour Networks"),
    ]
    found = linked([paper()], records)
    (row,) = found.links.to_pylist()
    assert row["status"] == "review"
    assert {c["role"] for c in found.candidates.to_pylist()} == {"review"}


def test_what_the_title_match_brought_up_is_judged_like_all_else(paper, record):
    from_match = read_record(record() | {"found_by": "match"})
    assert score(Pair(read_paper(paper()), from_match)).score > 0.99
    stranger = read_record(record(authors=OTHERS) | {"found_by": "match"})
    assert score(Pair(read_paper(paper()), stranger)).score < 0.5


def test_a_new_link_is_dated_by_the_run(one, record):
    assert one([record()])["linked_at"] == datetime(2024, 3, 1, tzinfo=UTC)
    assert one([])["linked_at"] is None


# Changes to the record: what speaks more for it, what less.
RANKING = {
    "identical over plural": ({}, {"title": "Tidal Gradients for Sparse Estuary Network"}),
    "near over changed": (
        {"title": "Tidal Gradients for Sparse Estuary Network"},
        {"title": "Tidal Gradients for Sparse Meadow Networks"},
    ),
    "subtitle over changed words": (
        {"title": "Tidal Gradients for Sparse Estuary Networks: Notes from the Shore"},
        {"title": "Tidal Gradients for Sparse Meadow Notes"},
    ),
    "full names over initials": (
        {},
        {"authors": ["A. Lindqvist", "B. Wickramasinghe", "C. Okonkwo"]},
    ),
    "all authors over some": ({}, {"authors": ["Ada Lindqvist", *OTHERS]}),
    "known authors over none": ({}, {"authors": []}),
    "in time over early": ({}, {"published_on": date(2018, 1, 1)}),
    "venue over no venue": ({"venue": "ICLR"}, {"venue": None}),
    "no venue over another": ({"venue": None}, {"venue": "Journal of Lakes"}),
    "forum named over not": ({"openreview_id": "forumA"}, {}),
    "no forum over another": ({}, {"openreview_id": "forumZ"}),
}


@pytest.mark.parametrize(("better", "worse"), RANKING.values(), ids=RANKING)
def test_better_evidence_scores_higher(paper, record, better, worse):
    ours = read_paper(paper())
    odds = [
        sum(e.weight for e in score(Pair(ours, read_record(record(**change)))).evidence)
        for change in (better, worse)
    ]
    assert odds[0] > odds[1]


def test_records_of_one_title_by_different_people_are_no_choice_without_authors(one, record):
    mine, other = record("rec1"), record("rec2", authors=OTHERS, citation_count=70)
    assert one([mine], authors=None)["status"] == "linked"
    row = one([mine, other], authors=None)
    assert (row["status"], row["s2_paper_id"]) == ("review", None)
    assert one([mine, record("rec2", authors=PEOPLE)], authors=None)["status"] == "linked"
    assert one([mine, other])["s2_paper_id"] == "rec1"


def test_without_authors_the_record_that_names_the_forum_is_taken_before_a_more_cited_one(
    one, record
):
    mine = record("rec1", openreview_id="forumA")
    row = one([mine, record("rec2", authors=OTHERS, citation_count=70)], authors=None)
    assert (row["s2_paper_id"], row["twin_ids"]) == ("rec1", [])
    row = one([mine, record("rec2", citation_count=70)], authors=None)
    assert (row["s2_paper_id"], row["twin_ids"]) == ("rec2", ["rec1"])
