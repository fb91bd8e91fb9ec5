"""A small invented world, the stand-in that serves it, and a way to ask it."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from connectors.standin.corpus import Corpus
from connectors.standin.server import StandIn, serve

Json = dict[str, Any]

VENUE = "Tiny.org/2024/Conference"
OLD_VENUE = "Tiny.org/2021/Conference"


def paper_id(number: int) -> str:
    return f"{number:040x}"


def note_v2(note_id: str, number: int, venueid: str, **more: Any) -> Json:
    content = {
        "title": {"value": f"Paper {note_id}, a study"},
        "authors": {"value": ["Ann Alder", "Bo Birch"]},
        "authorids": {"value": ["~Ann_Alder1", "~Bo_Birch1"]},
        "venueid": {"value": venueid},
        "venue": {"value": "Tiny 2024 poster"},
        "keywords": {"value": ["trees", "graphs"]},
        "is_open": {"value": True},
    }
    made = {
        "id": note_id,
        "forum": note_id,
        "number": number,
        "version": 2,
        "domain": VENUE,
        "invitations": [f"{VENUE}/-/Submission", f"{VENUE}/-/Edit"],
        "cdate": 1_700_000_000_000 + number,
        "tcdate": 1_700_000_000_000 + number,
        "tmdate": 1_710_000_000_000 - number,
        "signatures": [f"{VENUE}/Submission{number}/Authors"],
        "readers": ["everyone"],
        "content": content,
    }
    return made | more


def reply_v2(note_id: str, forum: str, to: str, name: str, content: Json, **more: Any) -> Json:
    made = {
        "id": note_id,
        "forum": forum,
        "replyto": to,
        "number": 1,
        "version": 2,
        "domain": VENUE,
        "invitations": [f"{VENUE}/Submission1/-/{name}", f"{VENUE}/-/Edit"],
        "cdate": 1_705_000_000_000,
        "tcdate": 1_705_000_000_000,
        "tmdate": 1_705_000_000_000,
        "signatures": [f"{VENUE}/Program_Chairs"],
        "readers": ["everyone"],
        "content": content,
    }
    return made | more


def note_v1(note_id: str, number: int, invitation: str, **more: Any) -> Json:
    made = {
        "id": note_id,
        "original": None,
        "number": number,
        "cdate": 1_600_000_000_000 + number,
        "tcdate": 1_600_000_000_000 + number,
        "tmdate": 1_610_000_000_000,
        "mdate": None,
        "ddate": None,
        "forum": note_id,
        "replyto": None,
        "invitation": invitation,
        "content": {
            "title": f"Old paper {note_id}",
            "authors": ["Cy Cedar"],
            "authorids": ["~Cy_Cedar1"],
            "venue": "Tiny 2021 Poster",
            "venueid": OLD_VENUE,
        },
        "signatures": [OLD_VENUE],
        "readers": ["everyone"],
        "nonreaders": [],
        "writers": [OLD_VENUE],
    }
    return made | more


def record(number: int, title: str, **more: Any) -> Json:
    made = {
        "paperId": paper_id(number),
        "corpusId": 1000 + number,
        "externalIds": {"CorpusId": 1000 + number},
        "publicationVenue": None,
        "url": f"https://www.semanticscholar.org/paper/{paper_id(number)}",
        "title": title,
        "abstract": None,
        "venue": "",
        "year": 2023,
        "referenceCount": 3,
        "citationCount": 0,
        "influentialCitationCount": 0,
        "isOpenAccess": False,
        "openAccessPdf": None,
        "fieldsOfStudy": ["Computer Science"],
        "s2FieldsOfStudy": [{"category": "Computer Science", "source": "external"}],
        "publicationTypes": ["JournalArticle"],
        "publicationDate": "2023-05-01",
        "journal": None,
        "authors": [{"authorId": "7", "name": "Ann Alder"}],
    }
    return made | more


def edge(cited: int, citing: int, published: str | None, indexed: str, **more: Any) -> Json:
    work = {
        "paperId": paper_id(citing),
        "corpusId": 1000 + citing,
        "title": f"Citing work {citing}",
        "authors": [{"authorId": "9", "name": "Di Dogwood"}],
        "publicationDate": published,
        "year": int(indexed[:4]),
        "venue": "arXiv.org",
    }
    made = {
        "citedPaperId": paper_id(cited),
        "citingPaper": work,
        "isInfluential": False,
        "intents": ["background"],
        "contexts": [f"as shown in [{cited}]"],
        "indexedAt": indexed,
    }
    return made | more


def _groups() -> list[Json]:
    content = {"submission_id": {"value": f"{VENUE}/-/Submission"}, "title": {"value": "Tiny"}}
    base = {"host": "Tiny.org", "readers": ["everyone"], "members": [], "signatories": []}
    return [
        base | {"id": VENUE, "parent": "Tiny.org/2024", "domain": VENUE, "content": content},
        base | {"id": OLD_VENUE, "parent": "Tiny.org/2021", "domain": None, "web": "// js"},
        base | {"id": "Tiny.org/2024", "parent": "Tiny.org", "domain": "OpenReview.net"},
        base | {"id": "venues", "members": [VENUE, OLD_VENUE], "domain": "OpenReview.net"},
        base | {"id": "host", "members": ["Tiny.org"], "domain": "OpenReview.net"},
    ]


def _notes_v2() -> list[Json]:
    decision = {"decision": {"value": "Accept (poster)"}}
    secret = note_v2("aSecretFld", 6, VENUE)
    secret["content"]["note_to_chairs"] = {"value": "hush", "readers": [VENUE]}
    return [
        note_v2("bAccepted1", 1, VENUE),
        note_v2("aAccepted2", 2, VENUE),
        note_v2("_Rejected3", 3, f"{VENUE}/Rejected_Submission"),
        note_v2("zHidden004", 4, VENUE, readers=[VENUE]),
        note_v2("zDeleted05", 5, VENUE, ddate=1_706_000_000_000),
        secret,
        reply_v2("decision01", "bAccepted1", "bAccepted1", "Decision", decision),
        reply_v2("review0001", "bAccepted1", "bAccepted1", "Official_Review", {}),
        reply_v2("answer0001", "bAccepted1", "review0001", "Official_Comment", {}),
        reply_v2("private001", "bAccepted1", "bAccepted1", "Comment", {}, readers=[VENUE]),
    ]


def _notes_v1() -> list[Json]:
    blind = f"{OLD_VENUE}/-/Blind_Submission"
    decision = note_v1("old-decisn", 1, f"{OLD_VENUE}/Paper1/-/Decision")
    return [
        note_v1("old_Paper1", 1, blind),
        note_v1("old-Paper2", 2, blind),
        decision | {"forum": "old_Paper1", "replyto": "old_Paper1", "content": {"decision": "A"}},
    ]


def _papers() -> list[Json]:
    iclr = {
        "venue": "International Conference on Learning Representations",
        "publicationVenue": {"name": "International Conference on Learning Representations"},
    }
    ids = {"CorpusId": 1002, "ArXiv": "2301.00002", "DOI": "10.1234/AbC.2"}
    return [
        record(1, "Growing trees in small gardens", citationCount=4, **iclr),
        record(2, "Pruning random forests", externalIds=ids, year=2022, publicationDate=None),
        record(3, "Twin oaks", **iclr),
        record(4, "Twin oaks"),
        record(5, "Leaves, and how they fall", abstract="We study gardens of forking paths."),
        record(6, "Überwintern von Bäumen", year=None, publicationDate=None),
    ]


def _citations() -> list[Json]:
    return [
        edge(1, 101, "2023-06-01", "2023-06-02"),
        edge(1, 102, None, "2023-07-01", isInfluential=True),
        edge(1, 103, "2024-01-15", "2024-01-20"),
        edge(1, 104, "2023-12-01", "2023-12-02"),
        edge(2, 101, "2023-06-01", "2023-06-02"),
    ]


@pytest.fixture(scope="session")
def tiny() -> Corpus:
    """One venue of each API version, six records, five edges, two ids that moved."""
    aliases = [
        {"old": "f" * 40, "new": paper_id(1), "changed_at": "2023-09-01"},
        {"old": "e" * 40, "new": "f" * 40, "changed_at": "2024-02-01"},
    ]
    return Corpus(_groups(), _notes_v1(), _notes_v2(), _papers(), _citations(), aliases)


@pytest.fixture(scope="session")
def many() -> Corpus:
    """2,345 notes and records, and one record with 10,500 citing works."""
    notes = [note_v2(f"note{n:06}", n, VENUE) for n in range(2_345)]
    papers = [record(n, f"Paper number{n}", citationCount=n % 7) for n in range(2_345)]
    citations = [
        edge(0, 20_000 + n, f"2024-01-{n % 28 + 1:02}", "2024-02-01") for n in range(10_500)
    ]
    citations += [edge(1, 40_000 + n, None, "2024-02-01") for n in range(20)]
    return Corpus(_groups(), [], notes, papers, citations)


class Visitor:
    """Asks one stand-in; signed in to OpenReview."""

    def __init__(self, standin: StandIn) -> None:
        self.standin = standin
        self.session = requests.Session()
        login = {"id": "reader@tiny.test", "password": "sesame"}
        answer = self.session.post(f"{standin.openreview_v2}/login", json=login, timeout=10)
        self.token = answer.json()["token"]

    def v1(self, path: str, **params: Any) -> requests.Response:
        return self.openreview(self.standin.openreview_v1 + path, params)

    def v2(self, path: str, **params: Any) -> requests.Response:
        return self.openreview(self.standin.openreview_v2 + path, params)

    def openreview(self, url: str, params: Json) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        return self.session.get(url, params=params, headers=headers, timeout=10)

    def graph(self, path: str, **params: Any) -> requests.Response:
        url = f"{self.standin.semantic_scholar}/graph/v1{path}"
        return self.session.get(url, params=params, timeout=10)

    def batch(self, ids: Any, **params: Any) -> requests.Response:
        url = f"{self.standin.semantic_scholar}/graph/v1/paper/batch"
        return self.session.post(url, params=params, json={"ids": ids}, timeout=10)


@pytest.fixture(scope="session")
def standin(tiny: Corpus) -> Iterator[StandIn]:
    with serve([tiny]) as running:
        yield running


@pytest.fixture(scope="session")
def visitor(standin: StandIn) -> Iterator[Visitor]:
    guest = Visitor(standin)
    yield guest
    guest.session.close()


@pytest.fixture(scope="session")
def crowd(many: Corpus) -> Iterator[Visitor]:
    """A visitor to the stand-in with many notes and records."""
    with serve([many]) as running:
        guest = Visitor(running)
        yield guest
        guest.session.close()
