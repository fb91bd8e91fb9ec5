"""Nothing that a hostile run leaves behind holds a secret: no page, table, log or database.

The services repeat in their answers what was sent to them: key, password, token. The made-up
world plants e-mail addresses of authors and names of reviewers in its notes.
"""

import json
import os
import sqlite3
import subprocess
import sys
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from connectors.standin import made_up
from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.hostile import Hostile
from connectors.standin.made_up.notes import PLANTED_DOMAIN
from connectors.standin.openreview.accounts import Account
from connectors.standin.rules import Rules
from connectors.standin.server import environment, serve
from tests.flows.receiver import SECRET_PATH, receiving

pytestmark = pytest.mark.flow

USER = "planted.reader@account.example"
PASSWORD = 'pl4nted/pass+w0rd"&="ü'
KEY = "PlantedKey-0123456789/+abcdefghijklmnop"
WRONG_KEY = "PlantedWrongKey-9876543210zyxwvutsrqp"
WRONG_PASSWORD = "pl4nted-wrong-pa55word"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoicGxhbnRlZCJ9.cGxhbnRlZC1zaWduYXR1cmU"
SECRETS = (USER, PASSWORD, KEY, WRONG_KEY, WRONG_PASSWORD, TOKEN, SECRET_PATH)
OF_THE_LOGIN = b"eyJhbGciOi"
"""How every token begins that the stand-in hands out."""


class Echoing:
    """Repeats what it was sent, in refusals and within good answers.

    Args:
        refused: Part of a path; such requests get a 400 that repeats them.
    """

    def __init__(self, refused: str = "") -> None:
        self._refused, self._hostile = refused, Hostile(3, share=0.1)

    def answer(self, question: Question, handler: Handler) -> Answer:
        sent = f"{dict(question.headers)} {question.body.decode('utf-8', 'replace')}"
        told = {"message": f"sent: {sent}", "error": sent, "debug": sent, "Authorization": sent}
        if self._refused and self._refused in question.path:
            return Answer(400, json.dumps(told).encode(), {"Content-Type": "application/json"})
        answer = self._hostile.answer(question, handler)
        if question.path.endswith("/login") and answer.status == 200:
            return answer
        try:
            value = json.loads(answer.body)
        except ValueError:
            return answer
        if isinstance(value, dict):
            value = value | told
        return answer.but(body=json.dumps(value, ensure_ascii=False).encode())


@dataclass(frozen=True)
class Left:
    """What the runs left behind."""

    warehouse: Path
    prefect: Path
    said: bytes
    messages: str


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp("hostile")
    rules = Rules(account=Account(USER, PASSWORD), keys=frozenset({KEY}))
    corpora = [made_up.corpus()]
    with (
        serve(corpora, faults=Echoing(), rules=rules) as echoing,
        serve(corpora, faults=Echoing("/notes"), rules=rules) as refusing,
        receiving() as hook,
    ):
        hook.status = 500
        good = environment(echoing.urls) | {
            "SEMANTIC_SCHOLAR_API_KEY": KEY,
            "PRECITED_ALERT_WEBHOOK": hook.url,
        }
        runs = [
            good | {"OPENREVIEW_PASSWORD": WRONG_PASSWORD},
            good | {"OPENREVIEW_TOKEN": TOKEN, "OPENREVIEW_PASSWORD": WRONG_PASSWORD},
            good | {"OPENREVIEW_TOKEN": ""} | environment(refusing.urls),
            good | {"SEMANTIC_SCHOLAR_API_KEY": WRONG_KEY},
            good,
        ]
        child = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.flows.secrets_child",
                folder / "warehouse",
                json.dumps(runs),
            ],
            check=False,
            capture_output=True,
            timeout=900,
            cwd=Path(__file__).parents[2],
            env=os.environ
            | {
                "PREFECT_HOME": str(folder / "prefect"),
                "HOME": str(folder / "home"),
                "PREFECT_LOGGING_LEVEL": "DEBUG",
                "PREFECT_LOGGING_TO_API_ENABLED": "true",
                "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,connectors,warehouse",
            },
        )
        messages = json.dumps(hook.messages, ensure_ascii=False)
    return Left(folder / "warehouse", folder / "prefect", child.stdout + child.stderr, messages)


def spellings(secret: str) -> Iterator[bytes]:
    """A secret as it may stand somewhere."""
    for text in (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]):
        yield text.encode()
    for encode in (b64encode, urlsafe_b64encode):
        for shift in range(3):
            whole = encode(b" " * shift + secret.encode())
            # The signs at both ends hang on what stands beside it as well.
            yield whole[-(-shift * 8 // 6) : (shift + len(secret.encode())) * 8 // 6]


def spilt(content: bytes) -> list[bytes]:
    """The secrets that stand in there, in whatever spelling."""
    found = [form for secret in SECRETS for form in spellings(secret) if form in content]
    return found + ([OF_THE_LOGIN] if OF_THE_LOGIN in content else [])


def content(path: Path) -> bytes:
    """A file's bytes, with what is packed in it unpacked."""
    packed = path.read_bytes()
    if path.suffix == ".zst":
        with pa.CompressedInputStream(pa.BufferReader(packed), "zstd") as stream:
            return packed + bytes(stream.read())
    if path.suffix == ".parquet":
        return packed + repr(pq.ParquetFile(path).read().to_pylist()).encode()
    if packed.startswith(b"SQLite format 3"):
        with closing(sqlite3.connect(path)) as database:
            return packed + "\n".join(database.iterdump()).encode("utf-8", "replace")
    return packed


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def test_the_runs_met_what_they_were_sent_to_meet(left: Left) -> None:
    said = left.said.decode("utf-8", "replace")

    assert said.count("run ") >= 5
    assert said.count("Traceback") >= 4
    assert "NotAuthorised" in said
    assert "Refused" in said
    assert "[redacted]" in said
    assert "12 accepted papers" in said
    assert "Not told: PRECITED_ALERT_WEBHOOK" in said
    # The first two runs fail alike, which is told once.
    assert left.messages.count("the run failed") == 3


def test_no_page_and_no_table_holds_a_secret(left: Left) -> None:
    found = {str(path): spilt(content(path)) for path in files(left.warehouse)}

    assert len(found) > 30
    assert {path: secrets for path, secrets in found.items() if secrets} == {}


def test_no_table_holds_an_address_or_a_reviewer(left: Left) -> None:
    for path in files(left.warehouse / "tables"):
        assert PLANTED_DOMAIN.encode() not in content(path), path
        assert b"/Reviewer_" not in content(path), path


def test_nothing_is_said_of_a_secret(left: Left) -> None:
    assert spilt(left.said) == []
    assert PLANTED_DOMAIN.encode() not in left.said
    assert spilt(left.messages.encode()) == []
    assert PLANTED_DOMAIN not in left.messages


def test_prefect_learns_no_secret(left: Left) -> None:
    # What lies beside the database goes when it is opened.
    found = {str(path): spilt(path.read_bytes()) for path in files(left.prefect)}

    databases = [path for path in files(left.prefect) if path.name == "prefect.db"]
    assert databases
    log = b"".join(content(path) for path in databases)
    assert b"Listing submissions" in log
    assert b"flagged-thimble" in log
    assert PLANTED_DOMAIN.encode() not in log
    assert spilt(log) == []
    assert {path: secrets for path, secrets in found.items() if secrets} == {}
