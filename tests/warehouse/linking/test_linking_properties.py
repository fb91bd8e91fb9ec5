"""What holds for any papers, records, earlier links and decisions."""

import random
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.linking import OVERRIDES, Links, link
from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.tables import LINKS, PAPERS

Row = dict[str, Any]

# Each example links two or three times, some 50 ms each.
few = settings(max_examples=12, deadline=None)
NOW = datetime(2024, 3, 1, tzinfo=UTC)
# Few of each, so that drawn papers and records collide in every way.
TITLES = st.sampled_from(
    [
        "Tidal Gradients for Sparse Estuary Networks",
        "Tidal Gradients for Sparse Estuary Network",
        "Tidal Gradients for Sparse Estuary Networks II",
        "Patient Tidal Gradients for Sparse Estuary Networks",
        "Kelpie: Tidal Gradients for Sparse Estuary Networks",
        "A Census of Northern Windmills",
        "Tides",
        "",
    ]
)
PEOPLE = st.lists(
    st.sampled_from(
        [
            "Ada Lindqvist",
            "A. Lindqvist",
            "Bo Wang",
            "B. Wang",
            "Wei Wang",
            "Chidi Okonkwo",
            "江海潮",
        ]
    ),
    max_size=4,
)
VENUES = st.sampled_from(["ICLR", "arXiv.org", "Journal of Lakes", None])
FORUMS = [f"forum{letter}" for letter in "ABC"]
DATES = st.sampled_from([None, date(2012, 1, 1), date(2022, 5, 1), date(2023, 10, 1)])


@st.composite
def papers(draw: st.DrawFn) -> list[Row]:
    names = draw(st.lists(st.sampled_from(FORUMS), min_size=1, unique=True))
    return [
        {
            "paper_id": name,
            "venue_id": "ICLR.cc/2024/Conference",
            "title": draw(TITLES) or None,
            "state": "accepted",
            "authors": draw(st.one_of(st.none(), PEOPLE)),
            "forum_url": f"https://openreview.net/forum?id={name}",
            "submitted_at": draw(st.sampled_from([None, datetime(2023, 9, 28, tzinfo=UTC)])),
        }
        for name in names
    ]


@st.composite
def records(draw: st.DrawFn, least: int = 0) -> list[Row]:
    count = draw(st.integers(least, 6))
    return [
        {
            "s2_paper_id": f"rec{number}",
            "s2_corpus_id": draw(st.sampled_from([None, number])),
            "title": draw(TITLES) or None,
            "authors": draw(st.one_of(st.none(), PEOPLE)),
            "venue": draw(VENUES),
            "published_on": draw(DATES),
            "openreview_id": draw(st.sampled_from([None, None, *FORUMS])),
            "citation_count": draw(st.sampled_from([None, 0, 5, 900])),
            "seen_at": NOW,
        }
        for number in range(count)
    ]


@st.composite
def decisions(
    draw: st.DrawFn, verdicts: tuple[str, ...] = ("accept", "reject", "pin")
) -> list[Row]:
    count = draw(st.integers(1, 4))
    return [
        {
            "override_id": f"o{number}",
            "paper_id": draw(st.sampled_from(FORUMS)),
            "venue_id": "ICLR.cc/2024/Conference",
            "s2_paper_id": f"rec{draw(st.integers(0, 5))}",
            "verdict": draw(st.sampled_from(verdicts)),
            "curator": "mara",
            "decided_at": datetime(2024, 2, 1 + number, tzinfo=UTC),
        }
        for number in range(count)
    ]


def run(
    ours: list[Row], theirs: list[Row], known: pa.Table | None = None, made: list[Row] | None = None
) -> Links:
    return link(
        pa.Table.from_pylist(ours, PAPERS.schema),
        pa.Table.from_pylist(theirs, S2_RECORDS.schema),
        LINKS.empty() if known is None else known,
        pa.Table.from_pylist(made or [], OVERRIDES.schema),
        NOW,
    )


def settled(links: Links) -> list[tuple[Any, ...]]:
    names = ("paper_id", "status", "s2_paper_id", "method", "score", "twin_ids")
    return [tuple(map(str, (row[name] for name in names))) for row in links.links.to_pylist()]


@few
@given(papers(), records(), decisions(), st.integers())
def test_the_order_of_the_input_changes_nothing(ours, theirs, made, seed):
    expected = run(ours, theirs, made=made)
    for rows in (ours, theirs, made):
        random.Random(seed).shuffle(rows)  # noqa: S311
    found = run(ours, theirs, made=made)
    assert found.links.equals(expected.links)
    assert found.candidates.equals(expected.candidates)


@few
@given(papers(), records(least=1))
def test_taking_refused_records_away_changes_nothing(ours, theirs):
    """So adding a worse candidate changes nothing either."""
    expected = run(ours, theirs)
    kept = {
        row["s2_paper_id"] for row in expected.candidates.to_pylist() if row["role"] != "refused"
    }
    # A record may be another paper's by its very title, and so keep a third from taking it.
    found = run(ours, [row for row in theirs if row["s2_paper_id"] in kept])
    assert settled(found) == settled(expected)


@few
@given(papers(), records(), TITLES)
def test_a_record_by_strangers_changes_nothing(ours, theirs, title):
    stranger = {
        "s2_paper_id": "stranger",
        "title": title or None,
        "authors": ["Gudrun Hoekstra", "Ibrahim Szymanski"],
        "venue": "ICLR",
        "published_on": date(2023, 10, 1),
        "citation_count": 5000,
        "seen_at": NOW,
    }
    named = [paper | {"authors": ["Ada Lindqvist", *(paper["authors"] or [])]} for paper in ours]
    assert settled(run(named, [*theirs, stranger])) == settled(run(named, theirs))


@few
@given(papers(), records(), decisions(verdicts=("reject",)))
def test_rejected_pairs_are_never_linked_nor_twins(ours, theirs, made):
    rejected = {(row["paper_id"], row["s2_paper_id"]) for row in made}
    known = run(ours, theirs).links
    for links in (run(ours, theirs, made=made), run(ours, theirs, known, made)):
        for row in links.links.to_pylist():
            taken = {row["s2_paper_id"], *row["twin_ids"]}
            assert not {(row["paper_id"], id_) for id_ in taken} & rejected


@few
@given(papers(), records(), decisions())
def test_undoing_everything_restores_everything(ours, theirs, made):
    undone = [
        row
        | {
            "override_id": f"u{row['override_id']}",
            "verdict": "undo",
            "undoes": row["override_id"],
            "decided_at": datetime(2024, 2, 20, tzinfo=UTC),
        }
        for row in made
    ]
    known = run(ours, theirs).links
    assert run(ours, theirs, known, made + undone).links.equals(run(ours, theirs, known).links)
    assert run(ours, theirs, made=made + undone).links.equals(run(ours, theirs).links)


@few
@given(papers(), records(), records())
def test_once_linked_always_linked(ours, theirs, later):
    first = run(ours, theirs)
    before = {row["paper_id"]: row for row in first.links.to_pylist() if row["status"] == "linked"}
    moved = {row["s2_corpus_id"] for row in later} | {None}
    for row in run(ours, later, first.links).links.to_pylist():
        was = before.get(row["paper_id"])
        if was is not None:
            assert row["status"] == "linked"
            assert row["linked_at"] == was["linked_at"]
            assert row["s2_paper_id"] == was["s2_paper_id"] or was["s2_corpus_id"] in moved


@few
@given(papers(), records())
def test_linking_again_gives_the_same_tables(ours, theirs):
    first = run(ours, theirs)
    again = run(ours, theirs, first.links)
    assert again.links.equals(first.links)


@few
@given(papers(), records())
def test_other_people_are_never_linked_nor_offered(ours, theirs):
    disjoint = [row | {"authors": ["Gudrun Hoekstra"], "openreview_id": None} for row in theirs]
    named = [paper | {"authors": ["Ada Lindqvist", "Bo Wang"]} for paper in ours]
    assert {row["status"] for row in run(named, disjoint).links.to_pylist()} == {"absent"}


@few
@given(papers(), st.lists(st.text(max_size=20), max_size=4), st.lists(st.text(max_size=12)))
def test_hostile_text_is_normal_input(ours, titles, people):
    theirs = [
        {"s2_paper_id": f"rec{n}", "title": title, "authors": people, "seen_at": NOW}
        for n, title in enumerate(titles)
    ]
    found = run(ours, theirs)
    assert found.links.num_rows == len(ours)
    assert LINKS.problems(found.links) == []
