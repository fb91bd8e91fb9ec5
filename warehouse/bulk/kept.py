"""What is kept of a file: its lines that have to do with a venue, by venue."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

Hits = Iterator[tuple[bytes, tuple[str, ...]]]
Sieve = Callable[[bytes], Hits]
"""Takes whole lines; gives those that are wanted, each with the venues that want it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file held for each venue.

    Attributes:
        lines: As they came, by venue id.
        read: How many lines the file has.
    """

    lines: dict[str, list[bytes]]
    read: int


def sift(sieve: Sieve, blocks: Iterable[bytes]) -> Kept:
    """What the sieve lets through of a file."""
    lines: dict[str, list[bytes]] = defaultdict(list)
    read = 0
    for block in blocks:
        read += block.count(b"\n")
        for line, venues in sieve(block):
            for venue in venues:
                lines[venue].append(line)
    return Kept(dict(lines), read)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Lets through what any of several sieves does, each line once."""

    sieves: tuple[Sieve, ...]

    def __call__(self, block: bytes) -> Hits:
        """The lines that any of them wants, with all the venues that do."""
        found: dict[bytes, set[str]] = defaultdict(set)
        for sieve in self.sieves:
            for line, venues in sieve(block):
                found[line].update(venues)
        for line, all_venues in found.items():
            yield line, tuple(sorted(all_venues))


def as_payload(lines: Sequence[bytes]) -> bytes:
    """The lines as one JSON list, each line byte for byte; one that is no JSON as a text."""
    return b"[" + b",\n".join(map(_json, lines)) + b"]"


def _json(line: bytes) -> bytes:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return msgspec.json.encode(line.decode("utf-8", "replace"))
    return line
