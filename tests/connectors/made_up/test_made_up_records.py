"""Records and citations look as Semantic Scholar's do, gaps included."""

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from connectors.standin.corpus import Corpus
from connectors.standin.made_up.names import initials, plain
from connectors.standin.made_up.venues import LANTERN, QUILL

Json = dict[str, Any]

FIELDS = {
    "paperId", "corpusId", "externalIds", "url", "title", "abstract", "venue", "publicationVenue",
    "year", "referenceCount", "citationCount", "influentialCitationCount", "isOpenAccess",
    "openAccessPdf", "fieldsOfStudy", "s2FieldsOfStudy", "publicationTypes", "publicationDate",
    "journal", "citationStyles", "authors", "embedding", "tldr", "textAvailability",
}  # fmt: skip


def share(rows: list[Json], name: str) -> float:
    return sum(row[name] is None for row in rows) / len(rows)


@pytest.fixture(scope="session")
def edges(corpus: Corpus) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for edge in corpus.citations:
        found.setdefault(edge["citedPaperId"], []).append(edge)
    return found


def test_the_pool_is_as_large_as_it_should_be(corpus: Corpus) -> None:
    assert 2_400 <= len(corpus.papers) <= 2_700
    assert 10_000 <= len(corpus.citations) <= 13_000


def test_every_record_has_every_field(corpus: Corpus) -> None:
    assert all(record.keys() == FIELDS for record in corpus.papers)


def test_ids_are_unique_and_well_formed(corpus: Corpus) -> None:
    for name in ("paperId", "corpusId"):
        assert len({record[name] for record in corpus.papers}) == len(corpus.papers)
    for record in corpus.papers:
        external = record["externalIds"]
        assert re.fullmatch("[0-9a-f]{40}", record["paperId"])
        assert external["CorpusId"] == record["corpusId"]
        assert None not in external.values()
        assert re.fullmatch(r"\d{4}\.9\d{4}", external.get("ArXiv", "2501.90000"))
        assert external.get("DOI", "10.5555/").startswith("10.5555/")


def test_counts_are_the_numbers_of_edges(corpus: Corpus, edges: dict[str, list[Json]]) -> None:
    for record in corpus.papers:
        mine = edges.get(record["paperId"], [])
        assert record["citationCount"] == len(mine)
        assert record["influentialCitationCount"] == sum(e["isInfluential"] for e in mine)
        assert len({edge["citingPaper"]["paperId"] for edge in mine}) == len(mine)
    assert edges.keys() <= {record["paperId"] for record in corpus.papers}


def test_counts_have_a_heavy_tail(corpus: Corpus) -> None:
    counts = sorted((record["citationCount"] for record in corpus.papers), reverse=True)
    assert counts[0] == 1_200
    assert all(count >= 200 for count in counts[1:4])
    assert sum(20 <= count <= 90 for count in counts) >= 30
    assert sum(count <= 3 for count in counts) > len(counts) / 2


def test_about_one_in_twenty_citing_works_has_no_date_and_one_in_a_hundred_no_year(
    corpus: Corpus,
) -> None:
    citing = [edge["citingPaper"] for edge in corpus.citations]
    assert 0.03 < share(citing, "publicationDate") < 0.07
    assert 0.004 < share(citing, "year") < 0.02


def test_a_date_and_its_year_agree(corpus: Corpus) -> None:
    for work in [*corpus.papers, *(edge["citingPaper"] for edge in corpus.citations)]:
        if work["publicationDate"]:
            assert date.fromisoformat(work["publicationDate"]).year == work["year"]


def test_a_citation_is_indexed_a_little_after_it_appeared(corpus: Corpus) -> None:
    for edge in corpus.citations:
        dated = edge["citingPaper"]["publicationDate"]
        assert dated is None or edge["indexedAt"] > dated
    assert max(edge["indexedAt"] for edge in corpus.citations) < "2026-11-15"


@pytest.mark.parametrize("venue", [LANTERN, QUILL], ids=lambda venue: venue.short)
def test_some_papers_are_cited_before_the_doors_open_and_some_are_not(
    venue: Any, corpus: Corpus, edges: dict[str, list[Json]]
) -> None:
    opened = venue.start_on.isoformat()
    early = [
        sum(
            (e["citingPaper"]["publicationDate"] or "9") <= opened for e in edges[record["paperId"]]
        )
        for record in corpus.papers
        if record["venue"] == venue.outlet.name
        and record["citationCount"]
        and abs(record["year"] - venue.year) <= 1
    ]
    assert sum(count == 0 for count in early) > 30
    assert sum(count >= 3 for count in early) > 15


def test_some_citations_are_self_citations(corpus: Corpus) -> None:
    authors = {r["paperId"]: {a["authorId"] for a in r["authors"]} - {None} for r in corpus.papers}
    own = sum(
        bool(authors[e["citedPaperId"]] & {a["authorId"] for a in e["citingPaper"]["authors"]})
        for e in corpus.citations
    )
    assert 0.1 < own / len(corpus.citations) < 0.4


def test_why_somebody_cites_comes_with_the_sentence(corpus: Corpus) -> None:
    told = [edge for edge in corpus.citations if edge["intents"]]
    assert 0.5 < len(told) / len(corpus.citations) < 0.8
    assert all(len(e["contexts"]) == len(e["intents"]) for e in corpus.citations)
    assert all("{" not in sentence for e in told for sentence in e["contexts"])


def test_records_have_gaps_where_semantic_scholar_has_them(corpus: Corpus) -> None:
    assert 0.2 < share(corpus.papers, "abstract") < 0.4
    assert 0.05 < share(corpus.papers, "publicationDate") < 0.2
    authors = [author for record in corpus.papers for author in record["authors"]]
    assert 0.01 < share(authors, "authorId") < 0.06
    assert any("type" not in (r["publicationVenue"] or {"type"}) for r in corpus.papers)
    assert all((r["venue"] == "") == (r["publicationVenue"] is None) for r in corpus.papers)


def test_open_access_comes_in_all_its_shapes(corpus: Corpus) -> None:
    shapes: Counter[str] = Counter()
    for record in corpus.papers:
        found = record["openAccessPdf"]
        told = (found or {}).get("disclaimer", "")
        host = re.search(r"https://([\w.]+)/", told)
        shapes[host[1] if host else "bare" if found else "none"] += 1
        if "openreview.net" in told:
            assert not {"ArXiv", "DOI"} & record["externalIds"].keys()
    assert shapes.keys() == {
        "none", "bare", "arxiv.org", "openreview.net", "api.unpaywall.org",
    }  # fmt: skip
    assert min(shapes.values()) >= 20


def test_an_openreview_address_leads_to_a_forum(corpus: Corpus) -> None:
    forums = {note["forum"] for note in corpus.notes_v1 + corpus.notes_v2}
    for record in corpus.papers:
        told = (record["openAccessPdf"] or {}).get("disclaimer", "")
        if found := re.search(r"openreview\.net/(?:pdf|forum)\?id=([\w-]+)", told):
            assert found[1] in forums


def test_ids_that_moved_lead_to_records(corpus: Corpus) -> None:
    ids = {record["paperId"] for record in corpus.papers}
    assert len(corpus.aliases) >= 3
    assert all(a["new"] in ids and a["old"] not in ids for a in corpus.aliases)


@pytest.mark.parametrize(
    ("name", "short", "bare"),
    [
        ("Anouk-Lise T. de la Brume", "A. T. de la Brume", "Anouk-Lise T. de la Brume"),
        ("Žofie Świetlikowski", "Ž. Świetlikowski", "Zofie Swietlikowski"),
        ("Oriqua", "Oriqua", "Oriqua"),
    ],
)
def test_semantic_scholar_shortens_and_flattens_names(name: str, short: str, bare: str) -> None:
    assert initials(name) == short
    assert plain(name) == bare
