"""A file as blocks of whole lines: gzip alone knows whether all of it has come.

A file that was cut when it was written looks like one that has ended, its length included. So its
end is where its gzip ends, with the right sum; more is asked for until then, and where there is
no more the file is read anew.
"""

import logging
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Generic, Protocol, TypeVar

from connectors.errors import ConnectorError, RetryLater
from connectors.semantic_scholar_bulk.client import Part
from connectors.semantic_scholar_bulk.links import Link
from connectors.semantic_scholar_bulk.verdicts import LinkEnded

logger = logging.getLogger(__name__)

T = TypeVar("T")

# Whole readings of a file, and links for one place of it, before it is given up.
READINGS = 3
RENEWALS = 3

# Compressed bytes that are unpacked at once: a file packed a thousandfold is 64 MB then.
FED = 64 << 10
_MEMBER = b"\x1f\x8b"


class Parts(Protocol):
    """Whoever gives parts of files."""

    def part(self, link: Link, start: int) -> Part:
        """The bytes of a file from there on."""


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A file that was read to its end.

    Attributes:
        value: What was made of its lines.
        fetched_at: When its last part came.
        size: Its length, compressed.
    """

    value: T
    fetched_at: datetime
    size: int


class BrokenFile(ConnectorError):
    """The file is cut or spoilt: read it anew."""


@dataclass(slots=True)
class Reader:
    """One reading of one file; the link may change under way, the place in the file stays.

    Attributes:
        link: The file.
        parts: Gives its bytes.
        renew: Gives its link of now.
        size: Bytes that have come.
        fetched_at: When the last of them came.
    """

    link: Link
    parts: Parts
    renew: Callable[[Link], Link]
    size: int = 0
    fetched_at: datetime = field(default=datetime.min.replace(tzinfo=UTC))

    def blocks(self) -> Iterator[bytes]:
        """Its lines, many at a time, each with its end.

        Raises:
            BrokenFile: It ends before its gzip does, or is none.
        """
        rest = b""
        for text in self._unpacked():
            cut = text.rfind(b"\n") + 1
            if cut:
                yield rest + text[:cut]
                rest = text[cut:]
            else:
                rest += text
        if rest:
            yield rest + b"\n"

    def _unpacked(self) -> Iterator[bytes]:
        unzip, is_open = zlib.decompressobj(31), True
        while is_open:
            part = self._next()
            if not part.body:
                raise BrokenFile(f"{self.link}: the file ends too early, after {self.size} bytes")
            self.size += len(part.body)
            for start in range(0, len(part.body), FED):
                fed = part.body[start : start + FED]
                while fed:
                    yield self._unzipped(unzip, fed)
                    fed = unzip.unused_data
                    if fed:
                        if not fed.startswith(_MEMBER):
                            return
                        unzip = zlib.decompressobj(31)
            # Several gzips in a row are one file; where the store says how long it is, believe it.
            is_open = not unzip.eof or (part.total is not None and self.size < part.total)

    def _unzipped(self, unzip: "zlib._Decompress", fed: bytes) -> bytes:
        try:
            return unzip.decompress(fed)
        except zlib.error as error:
            raise BrokenFile(f"{self.link}: no gzip, or a spoilt one ({error})") from error

    def _next(self) -> Part:
        for _ in range(RENEWALS):
            try:
                part = self.parts.part(self.link, self.size)
            except LinkEnded:
                self.link = self.renew(self.link)
            else:
                self.fetched_at = part.fetched_at
                return part
        raise RetryLater(f"{self.link}: every new link has ended already: run again later")


def read_file(
    link: Link,
    parts: Parts,
    renew: Callable[[Link], Link],
    fold: Callable[[Iterator[bytes]], T],
) -> Read[T]:
    """What ``fold`` makes of the lines of a file; called anew where the file was spoilt.

    Args:
        link: The file.
        parts: Gives its bytes.
        renew: Gives its link of now, where it has ended.
        fold: Takes blocks of whole lines.

    Raises:
        RetryLater: The file was spoilt each time, or the store is down.
    """
    for reading in range(READINGS):
        reader = Reader(link, parts, renew)
        try:
            return Read(fold(reader.blocks()), reader.fetched_at, reader.size)
        except BrokenFile as error:
            logger.warning("reading a file anew reading=%d: %s", reading + 1, error)
            link = renew(reader.link)
    raise RetryLater(f"{link}: the file is cut short each time it is read: run again later")
