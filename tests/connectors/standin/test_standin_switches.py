"""Every switch by itself, over real HTTP: it does what its line says and lets the truth through."""

import gzip
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from connectors.standin import made_up
from connectors.standin.corpus import Corpus
from connectors.standin.faults.switches import SWITCHES
from connectors.standin.journal import tally
from connectors.standin.made_up.venues import LANTERN
from connectors.standin.server import StandIn, serve

BROKEN = (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)
SUBMISSIONS = {"invitation": f"{LANTERN.id}/-/Submission", "sort": "id", "count": "true"}
SEARCH = {"venue": "LANTERN", "year": "2023-2026", "fields": "title,corpusId,citationCount"}


@cache
def corpus() -> Corpus:
    return made_up.corpus()


@cache
def papers() -> list[dict[str, Any]]:
    """Records of the venue, the most cited first."""
    found = [paper for paper in corpus().papers if paper["venue"] == LANTERN.outlet.name]
    return sorted(found, key=lambda paper: -paper["citationCount"])


class Client:
    """Asks the stand-in as a client does that believes everything."""

    def __init__(self, standin: StandIn) -> None:
        self.standin = standin
        self.session = requests.Session()
        self.headers: dict[str, str] = {"Accept": "application/json"}

    def log_in(self) -> None:
        login = {"id": "reader@tiny.test", "password": "sesame"}
        answer = self.session.post(f"{self.standin.openreview_v2}/login", json=login, timeout=9)
        self.headers["Authorization"] = f"Bearer {answer.json()['token']}"

    def get(self, url: str, **params: Any) -> requests.Response:
        return self.session.get(url, params=params, headers=self.headers, timeout=9)

    def notes(self, **params: Any) -> requests.Response:
        return self.get(f"{self.standin.openreview_v2}/notes", **{**SUBMISSIONS, **params})

    def group(self) -> requests.Response:
        return self.get(f"{self.standin.openreview_v2}/groups", id=LANTERN.id)

    def graph(self, path: str, **params: Any) -> requests.Response:
        return self.get(f"{self.standin.semantic_scholar}/graph/v1/paper/{path}", **params)

    def search(self, **params: Any) -> requests.Response:
        return self.graph("search/bulk", **{**SEARCH, **params})

    def batch(self, ids: list[str], fields: str) -> Any:
        url = f"{self.standin.semantic_scholar}/graph/v1/paper/batch"
        sent = {"params": {"fields": fields}, "json": {"ids": ids}, "headers": self.headers}
        return self.session.post(url, **sent, timeout=9).json()

    def citing(self, **params: Any) -> requests.Response:
        return self.graph(f"{papers()[0]['paperId']}/citations", **params)

    def lines(self, dataset: str, link: str | None = None) -> list[dict[str, Any]]:
        body = gzip.decompress(self.get(link or self.links(dataset)[0]).content)
        return [msgspec.json.decode(line) for line in body.splitlines()]

    def links(self, dataset: str) -> list[str]:
        url = f"{self.standin.semantic_scholar}/datasets/v1/release/latest/dataset/{dataset}"
        self.headers["x-api-key"] = "a-key"
        files: list[str] = self.get(url).json()["files"]
        return files


@contextmanager
def switched(text: str) -> Iterator[Client]:
    """A client of a stand-in with these faults; its login is done before they are counted."""
    with serve([corpus()], faults=text) as standin:
        client = Client(standin)
        client.log_in()
        standin.clear()
        with client.session:
            yield client


def named(client: Client, name: str) -> int:
    """How often the journal names a switch."""
    return tally(client.standin.journal())[name]


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("error-429", 429, "json"),
        ("error-429-gzip", 429, "json"),
        ("error-500", 500, "json"),
        ("error-502", 502, "html"),
        ("error-503", 503, "html"),
        ("error-504", 504, "html"),
    ],
)
def test_errors_come_twice_in_a_row_at_most(name: str, status: int, kind: str) -> None:
    # No login before: that meets the fault as well.
    with serve([corpus()], faults=f"{name}=1,delay=0.01") as standin, requests.Session() as session:
        url = f"{standin.openreview_v2}/groups?id={LANTERN.id}"
        answers = [session.get(url, timeout=9) for _ in range(3)]
        journal = standin.journal()
    assert [answer.status_code for answer in answers] == [status, status, 200]
    assert kind in answers[0].headers["Content-Type"]
    assert "Retry-After" not in answers[0].headers
    assert ("Content-Encoding" in answers[0].headers) == (name == "error-429-gzip")
    assert [entry["faults"] for entry in journal] == [[name], [name], []]


def test_the_gateway_of_semantic_scholar_times_out_in_json_and_late() -> None:
    with serve([corpus()], faults="error-504=1,delay=0.2") as standin:
        begun = time.monotonic()
        assert Client(standin).search().json() == {"message": "Endpoint request timed out"}
        assert time.monotonic() - begun > 0.2


@pytest.mark.parametrize("name", ["reset", "half-body"])
def test_wires_that_break(name: str) -> None:
    with serve([corpus()], faults=f"{name}=1") as standin, requests.Session() as session:
        url = f"{standin.semantic_scholar}/graph/v1/paper/{papers()[0]['paperId']}"
        for _ in range(2):
            with pytest.raises(BROKEN):
                session.get(url, timeout=9)
        assert session.get(url, timeout=9).ok


def test_slow_answers_and_slow_pages() -> None:
    with switched("slow=0,slow-pages,delay=0.2") as client:
        client.group()
        begun = time.monotonic()
        assert len(client.search().json()["data"]) > 100
        assert time.monotonic() - begun > 0.1
    with serve([corpus()], faults="slow=1,delay=0.2") as standin:
        begun = time.monotonic()
        assert requests.get(f"{standin.openreview_v2}/groups?id={LANTERN.id}", timeout=9).ok
        assert time.monotonic() - begun > 0.2


def test_bare_headers() -> None:
    with switched("bare-headers") as client:
        for answer in (client.search(), client.group()):
            assert answer.ok
            assert {name.lower() for name in answer.headers} <= {
                *("content-type", "content-length", "connection", "date"),
                "access-control-allow-origin",
            }


@pytest.mark.parametrize("name", ["truncated-json", "page-for-json"])
def test_bodies_that_are_no_json_come_once(name: str) -> None:
    with switched(f"{name}=1") as client:
        answers = [client.notes() for _ in range(2)]
        with pytest.raises(requests.exceptions.JSONDecodeError):
            answers[0].json()
        assert answers[0].ok
        assert answers[1].json()["count"] > 300
        assert int(answers[0].headers["Content-Length"]) == len(answers[0].content)


def test_short_pages_hold_all_the_same() -> None:
    with switched("short-pages") as client:
        notes, after = set(), {}
        while page := client.notes(**after).json()["notes"]:
            assert len(page) <= 40
            notes |= {note["id"] for note in page}
            after = {"after": page[-1]["id"]}
        records, token, total = set(), {}, 0
        while token is not None:
            page = client.search(**token).json()
            records |= {row["paperId"] for row in page["data"]}
            token, total = page["token"] and {"token": page["token"]}, page["total"]
        first = client.citing(limit=1000).json()
    with serve([corpus()]) as standin:
        whole = Client(standin)
        whole.log_in()
        assert notes == {note["id"] for note in whole.notes().json()["notes"]}
        assert len(records) == total
    assert len(first["data"]) == first["next"] == 40


def test_an_empty_page_leads_on() -> None:
    with switched("empty-page=1") as client:
        empty, whole = (client.citing(limit=100).json() for _ in range(2))
        assert (empty["data"], empty["next"]) == ([], 100)
        assert len(whole["data"]) == 100


def test_a_bulk_search_that_ends_early() -> None:
    with switched("bulk-early-end=1,short-pages") as client:
        cut, whole = (client.search().json() for _ in range(2))
        assert cut["token"] is None
        assert len(cut["data"]) < cut["total"]
        assert whole["token"].startswith("PCO")


def test_cursors_that_do_not_move() -> None:
    with switched("stuck-cursor=1,short-pages") as client:
        stuck, moving = (client.citing(offset=40, limit=100).json() for _ in range(2))
        assert (stuck["next"], moving["next"]) == (40, 80)
        first = client.notes().json()["notes"]
        again, second = (client.notes(after=first[-1]["id"]).json()["notes"] for _ in range(2))
        assert again[0]["id"] == first[0]["id"]
        assert second[0]["id"] > first[-1]["id"]


def test_totals_that_drift() -> None:
    with switched("drifting-total=1") as client:
        drifted, true = (client.notes().json()["count"] for _ in range(2))
        assert abs(drifted - true) in (1, 2)


def test_a_citer_that_comes_twice() -> None:
    with switched("duplicate-citer") as client:
        before, after = (client.citing(offset=at, limit=50).json()["data"] for at in (0, 50))
        assert before[-1]["citingPaper"] == after[0]["citingPaper"]
        assert len(after) == 51
        (row,) = client.batch([papers()[0]["paperId"]], "citations.title")
        assert Counter(work["paperId"] for work in row["citations"]).most_common(1)[0][1] == 2


def test_notes_that_come_twice() -> None:
    with switched("duplicate-notes,short-pages") as client:
        first = [note["id"] for note in client.notes().json()["notes"]]
        second = [note["id"] for note in client.notes(after=first[-1]).json()["notes"]]
        assert Counter(first)[first[0]] == 2
        assert first[-1] in second[1:]


def test_a_status_that_flips_while_it_is_listed() -> None:
    with switched("venueid-flip") as client:
        seen = [{n["id"]: n for n in client.notes().json()["notes"]} for _ in range(2)]
        moved = [k for k in seen[0] if seen[0][k]["content"] != seen[1][k]["content"]]
        assert 10 < len(moved) < 80
        for key in moved:
            was, now = (notes[key] for notes in seen)
            assert was["content"]["venueid"]["value"] == f"{LANTERN.id}/Submission"
            assert was["tmdate"] < now["tmdate"]


def test_a_flipped_status_is_missing_from_a_list_by_status() -> None:
    with switched("venueid-flip") as client:
        asked = {"invitation": None, "content.venueid": LANTERN.id}
        short, whole = (client.notes(**asked).json() for _ in range(2))
        assert len(short["notes"]) < short["count"] == len(whole["notes"])


def content_of(client: Client) -> dict[str, dict[str, Any]]:
    notes = client.notes().json()["notes"]
    return {note["id"]: note.get("content", {}) for note in notes}


@pytest.mark.parametrize(
    ("name", "is_odd"),
    [
        ("missing-content", lambda content: not content),
        ("authors-absent", lambda content: content and "authors" not in content),
        ("authors-text", lambda content: isinstance(content["authors"]["value"], str)),
        (
            "authors-objects",
            lambda content: (
                isinstance(content.get("authors", {}).get("value", [""])[0], dict)
                and "authorids" not in content
            ),
        ),
        ("keywords-text", lambda content: isinstance(content["keywords"]["value"], str)),
    ],
)
def test_odd_notes_are_the_same_ones_each_time(name: str, is_odd: Any) -> None:
    def odd(text: str) -> set[str]:
        with switched(text) as client:
            return {key for key, content in content_of(client).items() if _safely(is_odd, content)}

    usual = odd("none")
    some = odd(f"{name}=0.3,seed=1")
    assert 0 < len(some - usual) < 200
    assert some == odd(f"{name}=0.3,seed=1") != odd(f"{name}=0.3,seed=2")


def _safely(is_odd: Any, content: dict[str, Any]) -> bool:
    try:
        return bool(is_odd(content))
    except (KeyError, IndexError):
        return False


def test_first_days_in_numbers_and_to_be_decided() -> None:
    with switched("start-date-number") as client:
        (group,) = client.group().json()["groups"]
        assert group["content"]["start_date"]["value"] == 1_747_612_800_000  # 19 May 2025
    with switched("start-date-tbd") as client:
        (group,) = client.group().json()["groups"]
        assert group["content"]["start_date"]["value"] == "TBD"


def test_records_with_gaps() -> None:
    asked = "title,year,publicationDate,venue,abstract"
    with switched("null-fields") as client:
        rows, again = (client.search(fields=asked).json()["data"] for _ in range(2))
    assert rows == again
    with serve([corpus()]) as standin:
        true = Client(standin).search(fields=asked).json()["data"]
    lost = Counter(
        name
        for row, whole in zip(rows, true, strict=True)
        for name in row
        if row[name] != whole[name]
    )
    assert set(lost) == {"year", "publicationDate", "venue", "abstract"}
    assert lost["publicationDate"] > lost["year"]


def test_authors_without_an_id() -> None:
    with switched("null-author-ids") as client:
        rows = client.search(fields="authors").json()["data"]
    ids = [author["authorId"] for row in rows for author in row["authors"]]
    assert 0.2 < ids.count(None) / len(ids) < 0.5


def test_open_access_in_all_shapes() -> None:
    with switched("open-access-shapes=1") as client:
        rows = client.search(fields="openAccessPdf,externalIds").json()["data"]
    shapes = Counter(_shape(row["openAccessPdf"]) for row in rows)
    assert set(shapes) == {"null", "bare", "arxiv.org", "unpaywall", "openreview.net"} or set(
        shapes
    ) == {"null", "bare", "arxiv.org", "openreview.net"}


def _shape(pdf: dict[str, Any] | None) -> str:
    told = (pdf or {}).get("disclaimer")
    if told is None:
        return "null" if pdf is None else "bare"
    return next(name for name in ("arxiv.org", "unpaywall", "openreview.net") if name in told)


def test_ids_that_have_moved_on() -> None:
    with switched("old-sha=1") as client:
        row = client.search().json()["data"][0]
        by_corpus, by_old = client.batch(
            [f"CorpusId:{row['corpusId']}", row["paperId"]], "title,corpusId"
        )
        assert by_corpus == by_old
        assert by_corpus["paperId"] == row["paperId"][::-1]


def test_a_doi_that_dies() -> None:
    with serve([corpus()]) as standin:
        whole = Client(standin).graph("search", query="learning", fields="externalIds")
        doi = next(
            row["externalIds"]["DOI"] for row in whole.json()["data"] if "DOI" in row["externalIds"]
        )
    with switched("dead-doi=1") as client:
        assert client.graph(f"DOI:{doi}").status_code == 404
        known = f"CorpusId:{papers()[0]['corpusId']}"
        dead, alive = client.batch([f"DOI:{doi}", known], "externalIds")
        assert dead is None
        assert "DOI" not in alive["externalIds"]


def test_counts_that_drift() -> None:
    with switched("drifting-counts") as client:
        counts = [
            [row["citationCount"] for row in client.search().json()["data"]] for _ in range(2)
        ]
    off = [one - other for one, other in zip(*counts, strict=True)]
    assert set(off) == {-1, 0, 1}


def test_lists_that_are_kept_back() -> None:
    with switched("data-null=1") as client:
        answer = client.citing().json()
        assert answer["data"] is None
        assert "elided by the publisher" in str(answer)


def test_a_count_that_drops_to_a_twin() -> None:
    with switched("count-drop=1") as client:
        rows = client.search().json()["data"]
        by_title = {row["paperId"]: row for row in rows}
        whole = papers()[0]
        less = by_title[whole["paperId"]]
        (twin,) = (
            row
            for row in rows
            if row["title"] == whole["title"] and row["corpusId"] == whole["corpusId"] + 10**9
        )
        assert less["citationCount"] == whole["citationCount"] // 10
        assert less["citationCount"] + twin["citationCount"] == whole["citationCount"]
        asked = [f"CorpusId:{row['corpusId']}" for row in (less, twin)]
        told = client.batch(asked, "citationCount,citations.title")
        assert [row["citationCount"] for row in told] == [
            less["citationCount"],
            twin["citationCount"],
        ]
        assert [len(row["citations"]) for row in told] == [row["citationCount"] for row in told]
        assert client.graph(f"CorpusId:{twin['corpusId']}/citations").json()["data"]


def test_a_match_that_names_a_twin() -> None:
    with switched("twin-choice") as client:
        found = client.graph("search/match", query=papers()[0]["title"], fields="corpusId,title")
        (row,) = found.json()["data"]
        assert row["corpusId"] > 10**9
        (known,) = client.batch([f"CorpusId:{row['corpusId']}"], "title")
        assert known["title"] == row["title"]
        assert client.graph(f"CorpusId:{row['corpusId']}/citations").ok


def test_a_match_always_finds_something() -> None:
    title = f"{papers()[0]['title'].split()[0]} gryphons waltzing over unheard-of marmalade skies"
    with switched("nearest-match") as client:
        assert client.graph("search/match", query=title).json()["data"]
    with serve([corpus()]) as standin:
        assert Client(standin).graph("search/match", query=title).status_code == 404


def test_scores_that_jitter() -> None:
    with switched("jittering-score") as client:
        scores = [
            client.graph("search/match", query=papers()[0]["title"]).json()["data"][0]["matchScore"]
            for _ in range(2)
        ]
    assert abs(scores[0] - scores[1]) > 0.05 * max(scores)


def test_files_with_lines_that_come_twice() -> None:
    with switched("duplicate-lines") as client:
        lines = client.lines("citations")
        pairs = Counter((line["citingcorpusid"], line["citedcorpusid"]) for line in lines)
        assert 0.05 < sum(times > 1 for times in pairs.values()) / len(pairs) < 0.2
        assert len({line["citationid"] for line in lines}) == len(lines)


def test_files_with_ids_as_text_and_works_not_made_out() -> None:
    with switched("text-ids,null-cited") as client:
        lines = client.lines("citations")
        assert all(isinstance(line["citingcorpusid"], str) for line in lines)
        unresolved = sum(line["citedcorpusid"] is None for line in lines)
        assert 0.1 < unresolved / len(lines) < 0.3
        assert isinstance(client.lines("papers")[0]["corpusid"], str)


def test_links_that_have_ended() -> None:
    with switched("expired-link") as client:
        refused = client.get(client.links("papers")[0])
        assert refused.status_code == 403
        assert b"Request has expired" in refused.content
        assert client.lines("papers")


def test_a_file_that_is_cut() -> None:
    with switched("truncated-gzip") as client:
        link = client.links("papers")[0]
        cut = client.get(link)
        assert int(cut.headers["Content-Length"]) == len(cut.content)
        with pytest.raises(EOFError):
            gzip.decompress(cut.content)
        assert client.lines("papers", link)


def test_a_key_that_is_not_on_the_list() -> None:
    with switched("unknown-key") as client:
        assert client.search().ok
        client.headers["x-api-key"] = "a-key"
        refused = client.search()
        assert (refused.status_code, refused.content) == (403, b'{"message":"Forbidden"}')
        assert refused.headers["x-amzn-ErrorType"] == "ForbiddenException"


def test_guests_are_turned_away_now_and_then() -> None:
    with switched("anonymous-403=1") as client:
        assert [client.search().status_code for _ in range(3)] == [403, 403, 200]
        client.headers["x-api-key"] = "a-key"
        assert client.search().ok


def test_the_gate_before_members() -> None:
    with switched("challenge=1") as client:
        refused, let_in = client.notes(), client.notes()
        assert refused.json()["name"] == "ChallengeRequiredError"
        assert (refused.status_code, let_in.status_code) == (403, 200)
    with switched("challenge-page=1") as client:
        page = client.notes()
        assert page.ok
        assert b"Verifying your browser" in page.content
        assert client.notes().json()["notes"]
        assert named(client, "challenge-page") == 1


def test_a_login_with_a_second_factor() -> None:
    with serve([corpus()], faults="mfa-login") as standin, requests.Session() as session:
        base = standin.openreview_v2
        login = {"id": "reader@tiny.test", "password": "sesame"}
        pending = session.post(f"{base}/login", json=login, timeout=9).json()
        assert pending["mfaPending"]
        sent = {"mfaPendingToken": pending["mfaPendingToken"], "method": "totp", "code": "000000"}
        assert session.post(f"{base}/mfa/challenge", json=sent, timeout=9).ok
        assert session.post(f"{base}/mfa/verify", json=sent, timeout=9).status_code == 400
        sent["code"] = "246810"
        token = session.post(f"{base}/mfa/verify", json=sent, timeout=9).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert session.get(f"{base}/notes", params=SUBMISSIONS, headers=headers, timeout=9).ok


def test_buckets_of_semantic_scholar() -> None:
    with switched("keyed-bucket,anonymous-bucket") as client:
        assert [client.search().status_code for _ in range(2)] == [200, 429]
        client.headers["x-api-key"] = "a-key"
        refused = [client.search(), client.citing()][1]
        assert refused.status_code == 429
        assert refused.json()["code"] == "429"
        assert "Retry-After" not in refused.headers
        assert (named(client, "keyed-bucket"), named(client, "anonymous-bucket")) == (1, 1)


def test_waits_that_are_told() -> None:
    with switched("keyed-bucket,retry-after") as client:
        client.headers["x-api-key"] = "a-key"
        told = [client.search().headers.get("Retry-After") for _ in range(3)]
        assert told[0] is None
        assert set(told[1:]) == {"1"}


def test_the_poor_pool() -> None:
    with switched("poor-pool") as client:
        statuses = Counter(client.search(year=str(year)).status_code for year in range(1900, 2000))
        assert 60 < statuses[429] < 90
    with switched("poor-pool=1") as client:
        assert [client.search().status_code for _ in range(7)] == [429] * 6 + [200]
        client.headers["x-api-key"] = "a-key"
        assert client.search().ok


def test_the_window_of_openreview() -> None:
    with switched("openreview-window") as client:
        answers = [client.group() for _ in range(11)]
        assert [answer.headers["ratelimit-remaining"] for answer in answers[:2]] == ["9", "8"]
        assert answers[-1].status_code == 429
        assert answers[-1].json()["details"]["resetTime"].endswith("Z")


def test_a_token_that_ends_in_mid_crawl() -> None:
    with switched("expired-token") as client:
        statuses = [client.notes().status_code for _ in range(12)]
        lasted = statuses.index(401)
        assert 3 <= lasted <= 11
        assert client.notes().json()["name"] == "TokenExpiredError"
        client.log_in()
        assert client.notes().ok


def test_every_switch_is_tried() -> None:
    written = Path(__file__).read_text()
    assert [
        name for name in SWITCHES if f'"{name}' not in written and f",{name}" not in written
    ] == []
