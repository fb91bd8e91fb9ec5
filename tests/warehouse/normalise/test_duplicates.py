"""Which forums of a venue are one paper, and which of them stands for it."""

from hypothesis import given
from hypothesis import strategies as st

from warehouse.normalise.duplicates import duplicates

FILES = {name: f"https://openreview.net/pdf/{name * 40}.pdf" for name in "abc"}


def paper(
    id_, state="accepted", *, number=None, title="Wicks of Beta Wax", by=("Ada Ember",), file=None
):
    return {
        "paper_id": id_,
        "state": state,
        "number": number,
        "title": title,
        "authors": list(by) if by else None,
        "pdf_url": FILES.get(file, file),
    }


def test_of_two_accepted_forums_the_lower_number_stands():
    twice = [paper("one", number=3012, file="a"), paper("two", number=12, file="a", title="Other")]
    assert duplicates(twice) == {"one": "two"}
    assert duplicates(twice[::-1]) == {"one": "two"}


def test_the_same_title_by_the_same_people_is_one_paper():
    assert duplicates([paper("one", number=1), paper("two", title="WICKS: of beta-wax")]) == {
        "two": "one"
    }


def test_a_title_alone_tells_nothing():
    assert duplicates([paper("one"), paper("two", by=("Bo Flint",))]) == {}
    assert duplicates([paper("one", by=None), paper("two", by=None)]) == {}
    for placeholder in ("N/A", "Withdrawn", "", None):
        assert duplicates([paper("one", title=placeholder), paper("two", title=placeholder)]) == {}


def test_the_same_address_elsewhere_is_not_the_same_file():
    address = "https://lamp.example/proceedings.pdf"
    others = [paper(id_, title=f"Paper named {id_}", file=address) for id_ in ("one", "two")]
    assert duplicates(others) == {}


def test_a_paper_both_blind_and_withdrawn_is_withdrawn():
    for state in ("unknown", "rejected", "under_review", "accepted"):
        both = [paper("blind", state, by=None, file="a"), paper("left", "withdrawn", file="a")]
        assert duplicates(both) == {"blind": "left"}


def test_an_acceptance_beside_a_withdrawn_forum_with_another_file_stays():
    again = [paper("left", "withdrawn", number=1, file="a"), paper("in", number=2, file="b")]
    assert duplicates(again) == {}
    twice = [*again, paper("in-too", number=3, file="c")]
    assert duplicates(twice) == {"in-too": "in"}


def test_rejected_here_and_accepted_there_are_two():
    assert duplicates([paper("one", "rejected", file="a"), paper("two", file="a")]) == {}


def test_three_forums_alike_in_different_ways_are_one_paper():
    by_file = paper("three", number=3, title="Another title of it", file="a")
    both_ways = paper("two", number=2, file="a")
    assert duplicates([by_file, both_ways, paper("one", number=1)]) == {
        "two": "one",
        "three": "one",
    }


papers = st.lists(
    st.builds(
        paper,
        st.text("abcdefgh", min_size=1, max_size=4),
        st.sampled_from(["accepted", "rejected", "withdrawn", "unknown"]),
        number=st.none() | st.integers(1, 5),
        title=st.sampled_from(["Wicks of Beta Wax", "Wax of Beta Wicks", "N/A"]),
        by=st.sampled_from([None, ("Ada Ember",), ("Bo Flint",)]),
        file=st.sampled_from([None, "a", "b"]),
    ),
    max_size=9,
    unique_by=lambda one: one["paper_id"],
)


@given(papers)
def test_what_stands_for_a_paper_is_no_duplicate_and_order_does_not_matter(given_papers):
    found = duplicates(given_papers)
    assert not set(found) & set(found.values())
    assert set(found) | set(found.values()) <= {one["paper_id"] for one in given_papers}
    assert duplicates(given_papers[::-1]) == found
