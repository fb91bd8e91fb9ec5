"""What OpenReview answers: filters, pages, counts, errors, and how the two APIs differ."""

import base64
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from connectors.standin.corpus import Corpus
from connectors.standin.openreview.accounts import Account, mint
from connectors.standin.rules import Rules
from connectors.standin.server import serve

VENUE = "Tiny.org/2024/Conference"
OLD_VENUE = "Tiny.org/2021/Conference"
JSON = {"Accept": "application/json"}


def ids(answer: requests.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [note["id"] for note in answer.json()["notes"]]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"content.venueid": VENUE}, {"bAccepted1", "aAccepted2", "aSecretFld"}),
        (
            {"content.venueid": f"{VENUE},{VENUE}/Rejected_Submission"},
            {"bAccepted1", "aAccepted2", "aSecretFld", "_Rejected3"},
        ),
        ({"content.title": "Paper bAccepted1, a study"}, {"bAccepted1"}),
        ({"content.keywords": "trees", "number": "2"}, {"aAccepted2"}),
        ({"content.authorids": "~Bo_Birch1", "number": "1"}, {"bAccepted1"}),
        ({"content.is_open": "true", "number": "3"}, {"_Rejected3"}),
        ({"replyto": "bAccepted1"}, {"decision01", "review0001"}),
        ({"invitation": f"{VENUE}/Submission1/-/Decision"}, {"decision01"}),
        ({"signature": f"{VENUE}/Submission2/Authors"}, {"aAccepted2"}),
        ({"domain": VENUE, "number": "3"}, {"_Rejected3"}),
        ({"mintcdate": "1705000000000"}, {"decision01", "review0001", "answer0001"}),
        ({"mintmdate": "1709999999999", "content.venueid": VENUE}, {"bAccepted1"}),
        (
            {"content.venueid": VENUE, "trash": "true"},
            {"bAccepted1", "aAccepted2", "aSecretFld", "zDeleted05"},
        ),
        ({"content.venueid": OLD_VENUE}, set()),
        ({"content.venueid": "tiny.org/2024/conference"}, set()),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_filters(visitor: Any, params: dict[str, str], expected: set[str]) -> None:
    assert set(ids(visitor.v2("/notes", **params))) == expected


def test_filters_reach_into_author_objects() -> None:
    authors = {"value": [{"fullname": "Eve Elm", "username": "~Eve_Elm1"}]}
    note = {"id": "n", "forum": "n", "readers": ["everyone"], "content": {"authors": authors}}
    with serve([Corpus(notes_v2=[note])], rules=Rules(gate=False)) as standin:
        url = f"{standin.openreview_v2}/notes"
        asked = {"content.authors.username": "~Eve_Elm1"}
        assert ids(requests.get(url, params=asked, timeout=5)) == ["n"]


def test_secret_fields_are_left_out(visitor: Any) -> None:
    content = visitor.v2("/notes", id="aSecretFld").json()["notes"][0]["content"]
    assert "title" in content
    assert "note_to_chairs" not in content


def test_unreadable_and_deleted_notes(visitor: Any) -> None:
    assert visitor.v2("/notes", id="zHidden004").json()["name"] == "ForbiddenError"
    assert visitor.v2("/notes", id="zDeleted05").status_code == 404
    assert ids(visitor.v2("/notes", id="zDeleted05", trash="true")) == ["zDeleted05"]


def test_select_and_details(visitor: Any) -> None:
    answer = visitor.v2("/notes", id="bAccepted1", select="id,tmdate,content.venueid")
    assert answer.json()["notes"] == [
        {"id": "bAccepted1", "tmdate": 1_709_999_999_999, "content": {"venueid": {"value": VENUE}}}
    ]
    answer = visitor.v2("/notes", id="bAccepted1", select="id", details="replyCount,writable")
    assert answer.json()["notes"] == [
        {"id": "bAccepted1", "details": {"replyCount": 3, "writable": False}}
    ]


def test_sorts(visitor: Any) -> None:
    def sorted_by(sort: str) -> list[str]:
        return ids(visitor.v2("/notes", **{"content.venueid": VENUE, "sort": sort}))

    assert sorted_by("number:asc") == ["bAccepted1", "aAccepted2", "aSecretFld"]
    assert sorted_by("number") == sorted_by("number:desc") == sorted_by("number:asc")[::-1]
    assert sorted_by("tmdate:asc") == ["aSecretFld", "aAccepted2", "bAccepted1"]
    assert sorted_by("id") == ["aAccepted2", "aSecretFld", "bAccepted1"]


def test_ids_sort_by_byte(visitor: Any) -> None:
    listed = ids(visitor.v2("/notes", invitation=f"{VENUE}/-/Submission", sort="id"))
    assert listed == ["_Rejected3", "aAccepted2", "aSecretFld", "bAccepted1"]
    blind = ids(visitor.v1("/notes", invitation=f"{OLD_VENUE}/-/Blind_Submission", sort="id"))
    assert blind == ["old-Paper2", "old_Paper1"]


def test_a_forum_comes_newest_first(visitor: Any) -> None:
    assert ids(visitor.v2("/notes", forum="bAccepted1"))[-1] == "bAccepted1"


def test_count_in_v1_always_in_v2_when_asked(visitor: Any) -> None:
    assert visitor.v1("/notes", id="old_Paper1").json()["count"] == 1
    assert "count" not in visitor.v2("/notes", forum="bAccepted1").json()
    assert "count" not in visitor.v2("/notes", forum="bAccepted1", count="false").json()
    assert visitor.v2("/notes", forum="bAccepted1", count="true").json()["count"] == 4
    assert visitor.v2("/notes", forum="bAccepted1", offset=1).json()["count"] == 4
    assert len(visitor.v2("/notes", forum="bAccepted1", offset=1).json()["notes"]) == 3


def test_pages_by_after(crowd: Any) -> None:
    query = {"content.venueid": VENUE, "sort": "id", "limit": 1000}
    first = crowd.v2("/notes", **query, count="true")
    assert first.json()["count"] == 2_345
    seen = ids(first)
    while page := ids(crowd.v2("/notes", **query, after=seen[-1])):
        seen += page
    assert seen == sorted(set(seen))
    assert len(seen) == 2_345


def test_pages_by_offset(crowd: Any) -> None:
    query = {"content.venueid": VENUE, "sort": "number:asc"}
    pages = [ids(crowd.v2("/notes", **query, offset=offset)) for offset in (0, 1000, 2000, 3000)]
    assert [len(page) for page in pages] == [1000, 1000, 345, 0]
    assert len({note for page in pages for note in page}) == 2_345


def test_stream_gives_everything(crowd: Any) -> None:
    assert len(ids(crowd.v2("/notes", **{"content.venueid": VENUE, "stream": "true"}))) == 2_345


def test_after_a_note_that_no_longer_matches(visitor: Any) -> None:
    rest = visitor.v2("/notes", **{"content.venueid": VENUE, "sort": "id", "after": "_Rejected3"})
    assert ids(rest) == ["aAccepted2", "aSecretFld", "bAccepted1"]
    assert visitor.v2("/notes", forum="bAccepted1", after="nobody").status_code == 400


@pytest.mark.parametrize(
    ("params", "path"),
    [({"limit": "1001"}, "limit"), ({"limit": "many"}, "limit"), ({"offset": "-1"}, "offset")],
)
def test_pages_that_cannot_be(visitor: Any, params: dict[str, str], path: str) -> None:
    for answer in (visitor.v1("/notes", **params), visitor.v2("/groups", **params)):
        assert answer.status_code == 400
        assert answer.json()["name"] == "ValidationError"
        assert answer.json()["details"]["path"] == path


def test_limit_over_1000_says_how(visitor: Any) -> None:
    error = visitor.v2("/notes", limit=1001).json()
    request_id = error["details"]["reqId"]
    assert error == {
        "name": "ValidationError",
        "message": f"limit must be <= 1000 ({request_id})",
        "status": 400,
        "details": {
            "path": "limit",
            "comparison": "<=",
            "limit": 1000,
            "invalidValue": 1001,
            "reqId": request_id,
        },
    }


def test_the_other_host_knows_nothing(visitor: Any) -> None:
    answer = visitor.v2("/notes", id="old_Paper1")
    error = answer.json()
    request_id = error["details"]["reqId"]
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert error == {
        "name": "NotFoundError",
        "message": f"The Note old_Paper1 was not found ({request_id})",
        "status": 404,
        "details": {"path": "id", "value": "old_Paper1", "reqId": request_id},
    }
    assert ids(visitor.v2("/notes", invitation=f"{OLD_VENUE}/-/Blind_Submission")) == []
    assert ids(visitor.v1("/notes", **{"content.venueid": VENUE})) == []


def test_invitations_are_prefixes_at_most(visitor: Any) -> None:
    refused = visitor.v1("/notes", invitation=f"{OLD_VENUE}/Paper.*/-/Decision")
    assert refused.status_code == 400
    assert "prefix regex" in refused.json()["message"]
    assert set(ids(visitor.v1("/notes", invitation=f"{OLD_VENUE}/.*"))) == {
        "old_Paper1",
        "old-Paper2",
        "old-decisn",
    }


@pytest.mark.parametrize("api", ["openreview_v1", "openreview_v2"])
def test_guests(standin: Any, api: str) -> None:
    base = getattr(standin, api)
    answer = requests.get(f"{base}/notes?id=x", headers=JSON, timeout=5)
    assert answer.status_code == 403
    error = answer.json()
    assert error["name"] == "ChallengeRequiredError"
    assert error["details"]["challengeUrl"].startswith("https://openreview.net/challenge")
    page = requests.get(f"{base}/profiles?id=~X1", headers={"Accept": "*/*"}, timeout=5)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "Verifying your browser" in page.text
    assert requests.get(f"{base}/groups?id={VENUE}", timeout=5).json()["count"] == 1
    assert "notes" in requests.get(f"{base}/notes/search?term=x", timeout=5).json()
    forbidden = requests.get(f"{base}/profiles/search?term=Ann", headers=JSON, timeout=5)
    assert forbidden.status_code == 403
    assert forbidden.json()["name"] == "ForbiddenError"


def test_the_gate_can_be_left_open(tiny: Corpus) -> None:
    with serve([tiny], rules=Rules(gate=False)) as standin:
        answer = requests.get(f"{standin.openreview_v2}/notes?id=bAccepted1", timeout=5)
        assert ids(answer) == ["bAccepted1"]


def test_tokens(standin: Any, visitor: Any) -> None:
    def ask(token: str) -> requests.Response:
        headers = {**JSON, "Authorization": f"Bearer {token}"}
        url = f"{standin.openreview_v2}/notes?id=bAccepted1"
        return requests.get(url, headers=headers, timeout=5)

    claims = json.loads(base64.urlsafe_b64decode(visitor.token.split(".")[1] + "=="))
    assert claims["user"]["profile"]["id"] == "~Stand_In1"
    assert claims["exp"] > time.time()
    assert ids(ask(visitor.token)) == ["bAccepted1"]
    assert ask(visitor.token[:-2] + "xx").status_code == 401
    assert ask("rubbish").status_code == 401


def test_tokens_end(standin: Any) -> None:
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    token = mint({"id": "reader@tiny.test"}, 60, an_hour_ago)
    headers = {**JSON, "Authorization": f"Bearer {token}"}
    answer = requests.get(f"{standin.openreview_v2}/groups?id={VENUE}", headers=headers, timeout=5)
    assert answer.status_code == 401
    assert answer.json()["name"] == "TokenExpiredError"


def test_tokens_last_as_long_as_asked_but_a_week_at_most(standin: Any) -> None:
    login = {"id": "reader@tiny.test", "password": "sesame", "expiresIn": 604_800}
    token = requests.post(f"{standin.openreview_v2}/login", json=login, timeout=5).json()["token"]
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert claims["exp"] - claims["iat"] == 604_800
    too_long = {**login, "expiresIn": 604_801}
    refused = requests.post(f"{standin.openreview_v1}/login", json=too_long, timeout=5)
    assert refused.status_code == 400


def test_a_required_account(tiny: Corpus) -> None:
    account = Account("chair@tiny.test", "right")
    with serve([tiny], rules=Rules(account=account)) as standin:
        url = f"{standin.openreview_v2}/login"
        good = {"id": account.username, "password": account.password}
        assert requests.post(url, json=good, timeout=5).status_code == 200
        for bad in ({**good, "password": "x"}, {**good, "id": "x"}, {}, []):
            refused = requests.post(url, json=bad, timeout=5)
            assert refused.status_code == 400
            assert refused.json()["message"].startswith("Invalid username or password (")
        assert standin.urls.username == "chair@tiny.test"


def test_limits_are_told(standin: Any, visitor: Any) -> None:
    told = visitor.v2("/notes", id="bAccepted1").headers
    assert told["ratelimit-policy"] == "500;w=3600"
    assert told["ratelimit-limit"] == told["x-ratelimit-limit"] == "500"
    assert 0 < int(told["ratelimit-remaining"]) < 500
    assert int(told["x-ratelimit-reset"]) > time.time()
    assert visitor.v2("/groups", id=VENUE).headers["ratelimit-policy"] == "700;w=3600"
    assert "ratelimit-limit" not in visitor.v1("/notes", id="old_Paper1").headers
    guest = requests.get(f"{standin.openreview_v2}/groups?id={VENUE}", timeout=5)
    assert guest.headers["ratelimit-policy"] == "20;w=60"


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"parent": "Tiny.org/2024"}, [VENUE]),
        ({"host": "Tiny.org", "limit": "2"}, [OLD_VENUE, "Tiny.org/2024"]),
        ({"prefix": "Tiny.org/20"}, [OLD_VENUE, "Tiny.org/2024", VENUE]),
        ({"regex": "Tiny.org/2021.*"}, [OLD_VENUE]),
        ({"ids": [VENUE, OLD_VENUE]}, [OLD_VENUE, VENUE]),
        ({"member": VENUE}, ["venues"]),
        ({"domain": VENUE}, [VENUE]),
        ({"web": "true"}, [OLD_VENUE]),
        ({"prefix": "Tiny.org/20", "after": "Tiny.org/2024"}, [VENUE]),
        ({"prefix": "Nobody"}, []),
    ],
    ids=str,
)
def test_groups(visitor: Any, params: dict[str, Any], expected: list[str]) -> None:
    for ask in (visitor.v1, visitor.v2):
        assert [group["id"] for group in ask("/groups", **params).json()["groups"]] == expected


def test_groups_of_several_corpora(tiny: Corpus) -> None:
    other = {"id": "venues", "members": ["Other.org/2020", VENUE]}
    with serve([tiny, Corpus(groups=[other])]) as standin:
        answer = requests.get(f"{standin.openreview_v2}/groups?id=venues", timeout=5).json()
    assert answer["groups"][0]["members"] == [VENUE, OLD_VENUE, "Other.org/2020"]
    assert answer["groups"][0]["domain"] == "OpenReview.net"


def test_unknown_groups_and_routes(visitor: Any) -> None:
    missing = visitor.v2("/groups", id="Nobody.org")
    assert missing.status_code == 404
    assert missing.json()["message"].startswith("The Group Nobody.org was not found (")
    assert visitor.v2("/nowhere").json()["name"] == "NotFoundError"
