"""Every trap for a linker is there, and the truth about it is told."""

import re
from collections import Counter
from typing import Any
from unicodedata import combining, normalize

import pytest

from connectors.standin.corpus import Corpus
from connectors.standin.made_up import Truth
from connectors.standin.made_up.spelled import SPELLED
from connectors.standin.made_up.venues import LANTERN, QUILL, THIMBLE

Json = dict[str, Any]

MAIN = ("same_title", "retitled", "absent", "wrong_record_in_pool", "impostor_only")


def key(title: str) -> str:
    flat = "".join(c for c in normalize("NFKD", title.casefold()) if not combining(c))
    return re.sub(r"[\W_]+", "", flat)


def value(field: Any) -> Any:
    return field["value"] if isinstance(field, dict) else field


@pytest.fixture(scope="session")
def records(corpus: Corpus) -> dict[str, Json]:
    return {record["paperId"]: record for record in corpus.papers}


@pytest.fixture(scope="session")
def contents(main: Corpus) -> dict[str, Json]:
    return {
        note["id"]: {name: value(field) for name, field in note["content"].items()}
        for note in main.notes_v1 + main.notes_v2
        if note["id"] == note["forum"] and "content" in note
    }


def people(record: Json) -> set[str]:
    return {author["name"].split()[-1] for author in record["authors"]}


def test_every_accepted_paper_has_one_truth(truth: list[Truth]) -> None:
    forums = Counter(row.forum_id for row in truth if row.kind in MAIN)
    assert set(forums.values()) == {1}
    assert len(forums) == LANTERN.accepted + QUILL.accepted + THIMBLE.accepted


def test_every_kind_of_truth_is_there_at_least_three_times(truth: list[Truth]) -> None:
    kinds = Counter(row.kind for row in truth)
    assert kinds.keys() == {*MAIN, "twin", "impostor"}
    assert min(kinds.values()) >= 3
    assert kinds["same_title"] > 250


def test_where_abstaining_is_right_no_record_is_named(truth: list[Truth]) -> None:
    for row in truth:
        nothing = row.kind in {"absent", "wrong_record_in_pool", "impostor_only"}
        assert (row.s2_paper_id is None) == nothing


def test_same_title_means_the_same_but_for_spelling(
    truth: list[Truth], records: dict[str, Json], contents: dict[str, Json]
) -> None:
    latex = {spelling.title for spelling in SPELLED if "$" in spelling.title}
    for row in truth:
        if row.s2_paper_id is None or row.kind not in {"same_title", "retitled"}:
            continue
        title = contents[row.forum_id]["title"]
        same = key(title) == key(records[row.s2_paper_id]["title"]) or title in latex
        assert same == (row.kind == "same_title"), title


def test_twins_have_the_same_people_and_title_but_other_ids(
    truth: list[Truth], records: dict[str, Json]
) -> None:
    main = {
        row.forum_id: row.s2_paper_id for row in truth if row.kind in {"same_title", "retitled"}
    }
    for row in truth:
        if row.kind == "twin":
            first, second = records[str(main[row.forum_id])], records[str(row.s2_paper_id)]
            assert first["title"] == second["title"]
            assert people(first) & people(second)
            assert first["citationCount"] > second["citationCount"]
            assert first["externalIds"].get("ArXiv") != second["externalIds"].get("ArXiv", "none")


def test_impostors_are_by_other_people_and_much_cited(
    truth: list[Truth], records: dict[str, Json], contents: dict[str, Json]
) -> None:
    abstain = {row.forum_id for row in truth if row.kind == "wrong_record_in_pool"}
    for row in truth:
        if row.kind == "impostor":
            record, content = records[str(row.s2_paper_id)], contents[row.forum_id]
            assert not {author["name"] for author in record["authors"]} & {*content["authors"]}
            assert record["citationCount"] >= 20
            same = key(record["title"]) == key(content["title"])
            assert same == (row.forum_id not in abstain)


def test_for_absent_papers_no_record_has_their_title(
    truth: list[Truth], records: dict[str, Json], contents: dict[str, Json]
) -> None:
    titles = {key(record["title"]) for record in records.values()}
    for row in truth:
        if row.kind in {"absent", "wrong_record_in_pool"}:
            assert key(contents[row.forum_id]["title"]) not in titles


def test_one_twin_is_so_small_that_falling_to_it_looks_like_a_collapse(
    truth: list[Truth], records: dict[str, Json]
) -> None:
    main = {
        row.forum_id: row.s2_paper_id for row in truth if row.kind in {"same_title", "retitled"}
    }
    pairs = [
        (
            records[str(main[t.forum_id])]["citationCount"],
            records[str(t.s2_paper_id)]["citationCount"],
        )
        for t in truth
        if t.kind == "twin"
    ]
    assert (64, 3) in pairs


def test_about_one_in_eight_right_records_is_not_under_the_name_of_its_venue(
    truth: list[Truth], records: dict[str, Json]
) -> None:
    names = {venue.outlet.name for venue in (LANTERN, QUILL, THIMBLE)}
    venues = [
        records[str(row.s2_paper_id)]["venue"]
        for row in truth
        if row.kind in {"same_title", "retitled"}
    ]
    elsewhere = [name for name in venues if name not in names]
    assert 0.08 < len(elsewhere) / len(venues) < 0.17
    assert set(elsewhere) == {"", "arXiv.org"}


def test_years_run_from_the_year_before_to_the_year_after(
    truth: list[Truth], records: dict[str, Json], contents: dict[str, Json]
) -> None:
    years = Counter(
        records[str(row.s2_paper_id)]["year"] - 2025
        for row in truth
        if row.kind == "same_title" and contents[row.forum_id].get("venueid") == LANTERN.id
    )
    assert all(years[step] >= 3 for step in (-1, 0, 1))


def test_some_works_have_two_forums_rejected_here_and_accepted_there(
    contents: dict[str, Json],
) -> None:
    forums = Counter(
        content["title"] for content in contents.values() if isinstance(content["title"], str)
    )
    twice = [title for title, count in forums.items() if count == 2]
    assert len(twice) == 5
    assert max(forums.values()) == 2
