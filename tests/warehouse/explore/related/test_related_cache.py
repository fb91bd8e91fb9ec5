"""Relations are worked out again when, and only when, their texts change."""

import pytest

from warehouse.explore.related.cache import cached
from warehouse.tables import MAP_POINTS, NEIGHBOURS, PAPERS

VENUE = "Moss.example/2025/Conference"


def papers(title):
    row = {"paper_id": "p", "venue_id": VENUE, "state": "accepted", "title": title}
    return PAPERS.from_rows([row | {"forum_url": "https://openreview.net/forum?id=p"}])


POINT = {"paper_id": "p", "venue_id": VENUE, "x": 1.0, "y": 2.0, "cluster": 1, "basis": "text"}


@pytest.fixture
def relate():
    def relate():
        relate.calls += 1
        return {"neighbours": NEIGHBOURS.empty(), "map_points": MAP_POINTS.from_rows([POINT])}

    relate.calls = 0
    return relate


def test_the_same_texts_are_related_once(tmp_path, relate):
    first = cached(tmp_path, VENUE, [papers("a")], None, relate)
    again = cached(tmp_path, VENUE, [papers("a")], None, relate)
    assert relate.calls == 1
    assert all(again[name].equals(first[name]) for name in ("neighbours", "map_points"))


def test_another_text_or_another_history_is_related_anew(tmp_path, relate):
    cached(tmp_path, VENUE, [papers("a")], None, relate)
    cached(tmp_path, VENUE, [papers("b")], None, relate)
    cached(tmp_path, VENUE, [papers("a"), papers("b")], None, relate)
    assert relate.calls == 3


def test_a_damaged_cache_is_no_cache(tmp_path, relate):
    cached(tmp_path, VENUE, [papers("a")], None, relate)
    for file in tmp_path.rglob("*.arrow"):
        file.write_bytes(file.read_bytes()[:50])
    assert cached(tmp_path, VENUE, [papers("a")], None, relate)["map_points"].num_rows == 1
    assert relate.calls == 2
