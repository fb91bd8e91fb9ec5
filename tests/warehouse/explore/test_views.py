"""The views say what their names promise, on a warehouse small enough to count by hand."""

from datetime import UTC, date, datetime

import pytest

import warehouse
from warehouse.errors import BadQuery, NoSuchWarehouse
from warehouse.explore.dictionary import JOINS, dictionary
from warehouse.explore.sql import answer
from warehouse.explore.views import VIEWS
from warehouse.store import publish
from warehouse.tables import AUTHORSHIPS, BY_NAME, CITATION_COUNTS, CITATIONS, FLAGS, PAPERS, VENUES

VENUE = "lantern.example/LANTERN/2025/Conference"
DOORS = date(2025, 5, 19)


def paper(name, state="accepted"):
    return {
        "paper_id": name,
        "venue_id": VENUE,
        "title": f"Title {name}",
        "state": state,
        "tier": "poster" if state == "accepted" else None,
        "forum_url": f"https://openreview.net/forum?id={name}",
        "submitted_at": datetime(2024, 10, 1, tzinfo=UTC),
        "authors": ["Ada", "Bo"],
    }


def flag(name, cited, low, high, **more):
    shared = {"paper_id": name, "venue_id": VENUE, "as_of": DOORS, "reasons": []}
    counted = {"citations_low": low, "citations_high": high, "independent_low": low}
    return shared | {"cited": cited} | counted | more


def observed(name, count, day):
    return {
        "paper_id": name,
        "venue_id": VENUE,
        "observed_at": datetime(2025, 6, day, tzinfo=UTC),
        "s2_corpus_id": 7,
        "s2_paper_id": "f" * 40,
        "citation_count": count,
        "source": "semantic_scholar",
    }


def citing(name, number, published_on, own):
    return {
        "paper_id": name,
        "venue_id": VENUE,
        "citing_id": f"{number:040x}",
        "published_on": published_on,
        "date_precision": "day" if published_on else "none",
        "is_self_citation": own,
        "first_seen_at": datetime(2025, 6, 1, tzinfo=UTC),
    }


def author(paper, position, name, institution):
    return {
        "paper_id": paper,
        "position": position,
        "name": name,
        "openreview_profile_id": f"~{name}1" if name != "Cy" else None,
        "institution": institution,
    }


@pytest.fixture
def opened(tmp_path):
    tables = {
        "venues": VENUES.from_rows(
            [
                {
                    "venue_id": VENUE,
                    "name": "Lanterns",
                    "api_version": 2,
                    "submission_count": 4,
                    "accepted_count": 3,
                    "fetched_at": datetime(2025, 6, 1, tzinfo=UTC),
                }
            ]
        ),
        "papers": PAPERS.from_rows([paper("a"), paper("b"), paper("c"), paper("r", "rejected")]),
        "flags": FLAGS.from_rows(
            [
                flag("a", "yes", 5, 7, rank=1, percentile=90.0),
                flag("b", "no", 0, 0, rank=2, percentile=10.0),
                flag("c", "unknown", None, None),
            ]
        ),
        "citation_counts": CITATION_COUNTS.from_rows(
            [observed("a", 9, 1), observed("a", 8, 8), observed("b", 0, 1)]
        ),
        "citations": CITATIONS.from_rows(
            [
                citing("a", 1, date(2025, 4, 7), False),
                citing("a", 2, date(2025, 4, 13), True),
                citing("a", 3, date(2025, 4, 14), None),
                citing("a", 4, None, False),
            ]
        ),
        "authorships": AUTHORSHIPS.from_rows(
            [
                author("a", 1, "Ada", "Moss University"),
                author("a", 2, "Bo", "Moss University"),
                author("b", 1, "Ada", "Moss University"),
                author("c", 1, "Cy", "Fen Laboratory"),
                author("r", 1, "Ada", "Moss University"),
            ]
        ),
    }
    publish(tmp_path, VENUE, tables)
    return warehouse.open(tmp_path)


def rows(opened, query):
    return opened.arrow(query).to_pylist()


def test_the_latest_count_is_the_newest_and_never_counted_is_null(opened):
    counts = {row["paper_id"]: row["citation_count"] for row in rows(opened, "latest_counts")}
    assert counts == {"a": 8, "b": 0, "c": None}


def test_flagged_papers_are_those_surely_cited(opened):
    assert [(r["title"], r["citations_high"]) for r in rows(opened, "flagged_papers")] == [
        ("Title a", 7)
    ]


def test_weeks_begin_on_monday_and_undated_works_are_in_none(opened):
    weeks = {r["week_on"]: r for r in rows(opened, "citations_per_week")}
    assert set(weeks) == {date(2025, 4, 7), date(2025, 4, 14)}
    first = weeks[date(2025, 4, 7)]
    assert (first["citing_count"], first["independent_count"]) == (2, 1)
    assert weeks[date(2025, 4, 14)]["authors_unknown_count"] == 1


def test_authors_are_rolled_up_over_accepted_papers_alone(opened):
    authors = {r["author_id"]: r for r in rows(opened, "authors")}
    assert set(authors) == {"~Ada1", "~Bo1", "Cy"}
    ada = authors["~Ada1"]
    assert (ada["paper_count"], ada["cited_count"], ada["citations_low"]) == (2, 1, 5)
    assert authors["Cy"]["citations_low"] is None


def test_a_paper_counts_once_for_its_institution(opened):
    found = {r["institution"]: r for r in rows(opened, "institutions")}
    moss = found["Moss University"]
    assert (moss["paper_count"], moss["author_count"], moss["citations_low"]) == (2, 2, 5)


def test_venues_stand_side_by_side(opened):
    [venue] = rows(opened, "venue_comparison")
    assert (venue["cited_count"], venue["not_cited_count"], venue["unknown_count"]) == (1, 1, 1)
    assert venue["cited_share_low"] == pytest.approx(1 / 3)
    assert venue["median_citations_low"] == 2.5


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_answers_where_nothing_is_published_and_is_in_the_dictionary(view, tmp_path):
    found = answer(tmp_path, f"SELECT * FROM {view.name}")  # noqa: S608 - our own names
    assert found.num_rows == 0
    explained = {name for names, _ in view.columns for name in names.split(", ")}
    assert explained <= set(found.column_names)
    known = {c.name for spec in BY_NAME.values() for c in spec.columns}
    assert set(found.column_names) <= explained | known
    assert view.doc in dictionary()


@pytest.mark.parametrize(("question", "query"), JOINS, ids=[question for question, _ in JOINS])
def test_every_join_of_the_dictionary_runs(question, query, opened):
    assert opened.arrow(query).column_names
    assert f"{question}:" in dictionary()


def test_pandas_keeps_whole_numbers_with_gaps(opened):
    frame = opened.pandas("latest_counts")
    assert str(frame.dtypes["citation_count"]) == "int64[pyarrow]"
    assert frame["citation_count"].isna().sum() == 1


def test_one_venue_alone(opened):
    assert opened.arrow("papers", VENUE).num_rows == 4
    assert opened.arrow("latest_counts", "another.example/1").num_rows == 0
    with pytest.raises(BadQuery, match="over all venues"):
        opened.arrow("authors", VENUE)


def test_values_stand_for_names_in_a_query(opened):
    asked = "SELECT title FROM papers WHERE paper_id = $paper"
    assert opened.arrow(asked, paper="b")["title"].to_pylist() == ["Title b"]
    assert opened.arrow(asked, paper="' OR true --").num_rows == 0


def test_a_name_that_is_nothing_lists_what_there_is(opened):
    with pytest.raises(BadQuery, match="latest_counts"):
        opened.pandas("flagged")


def test_no_warehouse_is_said(tmp_path):
    with pytest.raises(NoSuchWarehouse, match="precited run"):
        warehouse.open(tmp_path / "nowhere")


def test_duckdb_itself_sees_tables_and_views(opened):
    with opened.connect() as connection:
        assert connection.sql("SELECT count(*) FROM flagged_papers").fetchone() == (1,)
    assert opened.venues == [VENUE]
