"""``precited bulk`` as it is called: Prefect, the release that is meant, and what it says."""

import os
import pickle
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import Missing
from connectors.semantic_scholar_bulk.links import Link
from connectors.standin import made_up
from connectors.standin.semantic_scholar.datasets import SIGNATURE
from connectors.standin.server import StandIn, environment, serve
from flows.bulk_clients import connect_here
from flows.bulk_reading import Sifting
from flows.failures import Failed
from flows.settings import prepare_prefect
from tests.flows.conftest import Command
from tests.flows.world import THIMBLE
from warehouse.bulk.by_id import by_id
from warehouse.bulk.candidates import candidates
from warehouse.bulk.kept import AnyOf
from warehouse.page_file import unpack
from warehouse.store import read_table
from warehouse.tables import PAPERS

DAY = date(2025, 6, 24)
KEY = "key-of-the-datasets-api"

pytestmark = [
    pytest.mark.flow,
    # Prefect's own, on shutting its server down.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def served() -> Iterator[StandIn]:
    with serve([made_up.corpus()], today=DAY) as standin:
        yield standin


@pytest.fixture
def dated(served: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """The environment that leads to the stand-in, with a key."""
    for name, value in environment(served.urls).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SEMANTIC_SCHOLAR_API_KEY", KEY)
    served.clear()
    return served


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The flow under the real Prefect, with a server of its own whose folder is thrown away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        prepare_prefect(os.environ, quiet=True)
        from prefect.testing.utilities import prefect_test_harness

        from flows.bulk import bulk

        with prefect_test_harness(server_startup_timeout=180):
            yield bulk


def test_a_release_is_read_over_tasks(flow: Any, dated: StandIn, tmp_path: Path) -> None:
    (first,) = flow([THIMBLE], str(tmp_path))
    assert first.facts["linked"] > 8
    assert read_table(tmp_path, "runs", THIMBLE)["flow"].to_pylist() == ["bulk"]
    files = [line for line in dated.journal() if "/shards/" in line["path"]]
    assert len(files) == 6
    assert not any(line.get("key") for line in files)
    pages = [file for file in tmp_path.rglob("*.json.zst") if "datasets" in file.name]
    assert len(pages) == 6 + 3
    told = b"".join(unpack(page)[1] for page in pages)
    assert KEY.encode() not in told
    assert SIGNATURE.encode() not in told

    # Without names it is every venue of the warehouse.
    (again,) = flow((), str(tmp_path), "2025-06-17", None, False)
    assert again.venue_id == THIMBLE
    assert read_table(tmp_path, "flags", THIMBLE).num_rows == 12


@pytest.mark.usefixtures("dated")
def test_a_day_without_a_release_names_the_nearest(flow: Any, tmp_path: Path) -> None:
    with pytest.raises(Missing, match="nearest to it is of 2025-06-24"):
        flow([THIMBLE], str(tmp_path), "2025-07-01")


@pytest.mark.usefixtures("dated")
def test_an_empty_warehouse_wants_a_venue(flow: Any, tmp_path: Path) -> None:
    with pytest.raises(Failed, match="no venue yet"):
        flow((), str(tmp_path))


def test_parameters_that_prefect_keeps_hold_no_secret(flow: Any) -> None:
    assert set(flow.parameters.properties) == {
        "venue_ids",
        "warehouse",
        "release",
        "as_of",
        "citers",
        "whole",
        "wait_minutes",
    }


@pytest.fixture
def command(command_line: Callable[[Path], Command], tmp_path: Path) -> Command:
    return command_line(tmp_path)


@pytest.mark.usefixtures("dated")
def test_releases_are_listed(command: Command) -> None:
    ended = command("bulk", "--list")
    assert ended.code == 0
    assert ended.out.split()[-1] == "2025-06-24"


@pytest.mark.usefixtures("dated")
def test_without_a_key_one_sentence_says_how_to_get_one(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEMANTIC_SCHOLAR_API_KEY")
    ended = command("bulk")
    assert ended.code == 1
    assert ended.out == ""
    assert ended.err == (
        "The Datasets API takes a key: set SEMANTIC_SCHOLAR_API_KEY to one from "
        "https://www.semanticscholar.org/product/api#api-key-form\n"
    )


@pytest.mark.usefixtures("dated")
def test_a_release_is_a_day(command: Command) -> None:
    ended = command("bulk", "--release", "newest")
    assert (ended.code, ended.out) == (1, "")
    assert "like 2022-04-26" in ended.err


def test_an_address_is_for_dask(command: Command) -> None:
    assert command("bulk", "--address", "tcp://127.0.0.1:1").code == 2
    assert command("bulk", "--runner", "dask", "--address", "here").code == 2


@pytest.mark.usefixtures("dated")
def test_what_is_sent_to_a_worker_holds_no_client_and_no_key() -> None:
    """A worker elsewhere makes a client by its own settings, and sends back what it found."""
    sieve = AnyOf((by_id("corpusid", {THIMBLE: [1]}), candidates(PAPERS.empty(), {}, {})))
    sent = pickle.dumps(Sifting(connect_here, sieve))
    assert KEY.encode() not in sent
    (link, _) = connect_here().files(DAY.isoformat(), "papers")
    read = pickle.loads(sent)(link)  # noqa: S301 - our own bytes
    assert pickle.loads(pickle.dumps(read)).value.read > 1_000  # noqa: S301


def test_a_file_is_named_without_its_address() -> None:
    link = Link("path", "papers", "2025-06-24", "all", "000.gz", "https://secret")
    assert str(link) == "papers 2025-06-24 000.gz"
