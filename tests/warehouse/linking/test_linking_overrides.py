"""People decide first, last, and until they take it back."""

from datetime import UTC, datetime, timedelta

import pytest

from warehouse.linking import OVERRIDES
from warehouse.linking.overrides import standing

T0 = datetime(2024, 2, 1, tzinfo=UTC)
OTHERS = ["Gudrun Hoekstra", "Ibrahim Szymanski"]


def test_a_rejected_record_is_not_linked_and_says_who_and_why(linked, paper, record, override):
    no = override("o1", "reject", "rec1", why="another group's")
    found = linked([paper()], [record()], overrides=[no])
    (row,), (candidate,) = found.links.to_pylist(), found.candidates.to_pylist()
    assert (row["status"], row["s2_paper_id"]) == ("absent", None)
    assert candidate["role"] == "refused"
    assert candidate["reasons"][-1] == "rejected by mara on 2024-02-01: another group's"


def test_a_rejected_record_is_no_twin_either(one, record, override):
    no = override("o1", "reject", "rec2")
    row = one([record("rec1"), record("rec2", title="Quiet Lakes of Another Kind")], overrides=[no])
    assert (row["s2_paper_id"], row["twin_ids"]) == ("rec1", [])


def test_a_rejection_is_not_bridged_by_a_twin_of_the_rejected(one, record, override):
    row = one([record("rec1"), record("rec2")], overrides=[override("o1", "reject", "rec1")])
    assert row["status"] == "review"
    assert "seems the same work as rec1, which was rejected" in row["reasons"]


def test_a_rejection_holds_when_the_record_moves(one, record, override):
    no = override("o1", "reject", "gone", s2_corpus_id=77)
    row = one([record("rec1", s2_corpus_id=77)], overrides=[no])
    assert row["status"] == "absent"


def test_a_rejection_unlinks_what_an_earlier_run_linked(one, record, override):
    known = one([record()])
    row = one([record()], known=[known], overrides=[override("o1", "reject", "rec1")])
    assert (row["status"], row["linked_at"]) == ("absent", None)


def test_a_rejected_twin_leaves_a_known_link_with_a_note(one, record, override):
    records = [record("rec1", citation_count=90), record("rec2")]
    known = one(records)
    assert known["twin_ids"] == ["rec2"]
    row = one(records, known=[known], overrides=[override("o1", "reject", "rec2")])
    assert (row["s2_paper_id"], row["twin_ids"]) == ("rec1", [])
    assert row["reasons"][-1] == "its twin rec2 was rejected by mara on 2024-02-01"


@pytest.mark.parametrize("verdict", ["accept", "pin"])
def test_a_chosen_record_is_linked_against_all_evidence(one, record, override, verdict):
    stranger = record("rec9", title="Quite Another Story", authors=OTHERS)
    row = one([record(), stranger], overrides=[override("o1", verdict, "rec9")])
    assert (row["status"], row["s2_paper_id"], row["method"]) == ("linked", "rec9", "human")
    assert row["score"] == 1.0
    assert row["linked_at"] == T0


def test_a_pinned_record_need_not_be_among_those_found(one, record, override):
    row = one([record()], overrides=[override("o1", "pin", "elsewhere", s2_corpus_id=4)])
    assert (row["s2_paper_id"], row["s2_corpus_id"]) == ("elsewhere", 4)
    assert "the record is not among those found" in row["reasons"]


def test_a_chosen_record_has_its_twins_listed(one, record, override):
    records = [record("rec1", citation_count=90), record("rec2", citation_count=2)]
    row = one(records, overrides=[override("o1", "accept", "rec2")])
    assert (row["s2_paper_id"], row["twin_ids"]) == ("rec2", ["rec1"])


def test_the_later_decision_about_a_record_counts(override):
    later = T0 + timedelta(days=1)
    rows = [override("o2", "accept", "rec1", decided_at=later), override("o1", "reject", "rec1")]
    found = standing(OVERRIDES.from_rows(rows))["forumA"]
    assert found.chosen.s2_paper_id == "rec1"
    assert found.rejected == ()


def test_a_choice_does_not_lift_the_rejection_of_another(override):
    rows = [override("o1", "reject", "rec1"), override("o2", "accept", "rec2")]
    found = standing(OVERRIDES.from_rows(rows))["forumA"]
    assert found.chosen.s2_paper_id == "rec2"
    assert found.rejects("rec1", None) is not None


def undo(override, name, undoes, days=1):
    return override(name, "undo", None, undoes=undoes, decided_at=T0 + timedelta(days=days))


@pytest.mark.parametrize("verdict", ["accept", "reject", "pin"])
def test_undo_leaves_everything_as_before(one, record, override, verdict):
    records = [record("rec1"), record("rec9", title="Quite Another Story", authors=OTHERS)]
    target = "rec1" if verdict == "reject" else "rec9"
    done = override("o1", verdict, target)
    assert one(records, overrides=[done]) != one(records)
    assert one(records, overrides=[done, undo(override, "o2", "o1")]) == one(records)


def test_an_undo_can_be_undone(one, record, override):
    done = override("o1", "reject", "rec1")
    rows = [done, undo(override, "o2", "o1"), undo(override, "o3", "o2", days=2)]
    assert one([record()], overrides=rows) == one([record()], overrides=[done])


def test_undoing_a_choice_lifts_it_from_a_known_link_too(one, record, override):
    done = override("o1", "accept", "rec9")
    records = [record("rec1"), record("rec9", title="Quite Another Story", authors=OTHERS)]
    known = one(records, overrides=[done])
    row = one(records, known=[known], overrides=[done, undo(override, "o2", "o1")])
    assert row["s2_paper_id"] == "rec1"


def test_decisions_about_papers_that_are_gone_do_no_harm(one, record, override):
    assert one([record()], overrides=[override("o1", "pin", "x", paper_id="gone")]) == one(
        [record()]
    )
