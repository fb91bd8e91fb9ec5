"""``precited run`` for many venues: which options go together, and which venues they mean."""

from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.errors import Missing
from connectors.standin.made_up.venues import VENUES
from connectors.standin.server import StandIn
from flows.commands.backfilling import on_openreview, on_watch_list
from flows.failures import Failed
from flows.watch_list import BadWatchList
from tests.flows.conftest import Command
from tests.flows.world import LANTERN, QUILL, THIMBLE

WATCHED = f'[[venue]]\nid = "{THIMBLE}"\n'


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--all",),
        ("--year", "2022"),
        (LANTERN, "--year", "2025"),
        ("--all", "--year", "2025", "--watch-list", "watch.toml"),
        (LANTERN, "--watch-list", "watch.toml"),
        (LANTERN, "--address", "tcp://127.0.0.1:8786"),
        (LANTERN, "--runner", "threads", "--address", "tcp://127.0.0.1:8786"),
        (LANTERN, "--runner", "dask", "--address", "127.0.0.1:8786"),
        (LANTERN, "--runner", "dask", "--workers", "2", "--address", "tcp://127.0.0.1:8786"),
        (LANTERN, "--runner", "ray"),
        (LANTERN, "--workers", "0"),
        (LANTERN, "--runner", "threads", "--timings"),
        ("--all", "--year", "twenty"),
    ],
    ids=" ".join,
)
def test_what_does_not_go_together_is_bad_usage(
    command_line: Callable[[Path], Command], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ended = command_line(tmp_path / "warehouse")("run", *arguments)

    assert ended.code == 2
    assert ended.out == ""
    assert not (tmp_path / "warehouse").exists()


def test_all_of_a_year_are_those_of_openreviews_list(standin: StandIn, tmp_path: Path) -> None:
    chosen = on_openreview(tmp_path, "", 2020)
    again = on_openreview(tmp_path, "thimble", 2020)

    assert THIMBLE in chosen.venues
    assert all("2020" in venue for venue in chosen.venues)
    assert again.venues == [THIMBLE]
    assert chosen.listed
    assert len(standin.journal()) == 1  # the list is kept for the day
    with pytest.raises(Missing, match="did you mean"):
        on_openreview(tmp_path, "thimbel", 2020)


def test_a_watch_list_means_its_active_venues(tmp_path: Path) -> None:
    file = tmp_path / "watch.toml"
    file.write_text(
        f'{WATCHED}[[venue]]\nid = "{QUILL}"\ninfluential = true\n'
        f'[[venue]]\nid = "{LANTERN}"\nactive = false\n'
    )
    chosen = on_watch_list(file)

    assert chosen.venues == [THIMBLE, QUILL]
    assert chosen.influential == [QUILL]
    assert not chosen.listed


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", BadWatchList),
        ("[[venue]]\n", BadWatchList),
        ("venue = 7\n", BadWatchList),
        (WATCHED + WATCHED, BadWatchList),
        ('[[venue]]\nid = "../../etc/passwd"\n', BadWatchList),
        ('[[venue]]\nid = "A\\u0000B"\n', BadWatchList),
        (WATCHED + "active = false\n", Failed),
        (WATCHED + 'active = "yes"\n', BadWatchList),
        ("\ufeff\x00", BadWatchList),
    ],
)
def test_a_hostile_watch_list_is_one_sentence_before_anything_starts(
    command_line: Callable[[Path], Command], tmp_path: Path, text: str, error: type[Failed]
) -> None:
    file = tmp_path / "watch.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(error):
        on_watch_list(file)
    ended = command_line(tmp_path / "warehouse")("run", "--watch-list", str(file))

    assert ended.code == 1
    assert ended.err.count("\n") == 1
    assert str(file) in ended.err
    assert not (tmp_path / "warehouse").exists()


def test_a_watch_list_that_is_not_there_is_named(
    command_line: Callable[[Path], Command], tmp_path: Path
) -> None:
    ended = command_line(tmp_path)("run", "--watch-list", str(tmp_path / "none.toml"))

    assert ended.code == 1
    assert "none.toml" in ended.err


def test_every_made_up_venue_is_somewhere_on_the_list(standin: StandIn, tmp_path: Path) -> None:
    chosen = {v for year in range(2013, 2028) for v in _of_year(tmp_path, year)}

    assert {venue.id for venue in VENUES} <= chosen
    assert len(standin.journal()) == 1


def _of_year(root: Path, year: int) -> list[str]:
    try:
        return list(on_openreview(root, "", year).venues)
    except Missing:
        return []
