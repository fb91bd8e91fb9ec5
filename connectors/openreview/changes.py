"""What a listing tells against what is known: new, changed, gone. Pure functions."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.openreview.notes import PAGE_SIZE
from connectors.page import Page

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """The submissions of a venue against those known, as ids.

    Attributes:
        new: Listed and not known.
        changed: Listed with another time of change.
        gone: Known and listed no more, or deleted.
    """

    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.all)

    @property
    def all(self) -> frozenset[str]:
        """The ids to fetch: of what is gone too, to learn what became of it."""
        return self.new | self.changed | self.gone


def listed_notes(pages: Iterable[Page]) -> Iterator[Json]:
    """The submissions on pages of a listing, replies left out."""
    for page in pages:
        for note in page.json()["notes"]:
            if is_submission(note):
                yield note


def is_submission(note: Any) -> bool:
    """Whether this is the note that a forum is about; a note that names no forum may be."""
    if not isinstance(note, dict) or not isinstance(note.get("id"), str):
        return False
    return note.get("forum") in (None, note["id"])


def what_changed(known: Mapping[str, int], listed: Iterable[Json]) -> Changes:
    """What a listing tells against the times of change that are known.

    A note that was listed twice, as one is that moved between two pages, counts by its newest
    time. One that says of itself that it is deleted counts as gone; a deletion that still lies
    ahead does not.

    Args:
        known: ``tmdate`` by id, in milliseconds since 1970.
        listed: The notes of a complete listing, as :func:`listed_notes` gives them.
    """
    times = times_of(note for note in listed if not _deleted(note))
    return Changes(
        new=frozenset(times.keys() - known.keys()),
        changed=frozenset(id_ for id_ in times.keys() & known.keys() if times[id_] != known[id_]),
        gone=frozenset(known.keys() - times.keys()),
    )


def times_of(notes: Iterable[Json]) -> dict[str, int]:
    """The newest time of change of each note; 0 where it names none."""
    found: dict[str, int] = {}
    for note in notes:
        time = note.get("tmdate")
        named = time if isinstance(time, int) else 0
        found[note["id"]] = max(found.get(note["id"], 0), named)
    return found


def cheapest(times: Mapping[str, int], wanted: Collection[str]) -> int | None:
    """The time since when to list, so that listing and single notes take fewest requests.

    None where single notes alone take no more.

    Args:
        times: Time of change of every note in the listing.
        wanted: Ids of the notes to fetch.

    >>> cheapest({"a": 1, "b": 8, "c": 9}, ["b", "c"])
    8
    >>> cheapest({"a": 1, "b": 8, "c": 9}, ["b"]) is None
    True
    """
    newest = sorted((times[id_] for id_ in wanted), reverse=True)
    everything = sorted(times.values(), reverse=True)
    best, fewest = None, len(newest)
    for taken, time in enumerate(newest, start=1):
        requests = -(-_count_since(everything, time) // PAGE_SIZE) + len(newest) - taken
        if requests < fewest:
            best, fewest = time, requests
    return best


def _deleted(note: Json) -> bool:
    deleted_at, changed_at = note.get("ddate"), note.get("tmdate")
    if not isinstance(deleted_at, int) or not isinstance(changed_at, int):
        return False
    return deleted_at <= changed_at


def _count_since(newest_first: Sequence[int], time: int) -> int:
    return bisect_right(newest_first, -time, key=lambda changed_at: -changed_at)
