"""One run of a made-up venue of each era: states, links, counts, cost."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from connectors.standin import made_up
from connectors.standin.made_up.notes import PLANTED_DOMAIN
from connectors.standin.made_up.venues import VENUES, Venue
from connectors.standin.server import StandIn, environment, serve
from flows.run import Job
from flows.settings import Settings, load_settings
from tests.flows.conftest import Pulled
from tests.flows.world import LANTERN, THIMBLE, UNDECIDED, track
from warehouse.store import read_table


@pytest.mark.parametrize("venue", VENUES, ids=lambda venue: venue.short)
def test_every_era_gives_its_papers_in_their_states(venue: Venue, pulled: Pulled) -> None:
    wanted = venue.others | ({"accepted": sum(venue.tiers.values())} if venue.tiers else {})
    assert pulled.outcomes[venue.id].states == wanted
    papers = read_table(pulled.root, "papers", venue.id)
    assert Counter(papers["tier"].drop_null().to_pylist()) == venue.tiers


def test_links_are_the_true_ones_and_nothing_is_guessed(pulled: Pulled) -> None:
    links = read_table(pulled.root, "links", LANTERN).to_pylist()
    right = {t.forum_id: t.s2_paper_id for t in made_up.truth() if t.kind in RIGHT}
    twins = {(t.forum_id, t.s2_paper_id) for t in made_up.truth() if t.kind == "twin"}

    linked = {row["paper_id"]: row["s2_paper_id"] for row in links if row["status"] == "linked"}
    assert all(right.get(p) == s or (p, s) in twins for p, s in linked.items())
    of_venue = {row["paper_id"] for row in links} & set(right)
    assert len(linked) >= 0.97 * len(of_venue)


RIGHT = ("same_title", "retitled")


def test_counts_are_those_of_the_service_and_unlinked_papers_have_none(pulled: Pulled) -> None:
    served = {p["corpusId"]: p["citationCount"] for p in made_up.corpus().papers}
    counts = read_table(pulled.root, "citation_counts", LANTERN).to_pylist()
    linked = read_table(pulled.root, "links", LANTERN).to_pylist()

    assert {c["paper_id"] for c in counts} == {
        row["paper_id"] for row in linked if row["status"] == "linked"
    }
    assert all(c["citation_count"] == served[c["s2_corpus_id"]] for c in counts)
    flags = {row["paper_id"]: row for row in read_table(pulled.root, "flags", LANTERN).to_pylist()}
    unlinked = [row["paper_id"] for row in linked if row["status"] != "linked"]
    assert unlinked
    assert all(flags[p]["cited"] == "unknown" and flags[p]["rank"] is None for p in unlinked)


def test_a_run_costs_few_requests_and_asks_none_twice(
    pulled: Pulled,
) -> None:
    journal = pulled.journals[LANTERN]
    asked = [(j["method"], j["path"], j["query"], str(j["body"])) for j in journal]
    assert len(asked) == len(set(asked))
    facts = pulled.outcomes[LANTERN].facts
    assert len(asked) == facts["openreview_requests"] + facts["semantic_scholar_requests"]
    assert facts["openreview_requests"] == 3  # login, group, one page
    assert facts["semantic_scholar_requests"] <= 20


def test_new_counts_take_a_request_for_500_papers_and_nothing_else(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    track(Job(THIMBLE, tmp_path), settings)
    before = read_table(tmp_path, "citation_counts", THIMBLE).num_rows

    # Another day, for a service tells the time of a count to the second.
    with serve([made_up.corpus()], today=date(2027, 1, 4)) as later:
        for name, value in environment(later.urls).items():
            monkeypatch.setenv(name, value)
        track(Job(THIMBLE, tmp_path, counts_only=True), load_settings())
        asked = later.journal()

    assert [j["path"].rpartition("/")[2] for j in asked] == ["batch"]
    assert read_table(tmp_path, "citation_counts", THIMBLE).num_rows == 2 * before
    runs = read_table(tmp_path, "runs", THIMBLE)
    assert runs["flow"].to_pylist() == ["track", "counts"]
    assert runs["status"].to_pylist() == ["finished", "finished"]


def test_a_second_run_searches_for_nothing_that_is_linked_or_was_just_asked(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    track(Job(THIMBLE, tmp_path), settings)
    links = read_table(tmp_path, "links", THIMBLE)
    standin.clear()

    track(Job(THIMBLE, tmp_path), settings)

    endpoints = Counter(j["path"].rpartition("/")[2] for j in standin.journal())
    assert endpoints["match"] == 0
    assert endpoints["bulk"] <= 1
    assert read_table(tmp_path, "links", THIMBLE).equals(links)


def test_a_venue_without_decisions_keeps_its_submissions_and_flags_nothing(
    pulled: Pulled,
) -> None:
    assert pulled.outcomes[UNDECIDED].states == {"under_review": 24}
    assert read_table(pulled.root, "flags", UNDECIDED).num_rows == 0


def test_a_note_that_cannot_be_read_is_kept_whole_and_the_rest_goes_on(pulled: Pulled) -> None:
    (reject,) = read_table(pulled.root, "rejects", LANTERN).to_pylist()

    assert reject["source"] == "openreview"
    assert "title" in reject["reason"]
    assert reject["payload"]


def test_no_e_mail_address_reaches_a_table(pulled: Pulled) -> None:
    for file in (pulled.root / "tables").rglob("*.parquet"):
        table = read_table(pulled.root, file.parts[-3], LANTERN)
        assert PLANTED_DOMAIN not in str(table.to_pylist()), file
