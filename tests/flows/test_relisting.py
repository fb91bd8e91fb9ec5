"""A second run fetches what changed on OpenReview and nothing else."""

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors.standin import made_up
from connectors.standin.corpus import Corpus
from connectors.standin.server import StandIn, environment, serve
from flows.build import rebuild
from flows.run import Job
from flows.settings import load_settings
from tests.flows.world import LANTERN, QUILL, THIMBLE, track
from warehouse.store import read_table

Note = dict[str, Any]
World = Callable[[Corpus], StandIn]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Serve one corpus after another, as a service does that people go on editing."""
    with ExitStack() as running:

        def show(corpus: Corpus) -> StandIn:
            standin = running.enter_context(serve([corpus]))
            for name, value in environment(standin.urls).items():
                monkeypatch.setenv(name, value)
            return standin

        yield show


def run(venue: str, root: Path) -> None:
    track(Job(venue, root, citers=False), load_settings())


def notes_asked(standin: StandIn) -> list[str]:
    return [j["query"] for j in standin.journal() if j["path"].endswith("/notes")]


def edited(corpus: Corpus, venue: str, edit: Callable[[list[Note]], list[Note]]) -> Corpus:
    """The corpus with the venue's accepted notes of API v2 edited."""
    notes = copy.deepcopy(corpus.notes_v2)
    ours = [n for n in notes if _is_accepted(n, venue)]
    return replace(corpus, notes_v2=[n for n in notes if n not in ours] + edit(ours))


def _is_accepted(note: Note, venue: str) -> bool:
    content = note.get("content") or {}
    is_forum = note["id"] == note["forum"]
    return is_forum and (content.get("venueid") or {}).get("value") == venue


def retitle(note: Note) -> Note:
    title = note["content"]["title"]["value"]
    note["content"]["title"]["value"] = f"{title} Revisited"
    return note | {"tmdate": note["tmdate"] + 86_400_000}


def test_an_unchanged_venue_is_relisted_briefly_and_its_tables_stay(
    world: World, tmp_path: Path
) -> None:
    standin = world(made_up.corpus())
    run(LANTERN, tmp_path)
    names = ("papers", "authorships", "reviews", "links", "rejects")
    before = {name: _file(tmp_path, name).stat() for name in names}
    standin.clear()

    run(LANTERN, tmp_path)

    assert all("select=" in query for query in notes_asked(standin))
    assert len(notes_asked(standin)) == 1
    for name in names:
        assert _file(tmp_path, name).stat().st_mtime_ns == before[name].st_mtime_ns, name


def test_changed_notes_alone_are_fetched_and_only_their_rows_differ(
    world: World, tmp_path: Path
) -> None:
    world(made_up.corpus())
    run(LANTERN, tmp_path)
    before = _rows(tmp_path, LANTERN)
    changed = edited(made_up.corpus(), LANTERN, lambda ours: [*map(retitle, ours[:20]), *ours[20:]])
    standin = world(changed)

    run(LANTERN, tmp_path)

    after = _rows(tmp_path, LANTERN)
    differing = {p for p in before if before[p] != after[p]}
    assert len(differing) == 20
    assert all(after[p]["title"].endswith("Revisited") for p in differing)
    brief, *whole = notes_asked(standin)
    assert "select=" in brief
    assert len(whole) <= 20
    assert rebuild(tmp_path, LANTERN) == []


def test_a_paper_withdrawn_after_acceptance_and_one_that_is_gone_lose_their_place(
    world: World, tmp_path: Path
) -> None:
    world(made_up.corpus())
    run(LANTERN, tmp_path)
    accepted = {p for p, row in _rows(tmp_path, LANTERN).items() if row["state"] == "accepted"}

    def withdraw_and_delete(ours: list[Note]) -> list[Note]:
        withdrawn, _gone, *rest = ours
        withdrawn["content"]["venueid"]["value"] = f"{LANTERN}/Withdrawn_Submission"
        withdrawn["content"]["venue"]["value"] = "LANTERN 2025 Conference Withdrawn Submission"
        withdrawn["tmdate"] += 1000
        return [withdrawn, *rest]

    world(edited(made_up.corpus(), LANTERN, withdraw_and_delete))
    run(LANTERN, tmp_path)

    rows = _rows(tmp_path, LANTERN)
    still = {p for p, row in rows.items() if row["state"] == "accepted"}
    assert len(accepted - still) == 2
    assert sum(p in rows for p in accepted - still) == 1
    flags = read_table(tmp_path, "flags", LANTERN)["paper_id"].to_pylist()
    assert set(flags) == still


@pytest.mark.parametrize("venue", [QUILL, THIMBLE])
def test_a_venue_that_did_not_change_gives_the_same_papers_again(
    world: World, tmp_path: Path, venue: str
) -> None:
    world(made_up.corpus())
    run(venue, tmp_path)
    before = _rows(tmp_path, venue)

    run(venue, tmp_path)

    assert _rows(tmp_path, venue) == before


def _file(root: Path, table: str) -> Path:
    return root / "tables" / table / f"venue={LANTERN.replace('/', '-')}" / "data.parquet"


def _rows(root: Path, venue: str) -> dict[str, dict[str, Any]]:
    return {row["paper_id"]: row for row in read_table(root, "papers", venue).to_pylist()}
