"""SPECTER2 vectors: asked for with counts, once a paper, and what papers are then related by."""

import json
from pathlib import Path

from connectors.standin.server import StandIn
from flows.run import Job
from flows.settings import Settings
from tests.flows.conftest import Pulled
from tests.flows.world import LANTERN, track
from warehouse.store import read_table


def batches(standin: StandIn) -> list[dict[str, object]]:
    return [call for call in standin.journal() if call["path"].endswith("/paper/batch")]


def test_vectors_cost_no_request_and_are_asked_once(
    standin: StandIn, settings: Settings, tmp_path: Path, pulled: Pulled
) -> None:
    root = tmp_path / "w"
    track(Job(LANTERN, root, citers=False, vectors=True), settings)
    asked = [call for call in batches(standin) if "embedding" in json.dumps(call["query"])]
    without = [
        call
        for call in pulled.journals[LANTERN]
        if call["path"].endswith("/paper/batch") and "citations." not in json.dumps(call["query"])
    ]
    assert len(asked) == len(batches(standin)) == len(without)

    near = read_table(root, "neighbours", LANTERN).to_pylist()
    basis = {row["paper_id"]: row["basis"] for row in near}
    linked = {
        row["paper_id"]
        for row in read_table(root, "links", LANTERN).to_pylist()
        if row["status"] == "linked"
    }
    by_vector = {paper for paper, kind in basis.items() if kind == "specter2"}
    assert by_vector <= linked
    assert len(by_vector) > 0.8 * len(linked)
    assert set(read_table(root, "map_points", LANTERN)["basis"].to_pylist()) <= {"specter2", "text"}

    standin.clear()
    track(Job(LANTERN, root, counts_only=True, vectors=True), settings)
    assert batches(standin)
    assert [call for call in batches(standin) if "embedding" in json.dumps(call["query"])] == []
    assert read_table(root, "neighbours", LANTERN).to_pylist() == near
