"""Search by words, on papers few enough to know by heart."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.explore.search import Filters, KeywordIndex

COLUMNS = {
    "paper_id": pa.string(),
    "venue_id": pa.string(),
    "title": pa.string(),
    "tldr": pa.string(),
    "keywords": pa.list_(pa.string()),
    "abstract": pa.string(),
    "authors": pa.list_(pa.string()),
    "state": pa.string(),
    "tier": pa.string(),
    "forum_url": pa.string(),
    "pdf_url": pa.string(),
    "year": pa.int32(),
    "cited": pa.string(),
    "citations_low": pa.int64(),
    "citations_high": pa.int64(),
    "percentile": pa.float64(),
}


def papers(*rows):
    shared = {"venue_id": "Moss.example/2025/Conference", "state": "accepted", "year": 2025}
    filled = [
        dict.fromkeys(COLUMNS) | shared | {"paper_id": f"p{n}"} | r for n, r in enumerate(rows)
    ]
    return pa.Table.from_pylist(filled, pa.schema(list(COLUMNS.items())))


@pytest.fixture(scope="module")
def index():
    return KeywordIndex.of(
        papers(
            {
                "title": "Lanterns for Canal Routing",
                "authors": ["Ada Möller", None],
                "tier": "oral",
            },
            {
                "title": "Mossy Agents",
                "abstract": "We light lanterns beside a canal.",
                "cited": "yes",
            },
            {"title": "Umbrella Allocation", "keywords": ["Lantern", "rain"], "year": 2024},
            {"title": "Rejected Lanterns", "state": "rejected"},
            {"title": "Passing of Messages", "tldr": "No message passing here: passing a message."},
            {"title": "Transformers and Transformations"},
        )
    )


def found(index, typed, filters=None):
    return [hit.paper_id for hit in index.search(typed, filters)]


def test_a_title_counts_for_more_than_an_abstract_and_stems_are_alike(index):
    order = found(index, "lantern")
    assert sorted(order) == ["p0", "p1", "p2"]
    assert order.index("p0") < order.index("p1")


def test_more_words_bring_up_papers_with_all_of_them_first(index):
    assert found(index, "lanterns mossy agents")[0] == "p1"


def test_a_phrase_keeps_its_order(index):
    assert found(index, '"message passing"') == ["p4"]
    assert found(index, '"messages lanterns"') == []


def test_a_word_in_one_field_only(index):
    assert found(index, "title:canal") == ["p0"]
    assert found(index, "abstract:canal") == ["p1"]


def test_names_are_found_without_their_accents(index):
    [hit] = index.search("author:moller")
    assert (hit.paper_id, hit.words) == ("p0", ["möller"])


def test_the_beginning_of_a_word(index):
    assert found(index, "umbr*") == ["p2"]
    assert found(index, "zzz*") == []


def test_what_must_and_must_not_be_there(index):
    assert found(index, "lantern -canal") == ["p2"]
    assert found(index, "lantern +beside") == ["p1"]
    assert found(index, "-lantern") == []


@pytest.mark.parametrize(
    ("filters", "papers"),
    [
        (Filters(tier="oral"), ["p0"]),
        (Filters(cited="yes"), ["p1"]),
        (Filters(year=2024), ["p2"]),
        (Filters(keyword="lantern"), ["p2"]),
        (Filters(venue_id="moss.example/2025/conference"), ["p0", "p2", "p1"]),
        (Filters(venue_id="Fen.example/2025/Conference"), []),
        (Filters(accepted_only=False), ["p0", "p3", "p2", "p1"]),
    ],
)
def test_filters_leave_papers_out_and_no_score_changes(index, filters, papers):
    assert sorted(found(index, "lantern", filters)) == sorted(papers)
    scores = {
        hit.paper_id: hit.score for hit in index.search("lantern", Filters(accepted_only=False))
    }
    assert all(
        hit.score == pytest.approx(scores[hit.paper_id]) for hit in index.search("lantern", filters)
    )


def test_the_words_that_matched_are_marked_where_they_stand(index):
    [hit] = [h for h in index.search("canal lanterns") if h.paper_id == "p1"]
    [snippet] = hit.snippets
    assert (snippet.field, snippet.words) == ("abstract", ["lanterns", "canal"])


def test_marks_count_characters_not_bytes():
    index = KeywordIndex.of(papers({"title": "Über die Größe der Laternen 🏮 am Kanal"}))
    [hit] = index.search("kanal")
    assert hit.words == ["kanal"]


def test_no_papers_no_hits():
    assert KeywordIndex.of(papers()).search("lantern") == []


@settings(max_examples=60, deadline=None)
@given(typed=st.text(max_size=60))
def test_whatever_is_typed_is_answered(index, typed):
    scores = [hit.score for hit in index.search(typed)]
    assert scores == sorted(scores, reverse=True)
