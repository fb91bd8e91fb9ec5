"""What the board answers: the queue, the evidence, and that a decision is on disk."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.warehouse.board import world
from tests.warehouse.board.conftest import board_of
from warehouse import layout
from warehouse.board.safe_links import safe
from warehouse.board.server import serving
from warehouse.curation.decision_log import Entry, decide, read_decisions

VENUE = {"venue": world.VENUE}


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=30) as client:
        client.headers["x-precited-token"] = client.get("/api/session").json()["token"]
        yield client


def post(client: httpx.Client, **said: Any) -> httpx.Response:
    about = {"paper_id": world.paper_id(0), "venue_id": world.VENUE, "curator": "anna"}
    return client.post("/api/decide", json=about | said)


def news(client: httpx.Client, after: int = 0, curator: str = "anna") -> dict[str, Any]:
    asked = VENUE | {"curator": curator, "after": after}
    found: dict[str, Any] = client.get("/api/decisions", params=asked).json()
    return found


def test_the_queue_is_in_the_fair_order_with_all_that_the_list_shows(client: httpx.Client) -> None:
    queue = client.get("/api/queue", params=VENUE).json()
    columns = queue["columns"]
    assert queue["as_of"] == "2025-05-19"
    assert {len(column) for column in columns.values()} == {40}
    ranked = [rank for rank in columns["rank"] if rank is not None]
    assert ranked == sorted(ranked)
    assert columns["rank"][len(ranked) :] == [None] * 4
    orders = client.get("/api/orders", params=VENUE).json()
    assert orders["version"] == queue["version"]
    assert sorted(orders["diverse"]) == list(range(1, 41))
    assert all(n not in near for n, near in enumerate(orders["related"]))
    assert {place for near in orders["related"] for place in near} <= set(range(40))


def test_unknown_is_null_and_none_is_zero(client: httpx.Client) -> None:
    columns = client.get("/api/queue", params=VENUE).json()["columns"]
    found = dict(zip(columns["id"], columns["independent_low"], strict=True))
    assert found[world.paper_id(8)] == 0
    assert found[world.paper_id(9)] is None


def test_curves_are_of_the_ledger_where_it_has_enough(client: httpx.Client) -> None:
    columns = client.get("/api/queue", params=VENUE).json()["columns"]
    trends = dict(zip(columns["id"], columns["trend"], strict=True))
    assert trends[world.paper_id(0)] == ["ledger", [0, 1, 2, 3, 4, 5, 6, 7]]
    source, points = trends[world.paper_id(1)]
    assert source == "dates"
    assert points == sorted(points)
    assert points[-1] == 30
    assert trends[world.paper_id(9)] is None


def test_the_evidence_names_the_citing_works(client: httpx.Client) -> None:
    asked = VENUE | {"paper": world.paper_id(1)}
    found = client.get("/api/paper", params=asked).json()
    citing = found["citing"]
    assert (citing["there"], citing["own"], len(citing["works"])) == (30, 6, 30)
    assert citing["works"][0]["title"].startswith("Work 0 on ")
    assert {work["is_own"] for work in citing["works"]} == {True, False, None}
    assert found["authors"][0]["institution"] == "Pier 1"
    assert [link["name"] for link in found["links"]] == [
        "OpenReview",
        "PDF",
        "Semantic Scholar",
        "arXiv",
    ]
    assert found["flag"]["reasons"]


def test_what_is_not_there_is_said(client: httpx.Client) -> None:
    for path, asked, status in (
        ("/api/queue", {"venue": "No.such/Venue"}, 404),
        ("/api/queue", {"venue": "../../etc"}, 404),
        ("/api/queue", {}, 404),
        ("/api/paper", VENUE | {"paper": "nobody"}, 404),
        ("/api/decisions", VENUE | {"after": "x"}, 400),
        ("/api/decisions", VENUE | {"after": "9" * 5000}, 400),
    ):
        answer = client.get(path, params=asked)
        assert answer.status_code == status, path
        assert answer.json()["error"]


def test_an_entry_is_on_disk_when_the_answer_comes(client: httpx.Client, root: Path) -> None:
    answer = post(client, verdict="shortlist", note="n \u2028 <b>", after=0)
    assert answer.status_code == 201
    line = layout.decision_log(root).read_bytes()
    assert answer.json()["decision_id"].encode() in line
    assert line.endswith(b"\n")
    heard = answer.json()["news"]
    own = heard["papers"][world.paper_id(0)]["standings"]["anna"]
    assert (own["verdict"], own["note"]) == ("shortlist", "n \u2028 <b>")
    assert heard["progress"] == {
        "papers": 40,
        "seen": 1,
        "shortlisted": 1,
        "maybe": 0,
        "skipped": 0,
    }


def test_news_are_what_came_since(client: httpx.Client) -> None:
    post(client, verdict="skip")
    seen = news(client)["seen"]
    post(client, verdict="maybe", paper_id=world.paper_id(3), curator="ben")
    heard = news(client, seen)
    assert (list(heard["papers"]), heard["is_new"]) == ([world.paper_id(3)], False)
    assert news(client, heard["seen"])["papers"] == {}
    replaced = news(client, 1_000)
    assert (len(replaced["papers"]), replaced["is_new"]) == (2, True)


def test_curators_agree_or_do_not(client: httpx.Client) -> None:
    for curator, verdict in (("anna", "shortlist"), ("ben", "skip")):
        post(client, verdict=verdict, curator=curator)
        post(client, verdict="maybe", curator=curator, paper_id=world.paper_id(1))
    heard = news(client)
    agreed = {paper: found["agreement"] for paper, found in heard["papers"].items()}
    assert agreed == {world.paper_id(0): "split", world.paper_id(1): "agreed"}
    (pair,) = heard["pairs"]
    assert (pair["papers"], pair["same"]) == (2, 1)


def test_what_was_sent_twice_is_written_once(client: httpx.Client, root: Path) -> None:
    made = post(client, verdict="shortlist").json()["decision_id"]
    assert post(client, verdict="shortlist", again=True).json()["decision_id"] == made
    undone = post(client, verdict="undo", undoes=made).json()["decision_id"]
    assert post(client, verdict="undo", undoes=made, again=True).json()["decision_id"] == undone
    assert len(read_decisions(root)) == 2
    # The same word after another one is a new one, whether or not it was sent before.
    assert post(client, verdict="shortlist", again=True).json()["decision_id"] not in (made, undone)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"verdict": "love"}, 400),
        ({"verdict": None}, 422),
        ({"verdict": "undo"}, 422),
        ({"verdict": "undo", "undoes": "20250101T000000000000-000001"}, 422),
        ({"verdict": "skip", "curator": "  "}, 422),
        ({"note": "n" * 20_001}, 422),
        ({"verdict": "skip", "paper_id": "nobody"}, 404),
        ({"verdict": "skip", "venue_id": "No.such/Venue"}, 404),
        ({"verdict": "skip", "decided_at": "2020-01-01T00:00:00Z"}, 400),
        ({"verdict": 7}, 400),
    ],
)
def test_what_cannot_be_kept_is_refused(
    client: httpx.Client, root: Path, said: dict[str, Any], status: int
) -> None:
    answer = post(client, **said)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert read_decisions(root) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"a":' * 5000])
def test_what_is_no_decision_is_refused(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/api/decide", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


def test_many_at_once_lose_nothing(client: httpx.Client, root: Path) -> None:
    def one(n: int) -> int:
        return post(
            client, verdict="skip", curator=f"c{n % 4}", paper_id=world.paper_id(n % 40)
        ).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, range(80))) == {201}
    assert len(read_decisions(root)) == 80


def test_others_entries_are_heard_without_a_restart(client: httpx.Client, root: Path) -> None:
    entry = Entry(paper_id=world.paper_id(2), venue_id=world.VENUE, curator="eve", why="Early.")
    decide(root, entry, datetime.now(UTC))
    heard = news(client)
    assert heard["papers"][world.paper_id(2)]["standings"]["eve"]["why"] == "Early."


def test_new_tables_are_told_and_served(client: httpx.Client, root: Path) -> None:
    before = news(client)["version"]
    world.build(root, 50)
    assert news(client)["version"] != before
    assert len(client.get("/api/queue", params=VENUE).json()["columns"]["id"]) == 50


def test_a_damaged_table_is_said_and_not_shown_as_empty(client: httpx.Client, root: Path) -> None:
    layout.table_file(root, "flags", world.VENUE).write_bytes(b"PAR1 no")
    answer = client.get("/api/queue", params=VENUE)
    assert answer.status_code == 503
    assert "precited build" in answer.json()["error"]


def test_a_disk_that_refuses_is_said(client: httpx.Client, root: Path) -> None:
    # A file stands where the folder of decisions should be.
    (root / "curation").write_text("")
    answer = post(client, verdict="skip")
    assert answer.status_code == 503
    assert "curation" in answer.json()["error"]


def test_a_venue_without_flags_is_an_empty_queue(tmp_path: Path) -> None:
    root = world.build(tmp_path / "bare", 0)
    with serving(board_of(root)) as url:
        queue = httpx.get(f"{url}api/queue", params=VENUE, timeout=30).json()
    assert (queue["as_of"], queue["columns"]["id"]) == (None, [])


def test_hostile_texts_arrive_as_text_and_hostile_links_not_at_all(tmp_path: Path) -> None:
    root = world.build(tmp_path / "hostile", len(world.HOSTILE), hostile=True)
    with serving(board_of(root, '"><script>')) as url:
        page = httpx.get(url, timeout=30).text
        found = [
            httpx.get(f"{url}api/paper", params=VENUE | {"paper": world.paper_id(n)}, timeout=30)
            for n in range(len(world.HOSTILE))
        ]
    assert "<img" not in page
    assert '"><script>' not in page
    assert [answer.json()["title"] for answer in found] == list(world.HOSTILE)
    links = [link["url"] for answer in found for link in answer.json()["links"]]
    assert all(link.startswith("https://") for link in links)
    assert {answer.headers["content-type"] for answer in found} == {"application/json"}


@pytest.mark.parametrize(
    "address",
    [
        *(*world.BAD_LINKS, "", None, "//host/x", "/local", "https://", "http://a b"),
        *(
            "java\nscript:x",
            "https://x.example/\u202e",
            "vbscript:x",
            "HTTPS:/x",
            "ftp://x.example",
        ),
    ],
)
def test_only_pages_of_the_web_are_links(address: str | None) -> None:
    assert safe(address) is None


@pytest.mark.parametrize(
    "address", ["https://x.example/a?b=c#d", "HTTP://x.example", " https://x.example "]
)
def test_pages_of_the_web_are_links(address: str) -> None:
    assert safe(address) == address.strip()
