"""The schedule as a person sees it, and the server it needs; without Prefect."""

import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from rich.console import Console
from typer.testing import CliRunner

from flows import prefect_server as servers
from flows.cli import app
from flows.failures import Failed
from flows.prefect_server import is_healthy, prefect_server
from flows.schedule import next_runs, read_schedule, without_tables
from flows.settings import prepare_serving, server_environment
from flows.show_schedule import show_schedule
from tests.flows.conftest import Pulled
from tests.flows.world import LANTERN, THIMBLE

LISTED = f"""
[[venue]]
id = "{LANTERN}"
day = "Tuesday"
hour = 5

[[venue]]
id = "Absent.example/2031"
active = false

[[venue]]
id = "{THIMBLE}"
"""
NOW = datetime(2025, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def watch_list(tmp_path: Path) -> Path:
    path = tmp_path / "watch.toml"
    path.write_text(LISTED)
    return path


def shown(watch_list: Path, root: Path) -> str:
    console = Console(file=StringIO(), width=120)
    show_schedule(read_schedule(watch_list, root), NOW, console)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_dates_that_a_run_has_brought_quicken_the_rhythm(pulled: Pulled, watch_list: Path) -> None:
    lantern = read_schedule(watch_list, pulled.root)[0]
    elsewhere = read_schedule(watch_list, None)[0]

    assert [r.name for r in lantern.rhythms] == ["weekly", "monthly", "daily"]
    assert [r.name for r in elsewhere.rhythms] == ["weekly", "monthly"]
    assert "warehouse" not in elsewhere.parameters


def test_the_next_run_comes_first_and_what_is_off_last(pulled: Pulled, watch_list: Path) -> None:
    listed = read_schedule(watch_list, pulled.root)
    runs = next_runs(listed, NOW)
    moments = [run.at for run in runs if run.at]

    assert moments == sorted(moments)
    assert all(moment > NOW for moment in moments)
    ended = {(run.deployment.venue_id, run.rhythm.name) for run in runs if run.at is None}
    assert ended == {
        ("Absent.example/2031", "weekly"),
        ("Absent.example/2031", "monthly"),
        (THIMBLE, "daily"),
    }


def test_the_table_says_when_in_words(pulled: Pulled, watch_list: Path) -> None:
    text = shown(watch_list, pulled.root)
    undated = shown(watch_list, watch_list.parent)

    assert "first Tuesday 05:" in text
    assert "Tuesdays 05:" in text
    assert "Tue 6 May 2025 05:" in text
    assert "in 5 days" in text
    assert "off" in text
    assert "over" in text
    assert "No days are known" not in text
    assert f"No days are known of {LANTERN}, {THIMBLE}" in undated


def test_only_active_venues_without_tables_run_at_once(
    pulled: Pulled, watch_list: Path, tmp_path: Path
) -> None:
    assert without_tables(read_schedule(watch_list, pulled.root), pulled.root) == []
    empty = tmp_path / "empty"
    assert without_tables(read_schedule(watch_list, empty), empty) == [LANTERN, THIMBLE]


def test_listing_needs_no_prefect(watch_list: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prefect", None)
    options = ["schedule", "--watch-list", str(watch_list), "--warehouse", str(watch_list.parent)]

    listed = CliRunner().invoke(app, [*options, "--list"])
    written = CliRunner().invoke(app, [*options, "--prefect-yaml"])

    assert (listed.exit_code, written.exit_code) == (0, 0)
    assert LANTERN in listed.stdout
    assert "entrypoint: flows.track.track" in written.stdout


def test_the_watch_list_may_be_named_by_the_environment(
    watch_list: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRECITED_WATCH_LIST", str(watch_list))
    monkeypatch.setenv("PRECITED_WAREHOUSE", str(watch_list.parent))

    assert LANTERN in CliRunner().invoke(app, ["schedule", "--list"]).stdout


class _Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 404)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def healthy_port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Health) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_a_server_that_is_there_already_is_named_and_not_taken(
    healthy_port: int, tmp_path: Path
) -> None:
    assert is_healthy(f"http://127.0.0.1:{healthy_port}/api")
    said = f"PREFECT_API_URL=http://127.0.0.1:{healthy_port}/api"
    with pytest.raises(Failed, match=said), prefect_server({}, tmp_path, healthy_port):
        pass


def test_a_port_of_another_program_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        said = "taken by another program; give another one with --port"
        with pytest.raises(Failed, match=said), prefect_server({}, tmp_path, port):
            pass


def test_a_server_that_ends_at_once_leads_to_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "COMMAND", ("-c", "print('no room'); raise SystemExit(3)"))
    said = r"did not start; .*precited-server\.log says why"
    with pytest.raises(Failed, match=said), prefect_server({}, tmp_path, 0):
        pass
    assert "no room" in (tmp_path / "precited-server.log").read_text()


def test_the_server_gets_no_credentials_and_keeps_its_leases() -> None:
    given = {
        "OPENREVIEW_PASSWORD": "secret",
        "OPENREVIEW_TOKEN": "secret",
        "SEMANTIC_SCHOLAR_API_KEY": "secret",
        "PATH": "/bin",
    }
    environ = server_environment(given)

    assert "secret" not in environ.values()
    assert environ["PATH"] == "/bin"
    assert environ["PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE"].endswith("filesystem")


def test_a_served_run_keeps_its_lines(tmp_path: Path) -> None:
    environ = {"PREFECT_HOME": str(tmp_path)}
    prepare_serving(environ)

    assert environ["PREFECT_LOGGING_EXTRA_LOGGERS"] == "flows"
    assert "PREFECT_LOGGING_TO_API_ENABLED" not in environ
