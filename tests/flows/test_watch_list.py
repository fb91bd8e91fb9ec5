"""What people write into a watch list, and what they are told when it can't be used."""

from datetime import date
from pathlib import Path

import pytest

from flows.watch_list import BadWatchList, Watched, parse_watch_list, read_watch_list

EXAMPLE = Path(__file__).parents[2] / "docs" / "watch.example.toml"


def test_the_example_says_what_its_comments_say() -> None:
    first, second, third, last = read_watch_list(EXAMPLE)

    assert first == Watched(
        "ICLR.cc/2025/Conference", date(2025, 4, 24), date(2025, 4, 28), day=0, hour=3
    )
    assert second.influential
    assert (third.day, third.hour, third.starts_on) == (None, None, None)
    assert not last.active


def venue(*lines: str) -> str:
    return "\n".join(["# venues", "[[venue]]", 'id = "A.example/2025"', *lines])


WRONG = {
    "an unknown key": (venue('start_on = "x"'), r"w\.toml, line 4: 'start_on' is not a key.*id,"),
    "a date in quotes": (venue('starts_on = "2025-04-24"'), "line 4: starts_on must be a day"),
    "a moment": (venue("starts_on = 2025-04-24T10:00:00"), "line 4: starts_on must be a day"),
    "no such day": (venue("starts_on = 2025-02-30"), "is not TOML: .*line 4"),
    "an end alone": (venue("ends_on = 2025-04-24"), "line 4: .*without starts_on"),
    "an end before the start": (
        venue("starts_on = 2025-04-24", "ends_on = 2025-04-23"),
        "line 5: ends_on lies before starts_on, 2025-04-24",
    ),
    "no weekday": (venue('day = "Mo"'), "line 4: day must be a weekday, one of Monday"),
    "a day as a number": (venue("day = 1"), "line 4: day must be a weekday"),
    "an hour of no day": (venue("hour = 24"), "line 4: hour must be a whole hour"),
    "a truth for an hour": (venue("hour = true"), "line 4: hour must be a whole hour"),
    "a switch in quotes": (venue('active = "no"'), "line 4: active must be true or false"),
    "the same venue again": (
        venue("[[venue]]", 'id = "A.example/2025/"'),
        "line 5: A.example/2025 is on the list already",
    ),
    "two venues of one folder": (
        venue("[[venue]]", 'id = "A.example-2025"'),
        "line 5: A.example-2025 is on the list already, as A.example/2025",
    ),
    "no id": ("[[venue]]\nhour = 3", "line 1: the venue has no id"),
    "an id that leads away": ('[[venue]]\nid = "../x"', "line 2: .*cannot be a venue id"),
    "an id that is none": ("[[venue]]\nid = 3", "line 2: id must be text"),
    "a table of another name": ('[venues]\nid = "A"', "'venues' is not a part of a watch list"),
    "one venue alone": ('[venue]\nid = "A"', "begin each venue with"),
    "nothing": ("", "names no venue"),
    "no TOML": ("[[venue", "is not TOML"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_used_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BadWatchList, match=said) as caught:
        parse_watch_list(text, "w.toml")

    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_venues_written_in_one_line_are_read_and_their_errors_told_without_a_line() -> None:
    assert parse_watch_list('venue = [{ id = "A" }]', "w.toml") == (Watched("A"),)
    with pytest.raises(BadWatchList, match=r"^w\.toml: hour must be"):
        parse_watch_list('venue = [{ id = "A", hour = -1 }]', "w.toml")


def test_a_list_that_is_not_there_or_not_text_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadWatchList, match=r"There is no watch list .*--watch-list"):
        read_watch_list(tmp_path / "watch.toml")
    (tmp_path / "watch.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadWatchList, match="UTF-8"):
        read_watch_list(tmp_path / "watch.toml")
