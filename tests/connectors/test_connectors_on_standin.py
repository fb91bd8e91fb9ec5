"""Both connectors against the stand-in: what a venue costs, and how bad days end."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.errors import Missing, NotAuthorised
from connectors.openreview import (
    ContainsVenues,
    Credentials,
    OpenReview,
    changed,
    listed_notes,
    near_venues,
    relist,
    submissions,
    venue_group,
)
from connectors.openreview import venues as venues_listed
from connectors.semantic_scholar import (
    SemanticScholar,
    counts,
    match_title,
    search_titles,
    search_venue,
)
from connectors.standin.corpus import Corpus, load
from connectors.standin.made_up import corpus
from connectors.standin.server import serve
from connectors.transport.terms import Terms

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
NEEDS_CORPORA = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPORA.exists(), reason="the recorded corpora are not here"),
]


@pytest.fixture(scope="module")
def made_up() -> Corpus:
    return corpus()


@pytest.fixture
def connect(time):
    """Both connectors, unpaced, in time that only pretends to pass."""

    # The stand-in names moments of the real clock after which to come back.
    time.at = datetime.now(UTC).timestamp()

    def made(standin, key=None):
        terms = Terms(timing=time.timing)
        who = Credentials(standin.urls.username, standin.urls.password)
        urls = {"v1_url": standin.openreview_v1, "v2_url": standin.openreview_v2}
        openreview = OpenReview(who, **urls, interval=0, terms=terms)
        scholar = SemanticScholar(key, base_url=standin.semantic_scholar, interval=0, terms=terms)
        return openreview.fetch, scholar.fetch

    return made


def pull(fetch, venue_id):
    return list(submissions(fetch, venue_id, venue_group(fetch, venue_id)))


def note_ids(pages):
    return {note["id"] for note in listed_notes(pages)}


def paper_ids(pages):
    return {row["paperId"] for page in pages for row in page.json()["data"]}


def submitted(made_up, venue):
    """The ids of the public submissions of a venue, straight from the corpus."""
    notes = [n for n in made_up.notes_v1 + made_up.notes_v2 if n["id"] == n["forum"]]
    mine = [n for n in notes if f"{n.get('domain') or n['invitation']}/".startswith(f"{venue}/")]
    return {n["id"] for n in mine if "everyone" in n["readers"] and not n.get("ddate")}


def venues(made_up):
    v2 = [g["id"] for g in made_up.groups if g.get("domain") == g["id"]]
    return v2 + [g["id"] for g in made_up.groups if g.get("domain") is None]


@pytest.mark.parametrize("faults", ["none", "flaky", "hostile"])
def test_every_venue_is_listed_whole_on_good_days_and_bad(made_up, connect, faults):
    with serve([made_up], faults=faults) as standin:
        fetch, _ = connect(standin)
        for venue in venues(made_up):
            listed = note_ids(pull(fetch, venue))
            assert listed == submitted(made_up, venue)
            assert listed
            group = venue_group(fetch, venue)
            again = list(relist(fetch, venue, group))
            assert note_ids(again) == listed
            wanted = sorted(listed)[:8]
            assert note_ids(changed(fetch, again, wanted)) >= set(wanted)


@pytest.mark.parametrize("faults", ["none", "flaky", "hostile"])
def test_searches_and_counts_are_whole_on_good_days_and_bad(made_up, connect, faults):
    titles = [paper["title"] for paper in made_up.papers[:300]]
    ids = [paper["corpusId"] for paper in made_up.papers[:1200]]
    names = {paper["venue"] for paper in made_up.papers if paper["venue"]}
    name = max(names, key=lambda n: sum(p["venue"] == n for p in made_up.papers))
    with serve([made_up]) as standin:
        _, fetch = connect(standin)
        found = paper_ids(search_titles(fetch, titles))
        listed = paper_ids(search_venue(fetch, [name], (1990, 2030)))
    with serve([made_up], faults=faults) as standin:
        _, fetch = connect(standin)
        assert paper_ids(search_titles(fetch, titles)) == found
        assert paper_ids(search_venue(fetch, [name], (1990, 2030))) == listed
        rows = [row for page in counts(fetch, ids) for row in page.json()]
        assert [row["corpusId"] for row in rows] == ids
    asked = {paper["paperId"] for paper in made_up.papers[:300]}
    assert len(asked - found) < 15
    assert listed


def test_a_guest_is_told_what_to_set(made_up, time):
    with serve([made_up]) as standin:
        urls = {"v1_url": standin.openreview_v1, "v2_url": standin.openreview_v2}
        fetch = OpenReview(**urls, interval=0, terms=Terms(timing=time.timing)).fetch
        with pytest.raises(NotAuthorised, match="OPENREVIEW_USERNAME"):
            pull(fetch, venues(made_up)[0])


def test_an_unknown_venue_finds_its_neighbour(made_up, connect):
    venue = venues(made_up)[0]
    with serve([made_up]) as standin:
        fetch, _ = connect(standin)
        with pytest.raises(Missing):
            venue_group(fetch, venue.lower())
        assert near_venues(fetch, venue.lower())[0] == venue


def test_a_container_offers_the_venues_inside_and_the_list_narrows_to_a_year(made_up, connect):
    rounds = [f"Burrow.example/2021/Track/Lamps_and_Ledgers/Round{n}" for n in (1, 2)]
    with serve([made_up]) as standin:
        fetch, _ = connect(standin)
        with pytest.raises(ContainsVenues, match=" of " + ", ".join(rounds)):
            pull(fetch, "Burrow.example/2021/Track/Lamps_and_Ledgers")
        found = [name.id for name in venues_listed(fetch, "burrow", 2021)]
        assert found == ["Burrow.example/2021/Conference", *rounds]
        assert [name.id for name in venues_listed(fetch, "burrow 2021", children=True)] == rounds


def test_a_title_is_matched_or_not_there(made_up, connect):
    with serve([made_up]) as standin:
        _, fetch = connect(standin)
        paper = made_up.papers[0]
        page = match_title(fetch, paper["title"])
        assert page.status == 200
        assert page.json()["data"][0]["title"] == paper["title"]
        assert match_title(fetch, "zzyzx qwfpg xkcdz").status == 404


class TestRecordedVenues:
    pytestmark = NEEDS_CORPORA

    @pytest.mark.parametrize(
        ("name", "venue_id", "notes", "pages"),
        [
            ("iclr2022", "ICLR.cc/2022/Conference", 3422, 4),
            ("colm2024", "colmweb.org/COLM/2024/Conference", 299, 1),
            ("agents4science2025", "Agents4Science/2025/Conference", 247, 1),
        ],
    )
    def test_a_venue_costs_a_group_a_login_and_its_pages(
        self, connect, name, venue_id, notes, pages
    ):
        known = load(CORPORA / name)
        with serve([Corpus(known.groups, known.notes_v1, known.notes_v2)]) as standin:
            fetch, _ = connect(standin)
            assert len(note_ids(pull(fetch, venue_id))) == notes
            journal = Counter(line["path"].rpartition("/")[2] for line in standin.journal())
        assert journal == {"groups": 1, "login": 1, "notes": pages}

    def test_the_nearest_of_2229_ids_is_the_one_that_is_meant(self, connect):
        with serve([load(CORPORA / "registry")]) as standin:
            fetch, _ = connect(standin)
            for typed, meant in (
                ("ICLR.cc/2022/Conferense", "ICLR.cc/2022/Conference"),
                ("ICLR.cc/2022", "ICLR.cc/2022/Conference"),
                ("iclr2022", "ICLR.cc/2022/Conference"),
                ("neurips 2023", "NeurIPS.cc/2023/Conference"),
                ("COLM 2024", "colmweb.org/COLM/2024/Conference"),
                ("tmlr", "TMLR"),
            ):
                assert near_venues(fetch, typed)[0] == meant
