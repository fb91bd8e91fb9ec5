"""Real venues and recorded answers, where they lie beside the project."""

import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from warehouse.normalise.privacy import EMAIL
from warehouse.normalise.s2_answers import batch_answers
from warehouse.normalise.s2_records import s2_records, s2_rejects
from warehouse.normalise.submissions import normalise_submissions
from warehouse.normalise.venues import venue_row

pytestmark = pytest.mark.corpora

FIELDS = (
    "paperId",
    "corpusId",
    "externalIds",
    "title",
    "authors",
    "year",
    "venue",
    "publicationDate",
    "openAccessPdf",
    "citationCount",
    "influentialCitationCount",
    "referenceCount",
)

VENUES = {
    "iclr2022": (
        "v1",
        {"accepted": 1095, "rejected": 1582, "withdrawn": 719, "desk_rejected": 26},
        {"oral": 55, "spotlight": 174, "poster": 866},
    ),
    # COLM 2024 says "COLM" and "Accept": nothing in its notes tells a tier.
    "colm2024": ("v2", {"accepted": 299}, {None: 299}),
    "agents4science2025": ("v2", {"accepted": 48, "rejected": 194, "withdrawn": 5}, {None: 48}),
}


CORPORA = Path(__file__).parents[4] / "shared" / "corpora"


def lines(path):
    with gzip.open(path) as file:
        return [json.loads(line) for line in file]


@pytest.fixture(params=VENUES, scope="module")
def venue(request, page):
    """(name, venue id, pages as a listing with direct replies gives them)."""
    folder = CORPORA / request.param / "openreview"
    if not folder.is_dir():
        pytest.skip("no recorded corpora beside the project")
    group = lines(folder / "groups.jsonl.gz")[0]
    version = VENUES[request.param][0]
    notes = lines(folder / version / "notes.jsonl.gz")
    replies = defaultdict(list)
    for note in notes:
        if note["id"] != note["forum"]:
            replies[note["forum"]].append(note)
    listed = [
        note | {"details": {"directReplies": replies[note["id"]]}}
        for note in notes
        if note["id"] == note["forum"]
    ]
    pages = [page({"groups": [group]}, endpoint="v2/groups")]
    for start in range(0, len(listed), 1000):
        payload = {"notes": listed[start : start + 1000], "count": len(listed)}
        pages.append(page(payload, endpoint=f"{version}/notes"))
    return request.param, group["id"], pages


@pytest.fixture(scope="module")
def normalised(venue):
    """What normalising makes of the venue."""
    return normalise_submissions(*venue[1:])


def test_states_and_tiers_are_those_that_are_known(venue, normalised):
    papers = normalised.papers.to_pylist()
    _, states, tiers = VENUES[venue[0]]
    assert Counter(paper["state"] for paper in papers) == states
    accepted = [paper for paper in papers if paper["state"] == "accepted"]
    assert Counter(paper["tier"] for paper in accepted) == tiers
    assert all(paper["title"] and paper["public_at"] and paper["accepted_at"] for paper in accepted)


def test_nothing_is_refused_and_nobody_is_exposed(normalised):
    found = normalised
    assert (found.rejects.num_rows, found.deleted_count, found.not_public_count) == (0, 0, 0)
    assert not EMAIL.search(str(found.authorships.to_pylist()))
    assert "Reviewer_" not in str(found.reviews.to_pylist())
    assert found.reviews["rating"].null_count == 0
    ids = found.authorships["openreview_profile_id"].drop_null().to_pylist()
    assert all(id_.startswith("~") for id_ in ids)


def test_replies_as_notes_of_their_own_say_the_same(venue, normalised, page):
    _, venue_id, pages = venue
    apart = []
    for item in pages:
        payload = json.loads(item.payload)
        notes = payload.get("notes", [])
        replies = [reply for note in notes for reply in note.pop("details")["directReplies"]]
        apart += [page(payload, endpoint=item.endpoint)]
        apart += [page({"notes": replies}, endpoint=item.endpoint)] if replies else []
    split = normalise_submissions(venue_id, apart)
    assert normalised.papers.equals(split.papers)
    assert normalised.reviews.equals(split.reviews)


def test_accepted_papers_without_authors_are_kept(venue, normalised):
    papers = normalised.papers.to_pylist()
    nameless = [p for p in papers if p["state"] == "accepted" and p["authors"] is None]
    assert len(nameless) == (1 if venue[0] == "agents4science2025" else 0)


def test_venues_are_described(venue):
    name, venue_id, pages = venue
    row = venue_row(venue_id, pages)
    found = (row["short_name"], row["year"], row["kind"], row["api_version"], str(row["start_on"]))
    assert (
        found
        == {
            "iclr2022": ("ICLR 2022", 2022, "conference", 1, "2022-04-25"),
            "colm2024": ("COLM 2024", 2024, "conference", 2, "2024-10-07"),
            "agents4science2025": ("Agents4Science 2025", 2025, "conference", 2, "2025-10-22"),
        }[name]
    )


def test_a_pool_of_records_is_read_whole(corpora, page):
    papers = lines(corpora / "iclr2022" / "semantic_scholar" / "papers.jsonl.gz")
    shown = [{name: paper.get(name) for name in FIELDS} for paper in papers]
    pages = [
        page(
            {"total": len(shown), "token": None, "data": shown[start : start + 1000]},
            endpoint="paper/search/bulk",
        )
        for start in range(0, len(shown), 1000)
    ]
    found = s2_records(pages)
    assert found.num_rows == len(papers)
    assert found["s2_corpus_id"].null_count == 0
    assert found["title"].null_count == 0
    assert s2_rejects("v", pages).num_rows == 0


def test_recorded_answers_of_semantic_scholar_are_read(corpora, page):
    wire = corpora.parent / "wire" / "semantic_scholar"
    endpoints = {
        "batch.json": "paper/batch",
        "match.json": "paper/search/match",
        "bulk_page1.json": "paper/search/bulk",
        "bulk_page3.json": "paper/search/bulk",
    }
    counts = {}
    for name, endpoint in endpoints.items():
        recorded = json.loads((wire / name).read_text())
        pages = [
            page(
                item["response"]["json"],
                endpoint=endpoint,
                status=item["response"]["status"],
                body=item["request"]["json"],
            )
            for item in (recorded if isinstance(recorded, list) else [recorded])
        ]
        assert s2_rejects("v", pages).num_rows == 0
        counts[name] = (s2_records(pages).num_rows, batch_answers(pages).num_rows)
    assert counts == {
        "batch.json": (3, 4),
        "match.json": (10, 0),
        "bulk_page1.json": (1000, 0),
        "bulk_page3.json": (674, 0),
    }


def test_a_record_names_its_forum(corpora, page):
    wire = corpora.parent / "wire" / "semantic_scholar" / "paper_records_2026.json"
    recorded = json.loads(wire.read_text())["json"]
    found = s2_records([page(recorded, endpoint="paper/search")])
    assert [id_ for id_ in found["openreview_id"].to_pylist() if id_] == ["IWJ9jvXAoVQ"]


def test_notes_of_before_the_decisions_are_read(corpora, page):
    """ICLR 2018 as it was recorded under review: nothing decided, nobody named."""
    recorded = json.loads((corpora.parent / "wire" / "openreview" / "v1_iclr2018.json").read_text())
    pages = [page(recorded["notes_page"], endpoint="v1/notes")]
    pages += [page(forum["response"], endpoint="v1/notes") for forum in recorded["forums"]]
    found = normalise_submissions("ICLR.cc/2018/Conference", pages)
    assert found.rejects.num_rows == 0
    assert set(found.papers["state"].to_pylist()) == {"unknown"}
    assert found.papers["authors"].null_count == found.papers.num_rows
    assert found.reviews.num_rows == 12
    assert found.reviews["rating"].null_count == 0
