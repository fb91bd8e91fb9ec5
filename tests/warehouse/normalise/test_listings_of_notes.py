"""What listings bring beside whole submissions: parts of notes, originals, notes of no paper."""

from dataclasses import replace

import pytest

from warehouse.normalise.submissions import normalise_submissions

VENUE = "LAMP.example/2021/Conference"


def note(id_, form="Blind_Submission", **more):
    made = {"id": id_, "forum": id_, "readers": ["everyone"], "invitation": f"{VENUE}/-/{form}"}
    return {**made, "content": {"title": id_, "venue": "LAMP 2021 Oral"}, **more}


def ids(found):
    return found.papers["paper_id"].to_pylist()


def reasons(found):
    return {row["record_id"]: row["reason"] for row in found.rejects.to_pylist()}


@pytest.fixture
def read(page):
    """What a listing of API v1 with these notes becomes."""
    return lambda *notes: normalise_submissions(
        VENUE, [page({"notes": list(notes)}, endpoint="v1/notes")]
    )


def test_a_cut_down_note_never_stands_for_the_whole(page):
    whole = page({"notes": [note("a", tmdate=1700000000000)]}, endpoint="v1/notes")
    bare = {"id": "b", "forum": "b", "tmdate": 1800000000000}
    cut = [{"id": "a", "tmdate": 1800000000000, "content": {"venue": "LAMP 2021"}}, bare]
    brief = replace(page({"notes": cut}, endpoint="v1/notes"), params={"select": "id,tmdate"})
    for pages in ([whole, brief], [brief, whole]):
        found = normalise_submissions(VENUE, pages)
        assert found.papers["title"].to_pylist() == ["a"]
        assert found.rejects.num_rows == 0
    assert normalise_submissions(VENUE, [brief]).rejects.num_rows == 0


def test_the_note_behind_a_blind_copy_is_kept_but_no_paper(read):
    behind = note("named", "Submission", original=None)
    found = read(note("copy", original="named"), behind)
    assert ids(found) == ["copy"]
    assert reasons(found) == {"named": "original of copy"}


def test_a_note_behind_a_copy_that_nobody_may_read_is_the_paper(read):
    hidden = note("copy", original="named", readers=[VENUE])
    assert ids(read(hidden, note("named", "Submission"))) == ["named"]


@pytest.mark.parametrize("odd", ["self", "other", "absent", 5, ["named"], {"id": "named"}])
def test_odd_originals_lose_no_paper(read, odd):
    found = read(note("self", original=odd), note("other", original="self"))
    assert ids(found) == ["other", "self"]


def test_a_note_without_title_or_status_is_no_submission(read):
    call = {"id": "call", "forum": "call", "readers": ["everyone"]}
    call |= {"invitation": f"{VENUE}/-/Call", "content": {"text": "Send us wax."}}
    found = read(call, note("a"))
    assert ids(found) == ["a"]
    assert reasons(found) == {"call": "no submission: it has neither a title nor a status"}


def test_a_submission_whose_title_is_hidden_is_still_a_paper(read):
    assert ids(read(note("a", content={"venue": "LAMP 2021 Oral"}))) == ["a"]
    told = note("b", "Imported", content={"venueid": VENUE, "venue": "LAMP 2021 Oral"})
    assert ids(read(told)) == ["b"]


def test_a_comment_with_a_title_is_a_reply(read):
    comment = note("c", "Comment", forum="a", replyto="a")
    assert ids(read(comment, note("a"))) == ["a"]


def test_the_summary_has_four_names(read):
    names = ("TLDR", "TL;DR", "one-sentence_summary", "one_sentence_summary")
    found = read(*(note(f"p{n}", content={"title": "T", k: "Short."}) for n, k in enumerate(names)))
    assert found.papers["tldr"].to_pylist() == ["Short."] * 4


@pytest.mark.parametrize("first", [True, False])
def test_a_paper_withdrawn_between_two_pages_is_withdrawn(page, first):
    before = note("a", tmdate=1700000000000)
    after = note("a", "Withdrawn_Submission", tmdate=1700000001000)
    pages = [page({"notes": [one]}, endpoint="v1/notes") for one in (before, after)]
    found = normalise_submissions(VENUE, pages if first else pages[::-1]).papers.to_pylist()
    assert [(row["state"], row["decision_text"]) for row in found] == [
        ("withdrawn", "LAMP 2021 Oral")
    ]
