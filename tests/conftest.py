"""What holds for every test: no network but loopback, no environment, no real home."""

import os
import shutil
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.s3 import s3_environment, s3_service

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHARED = Path(__file__).parents[2] / "shared"
OURS = ("OPENREVIEW_", "SEMANTIC_SCHOLAR_", "PRECITED_", "AWS_")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(OURS):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Let no test reach beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        if host not in ("127.0.0.1", "::1", "localhost"):
            pytest.fail(f"a test tried to reach {host}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture
def corpora() -> Path:
    """The recorded corpora that lie beside the project on some machines."""
    folder = SHARED / "corpora"
    if not folder.is_dir():
        pytest.skip("no recorded corpora beside the project")
    return folder


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """An S3 service on loopback."""
    with s3_service() as address:
        yield address


@pytest.fixture
def bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A new bucket there, and the environment by which every tool of AWS finds it."""
    from warehouse.remote.objects import client

    for name, value in s3_environment(s3_server, tmp_path).items():
        monkeypatch.setenv(name, value)
    name = f"b-{uuid.uuid4().hex}"
    client().create_bucket(Bucket=name)
    return name


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """One headless browser for the tests of a file.

    For no longer: while it is open, nothing else in this thread can run an event loop.
    """
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
