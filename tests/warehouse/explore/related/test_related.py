"""Neighbours, groups and places of made-up papers on three subjects."""

import random

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from warehouse.explore.related.clusters import clusters, labels
from warehouse.explore.related.layout import WIDTH
from warehouse.explore.related.neighbours import NEAREST, SAME_WORDS
from warehouse.explore.related.relating import related
from warehouse.explore.related.texts import text_vectors
from warehouse.tables import MAP_POINTS, NEIGHBOURS, PAPERS

VENUE = "Moss.example/2025/Conference"
SUBJECTS = {
    "lanterns": ["lantern", "wick", "flame", "glass", "oil", "glow", "shade", "lamp", "candle"],
    "tides": ["tide", "moon", "harbour", "wave", "current", "shore", "buoy", "ebb", "delta"],
    "looms": ["loom", "thread", "weave", "shuttle", "warp", "weft", "cloth", "yarn", "spindle"],
}


def written(words, dice, length=40):
    return " ".join(dice.choices(words, k=length))


def papers(each=20, *, extra=()):
    dice = random.Random(7)  # noqa: S311 - made-up texts
    rows = [
        {
            "paper_id": f"{subject[:2]}{number:03d}",
            "title": written(words, dice, 6),
            "abstract": written(words, dice),
            "keywords": [subject, dice.choice(words)],
            "state": "accepted",
        }
        for subject, words in SUBJECTS.items()
        for number in range(each)
    ]
    shared = {"venue_id": VENUE, "forum_url": "https://openreview.net/forum?id=p", "authors": ["A"]}
    return PAPERS.from_rows([row | shared for row in [*rows, *extra]])


@pytest.fixture(scope="module")
def table():
    return papers()


@pytest.fixture(scope="module")
def found(table):
    return related([table], VENUE)


def subject(paper_id):
    return paper_id[:2]


def test_the_nearest_are_of_the_same_subject(found):
    rows = found["neighbours"].to_pylist()
    assert len(rows) == 60 * NEAREST
    same = [subject(r["paper_id"]) == subject(r["neighbour_id"]) for r in rows]
    assert np.mean(same) > 0.99
    assert all(r["paper_id"] != r["neighbour_id"] for r in rows)


def test_ranks_go_with_similarity(found):
    for paper in ("la000", "ti007"):
        of = found["neighbours"].filter(pc.equal(found["neighbours"]["paper_id"], paper))
        ranked = of.sort_by("rank").to_pylist()
        assert [r["rank"] for r in ranked] == list(range(1, NEAREST + 1))
        similar = [r["similarity"] for r in ranked]
        assert similar == sorted(similar, reverse=True)


def test_a_version_of_a_paper_is_told_from_a_neighbour(table):
    original = table.slice(0, 1).to_pylist()[0]
    version = original | {"paper_id": "zz", "abstract": original["abstract"] + " glimmer"}
    rows = related([papers(extra=[version])], VENUE)["neighbours"].to_pylist()
    near = {(r["paper_id"], r["neighbour_id"]) for r in rows if r["is_near_duplicate"]}
    assert near == {(original["paper_id"], "zz"), ("zz", original["paper_id"])}
    assert 0.57 < SAME_WORDS < 0.9


def test_groups_are_the_subjects_and_bear_their_names(table):
    vectors = text_vectors(table)
    truth = np.array([list(SUBJECTS).index(k[0]) + 1 for k in table["keywords"].to_pylist()])
    names = labels(truth, table["keywords"].to_pylist(), vectors)
    assert [names[n].split(", ")[0] for n in (1, 2, 3)] == list(SUBJECTS)
    numbers = clusters(np.repeat(vectors.meaning, 3, axis=0))
    sizes = np.bincount(numbers)[1:]
    assert list(sizes) == sorted(sizes, reverse=True)


def test_a_group_without_keywords_is_named_by_its_words(table):
    vectors = text_vectors(table)
    names = labels(np.ones(table.num_rows, dtype=np.int64), [None] * table.num_rows, vectors)
    known = {word for words in SUBJECTS.values() for word in words}
    assert {
        w for label in names.values() for part in label.split(", ") for w in part.split()
    } <= known


def test_the_map_is_the_same_on_every_run_and_as_wide_as_said(table, found):
    again = related([table], VENUE)
    assert again["map_points"].equals(found["map_points"])
    assert again["neighbours"].equals(found["neighbours"])
    places = found["map_points"].select(["x", "y"]).to_pandas().to_numpy()
    assert np.ptp(places, axis=0).max() == pytest.approx(WIDTH, abs=0.1)


def test_subjects_lie_apart_on_the_map(found):
    points = found["map_points"].to_pandas()
    points["subject"] = points["paper_id"].str[:2]
    middle = points.groupby("subject")[["x", "y"]].mean()
    own = np.linalg.norm(
        points[["x", "y"]].to_numpy() - middle.loc[points["subject"]].to_numpy(), axis=1
    )
    others = [np.linalg.norm(middle.iloc[a] - middle.iloc[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    assert own.mean() < min(others) / 2


def test_vectors_of_semantic_scholar_come_first_where_there_are_any(table):
    half = table["paper_id"].to_pylist()[:30]
    dice = np.random.default_rng(0)
    specter = pa.table({"paper_id": half, "vector": dice.normal(size=(30, 8)).tolist()})
    found = related([table], VENUE, specter)
    basis = {r["paper_id"]: r["basis"] for r in found["neighbours"].to_pylist()}
    assert {p for p, b in basis.items() if b == "specter2"} == set(half)
    assert {p for p, b in basis.items() if b == "text"} == set(table["paper_id"].to_pylist()) - set(
        half
    )
    assert set(found["map_points"]["basis"].to_pylist()) == {"text"}

    everyone = pa.table(
        {
            "paper_id": table["paper_id"].combine_chunks(),
            "vector": dice.normal(size=(60, 8)).tolist(),
        }
    )
    on_map = related([table], VENUE, everyone)["map_points"]
    assert set(on_map["basis"].to_pylist()) == {"specter2"}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 9])
def test_few_papers_have_places_too(count):
    found = related([papers().slice(0, count)], VENUE)
    assert found["map_points"].num_rows == count
    assert found["neighbours"].num_rows == count * max(0, min(NEAREST, count - 1))


def test_papers_without_any_words_break_nothing():
    bare = [
        {
            "paper_id": f"b{n}",
            "venue_id": VENUE,
            "state": "accepted",
            "title": title,
            "forum_url": "https://openreview.net/forum?id=b",
        }
        for n, title in enumerate([None, "the of and", "!!!", None])
    ]
    found = related([PAPERS.from_rows(bare)], VENUE)
    assert found["neighbours"].equals(NEIGHBOURS.empty())
    assert found["map_points"].num_rows == 4
    assert related([papers(2, extra=bare)], VENUE)["map_points"].num_rows == 10


def test_only_accepted_papers_are_related(table):
    other = table.slice(0, 1).to_pylist()[0] | {"paper_id": "no", "state": "rejected"}
    assert related([papers(extra=[other])], VENUE)["map_points"].num_rows == 60


def test_no_papers_no_rows():
    found = related([PAPERS.empty()], VENUE)
    assert found == {"neighbours": NEIGHBOURS.empty(), "map_points": MAP_POINTS.empty()}


def places(found):
    return {r["paper_id"]: (r["x"], r["y"], r["cluster"]) for r in found["map_points"].to_pylist()}


def test_no_paper_moves_when_others_come_and_go(table, found):
    later = table.slice(0, 1).to_pylist()[0] | {"paper_id": "la999"}
    grown = papers(extra=[later]).filter(pc.not_equal(papers(extra=[later])["paper_id"], "ti003"))
    before, after = places(found), places(related([table, grown], VENUE))
    assert set(after) == set(before) - {"ti003"} | {"la999"}
    assert all(after[paper] == before[paper] for paper in before if paper in after)
    twin, original = np.array(after["la999"][:2]), np.array(before[later_of(table)][:2])
    assert np.linalg.norm(twin - original) < WIDTH / 10
    assert after["la999"][2] == before[later_of(table)][2]


def later_of(table):
    return table["paper_id"][0].as_py()


def test_many_new_papers_are_drawn_with_the_old_ones(table):
    some = table.slice(0, 40)
    assert places(related([some, table], VENUE)) == places(related([table], VENUE))


def test_before_decisions_there_is_nothing_to_draw(table, found):
    assert places(related([PAPERS.empty(), table], VENUE)) == places(found)
    assert related([table, PAPERS.empty()], VENUE)["map_points"].num_rows == 0
