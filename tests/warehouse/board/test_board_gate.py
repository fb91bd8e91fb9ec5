"""Who may read the board, who may write, and what every answer carries."""

import re
import socket
from pathlib import Path

import httpx
import pytest

from tests.warehouse.board import world
from warehouse.board.gate import LARGEST_BODY, PROTECTIONS
from warehouse.curation.decision_log import read_decisions

ENTRY = {
    "paper_id": world.paper_id(0),
    "venue_id": world.VENUE,
    "curator": "anna",
    "verdict": "shortlist",
}


@pytest.fixture
def client(url: str):
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client


@pytest.fixture
def token(client: httpx.Client) -> str:
    found = re.search('name="precited-token" content="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def own(client: httpx.Client, token: str) -> dict[str, str]:
    origin = str(client.base_url).rstrip("/")
    return {"x-precited-token": token, "origin": origin, "sec-fetch-site": "same-origin"}


def test_the_page_itself_may_write(client: httpx.Client, token: str, root: Path) -> None:
    answer = client.post("/api/decide", json=ENTRY, headers=own(client, token))
    assert answer.status_code == 201
    (made,) = read_decisions(root)
    assert (made.decision_id, made.verdict) == (answer.json()["decision_id"], "shortlist")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"x-precited-token": ""}, 401),
        ({"x-precited-token": "guessed"}, 401),
        ({"x-precited-token": "gu\u00e9ssed"}, 401),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1.evil.example"}, 421),
        ({"host": "evil.example@127.0.0.1"}, 400),
        ({"host": ""}, 400),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_others_may_not(
    client: httpx.Client, token: str, root: Path, wrong: dict[str, str], status: int
) -> None:
    headers = own(client, token) | {k: v.encode() for k, v in wrong.items()}
    answer = client.post("/api/decide", json=ENTRY, headers=headers)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert read_decisions(root) == []


@pytest.mark.parametrize("path", ["/", "/api/queue", "/api/decisions", "/static/x/board.js"])
def test_a_name_made_to_point_here_reads_nothing(client: httpx.Client, path: str) -> None:
    assert client.get(path, headers={"host": "rebound.example"}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9000", "[::1]:80", "LOCALHOST"])
def test_names_of_this_machine_may_read(client: httpx.Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_other_sites_may_not_read_the_data(client: httpx.Client) -> None:
    for site in ("cross-site", "same-site"):
        answer = client.get("/api/session", headers={"sec-fetch-site": site})
        assert answer.status_code == 403
        assert "token" not in answer.json()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nothing_is_written_by_reading(
    client: httpx.Client, token: str, root: Path, method: str
) -> None:
    answer = client.request(method, "/api/decide", params=ENTRY, headers=own(client, token))
    assert answer.status_code == 405
    assert read_decisions(root) == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_what_is_read_cannot_be_written(client: httpx.Client, token: str, method: str) -> None:
    headers = own(client, token) | {"content-type": "application/json"}
    assert client.request(method, "/api/queue", headers=headers).status_code == 405


def test_every_answer_is_protected(client: httpx.Client, token: str) -> None:
    answers = [
        client.get("/"),
        client.get("/static/x/board.css"),
        client.get("/api/queue", params={"venue": world.VENUE}),
        client.get("/nowhere"),
        client.get("/", headers={"host": "evil.example"}),
        client.post("/api/decide", json=ENTRY, headers=own(client, token)),
    ]
    for answer in answers:
        assert {name: answer.headers[name] for name in PROTECTIONS} == PROTECTIONS
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers


def test_the_policy_lets_nothing_from_elsewhere_run(client: httpx.Client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_page_has_nothing_inline_and_nothing_from_elsewhere(client: httpx.Client) -> None:
    html = client.get("/").text
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert not re.search(r"\son\w+=|\sstyle=|<style", html)
    assert not re.search(r"(src|href)=\"(?!/static/|/api/queue|#)", html)


def test_static_files_are_ours_alone(client: httpx.Client) -> None:
    for name in ("../pages.py", "..%2fpages.py", "%2e%2e/pages.py", "", "board.html", "pages.py"):
        assert client.get(f"/static/x/{name}").status_code == 404


def test_only_what_can_never_change_is_kept_by_browsers(client: httpx.Client) -> None:
    address = re.search('/static/[^"]+/board.js', client.get("/").text)
    assert address
    assert "immutable" in client.get(address[0]).headers["cache-control"]
    for path in ("/", "/api/session", "/static/older/board.js"):
        assert client.get(path).headers["cache-control"] == "no-store"


def test_a_body_without_end_is_refused(client: httpx.Client, token: str, root: Path) -> None:
    entry = ENTRY | {"note": "n" * LARGEST_BODY}
    assert client.post("/api/decide", json=entry, headers=own(client, token)).status_code == 413

    def pieces():
        for _ in range(LARGEST_BODY // 1024 + 2):
            yield b" " * 1024

    headers = own(client, token) | {"content-type": "application/json"}
    answer = client.post("/api/decide", content=pieces(), headers=headers)
    assert answer.status_code == 413
    assert read_decisions(root) == []


def test_two_hosts_are_one_too_many(url: str) -> None:
    host, port = re.fullmatch(r"http://([\d.]+):(\d+)/", url).groups()
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        )
        assert connection.recv(64).startswith(b"HTTP/1.1 400")


def test_the_token_is_new_for_every_server(root: Path) -> None:
    from tests.warehouse.board.conftest import board_of
    from warehouse.board.server import serving

    tokens = set()
    for _ in range(2):
        with serving(board_of(root)) as url:
            tokens.add(httpx.get(f"{url}api/session").json()["token"])
    assert len(tokens) == 2
    assert all(len(token) >= 43 for token in tokens)


def test_the_board_is_on_loopback(url: str) -> None:
    assert url.startswith("http://127.0.0.1:")
