"""The notebooks run from top to bottom, and none keeps what a run printed."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from connectors.standin import corpus, made_up
from connectors.standin.server import environment, serve
from flows.run import Job
from flows.settings import load_settings
from tests.flows.world import LANTERN, track

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
ICLR = "ICLR.cc/2022/Conference"


def run_of(worlds, venue_id, root):
    with serve(worlds) as standin, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(standin.urls).items():
            patch.setenv(name, value)
        track(Job(venue_id, root), load_settings())
    return root


@pytest.fixture(scope="module")
def made_up_warehouse(tmp_path_factory):
    return run_of([made_up.corpus()], LANTERN, tmp_path_factory.mktemp("notebooks") / "w")


@pytest.fixture(scope="module")
def recorded_warehouse(tmp_path_factory):
    folder = Path(__file__).parents[3] / "shared" / "corpora" / "iclr2022"
    if not folder.is_dir():
        pytest.skip("no recorded corpora beside the project")
    return run_of([corpus.load(folder)], ICLR, tmp_path_factory.mktemp("notebooks") / "iclr")


def executed(path, root, monkeypatch):
    monkeypatch.setenv("PRECITED_WAREHOUSE", str(root))
    # Jupyter writes into a home; none of ours.
    monkeypatch.setenv("HOME", str(root.parent))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(FOLDER.parent)]))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    return notebook


def test_there_are_four():
    assert [path.name[0] for path in NOTEBOOKS] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_notebook_keeps_output(path):
    cells = nbformat.read(path, as_version=4).cells
    assert all(not cell.get("outputs") for cell in cells)
    assert all(cell.get("execution_count") is None for cell in cells)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_on_the_made_up_venue(path, made_up_warehouse, monkeypatch):
    notebook = executed(path, made_up_warehouse, monkeypatch)
    assert sum(bool(cell.get("outputs")) for cell in notebook.cells) >= 6


@pytest.mark.corpora
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_on_a_recorded_venue(path, recorded_warehouse, monkeypatch):
    executed(path, recorded_warehouse, monkeypatch)
