"""The list of all venues: searched, narrowed, and guessed at."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import Missing, SourceChanged
from connectors.openreview import near_venues, venue_name, venues
from connectors.openreview.registry import ALL, near
from connectors.page import Page
from connectors.standin.corpus import load
from connectors.transport.waits import service_date

REGISTRY = Path(__file__).parents[3] / "shared" / "corpora" / "registry"

MEMBERS = [
    "ICLR.cc/2022/Conference",
    "ICLR.cc/2023/Conference",
    "ICLR.cc/2022/Track/Blog",
    "ICLR.cc/2022/Workshop/GTRL",
    "ICLR.cc/2022/Workshop/OSC",
    "ICLR.cc/2025/Workshop_Proposals",
    "NeurIPS.cc/2022/Conference",
    "robot-learning.org/CoRL/2021/Conference",
    "robot-learning.org/CoRL/2021/Conference/Blue_Sky",
    "auai.org/UAI/2018",
    "umass.edu/Fall_2021/COMPSCI682",
    "TMLR",
]


class Listed:
    """OpenReview, as far as it lists its venues."""

    def __init__(self, members):
        self.members = members
        self.asked = []

    def __call__(self, request):
        self.asked.append(request)
        body = {"groups": [{"id": "venues", "members": self.members}], "count": 1}
        return Page(request, service_date({}, 0), 200, json.dumps(body).encode())


@pytest.fixture
def fetch():
    return Listed(MEMBERS)


def ids(names):
    return [name.id for name in names]


@pytest.mark.parametrize(
    ("pattern", "year", "found"),
    [
        ("ICLR", 2022, [*MEMBERS[:1], *MEMBERS[2:5]]),
        ("iclr2022 conf", None, ["ICLR.cc/2022/Conference"]),
        ("gtrl", None, ["ICLR.cc/2022/Workshop/GTRL"]),
        ("*/2022/Conference", None, ["ICLR.cc/2022/Conference", "NeurIPS.cc/2022/Conference"]),
        ("", 2018, ["auai.org/UAI/2018"]),
        ("umass", 2021, ["umass.edu/Fall_2021/COMPSCI682"]),
        ("tmlr", None, ["TMLR"]),
    ],
)
def test_words_in_any_case_and_a_year_narrow_the_list_in_one_request(fetch, pattern, year, found):
    assert ids(venues(fetch, pattern, year)) == found
    assert fetch.asked == [ALL]


def test_without_words_and_year_all_are_listed_conferences_before_their_workshops(fetch):
    found = ids(venues(fetch))
    assert sorted(found) == sorted(MEMBERS)
    assert found.index("ICLR.cc/2022/Conference") < found.index("ICLR.cc/2022/Track/Blog")
    assert found.index("ICLR.cc/2022/Track/Blog") < found.index("ICLR.cc/2022/Workshop/GTRL")


def test_children_are_what_lies_beside_a_conference_with_their_containers(fetch):
    found = venues(fetch, "ICLR", 2022, children=True)
    assert [(name.id, name.container) for name in found] == [
        ("ICLR.cc/2022/Track/Blog", "ICLR.cc/2022/Track"),
        ("ICLR.cc/2022/Workshop/GTRL", "ICLR.cc/2022/Workshop"),
        ("ICLR.cc/2022/Workshop/OSC", "ICLR.cc/2022/Workshop"),
    ]
    assert ids(venues(fetch, "CoRL 2021", children=True)) == [MEMBERS[8]]


def test_a_conference_without_children_says_so(fetch):
    with pytest.raises(Missing, match="no workshop or track beside 'NeurIPS 2022'"):
        venues(fetch, "NeurIPS 2022", children=True)


@pytest.mark.parametrize(
    ("venue_id", "year", "kind", "container"),
    [
        ("ICLR.cc/2022/Conference", 2022, "conference", None),
        ("ICLR.cc/2017/conference", 2017, "conference", None),
        ("ICLR.cc/2018/Workshop", 2018, "workshop", None),
        ("NeurIPS.cc/2025/Workshop_City/AI4D", 2025, "workshop", "NeurIPS.cc/2025/Workshop_City"),
        ("NeurIPS.cc/2021/Track/Datasets_and_Benchmarks/Round1", 2021, "track",
         "NeurIPS.cc/2021/Track/Datasets_and_Benchmarks"),
        ("NeurIPS.cc/2025/Position_Paper_Track", 2025, "track", None),
        ("MIDL.io/2022/Conference/Short", 2022, "track", "MIDL.io/2022/Conference"),
        ("ICLR.cc/2024/BlogPosts", 2024, "track", None),
        ("ICLR.cc/2025/Workshop_Proposals", 2025, "other", None),
        ("auai.org/UAI/2018", 2018, "conference", None),
        ("aclweb.org/ACL/ARR/2023/February", 2023, "other", None),
        ("TMLR", None, "journal", None),
    ],
)  # fmt: skip
def test_an_id_tells_year_kind_and_container(venue_id, year, kind, container):
    name = venue_name(venue_id)
    assert (name.year, name.kind, name.container) == (year, kind, container)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ICRL 2022", "ICLR.cc/2022/Conference"),
        ("ICLR.cc/2022/conference", "ICLR.cc/2022/Conference"),
        ("iclr2023", "ICLR.cc/2023/Conference"),
        ("nuerips 2022", "NeurIPS.cc/2022/Conference"),
        ("corl 2021", "robot-learning.org/CoRL/2021/Conference"),
    ],
)
def test_a_typo_finds_what_was_meant(fetch, typed, meant):
    assert near_venues(fetch, typed)[0] == meant
    assert near_venues(fetch, typed, limit=1) == [meant]


def test_a_search_in_vain_names_what_comes_near(fetch):
    with pytest.raises(Missing, match=r"'ICRL 2022': did you mean ICLR\.cc/2022/Conference"):
        venues(fetch, "ICRL", 2022)


def test_where_nothing_comes_near_nothing_is_guessed(fetch):
    assert near_venues(fetch, "zzyzx") == []
    with pytest.raises(Missing, match="other words"):
        venues(fetch, "zzyzx")


@pytest.mark.parametrize("members", [[], None, [None, 7, ""]])
def test_no_ids_no_offers(members):
    assert near_venues(Listed(members), "ICLR 2022") == []
    with pytest.raises(Missing):
        venues(Listed(members), "ICLR 2022")


def test_an_answer_without_groups_is_no_empty_list():
    def fetch(request):
        return Page(request, service_date({}, 0), 200, b'{"members": []}')

    with pytest.raises(SourceChanged):
        venues(fetch)


@given(st.lists(st.text(max_size=20), max_size=6), st.text(max_size=20))
def test_no_id_and_no_guess_breaks_it(written, typed):
    known = [venue_name(text) for text in written]
    assert set(near(known, typed)) <= set(written)


@pytest.mark.corpora
@pytest.mark.skipif(not REGISTRY.exists(), reason="the recorded corpora are not here")
class TestRecordedRegistry:
    @pytest.fixture
    def fetch(self):
        groups = {group["id"]: group for group in load(REGISTRY).groups}
        return Listed(groups["venues"]["members"])

    def test_iclr_2022_is_a_conference_a_blog_track_and_13_workshops(self, fetch):
        kinds = [name.kind for name in venues(fetch, "ICLR", 2022)]
        assert kinds == ["conference", "track", *["workshop"] * 13]

    def test_2229_venues_are_listed(self, fetch):
        assert len(venues(fetch)) == 2229

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("ICRL 2022", "ICLR.cc/2022/Conference"),
            ("nuerips 2023", "NeurIPS.cc/2023/Conference"),
            ("colm2025", "colmweb.org/COLM/2025/Conference"),
        ],
    )
    def test_a_typo_among_them_finds_what_was_meant(self, fetch, typed, meant):
        assert near_venues(fetch, typed)[0] == meant
