"""The format of a page file: what was asked and answered, and the body byte for byte.

zstd over two parts: a line of JSON that says what was asked and how it was answered, and then the
body as it was received. ``zstdcat FILE | tail -n +2`` shows the body.
"""

from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from warehouse.errors import CorruptPage


class Envelope(msgspec.Struct, frozen=True):
    """What a page file says of its body; ``size`` and ``digest`` tell whether it is whole.

    ``attempts`` is how many requests it took to get it: what it cost must outlive a kill too.
    """

    venue_id: str
    source: str
    endpoint: str
    params: dict[str, Any]
    body: dict[str, Any] | None
    fetched_at: datetime
    status: int
    size: int = 0
    digest: str = ""
    attempts: int = 1


def pack(envelope: Envelope, payload: bytes) -> bytes:
    """The bytes of a page file."""
    sealed = msgspec.structs.replace(envelope, size=len(payload), digest=_digest(payload))
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(msgspec.json.encode(sealed) + b"\n" + payload)
    return bytes(sink.getvalue())


def unpack(path: Path) -> tuple[Envelope, bytes]:
    """What a page file holds.

    Raises:
        CorruptPage: The file is cut short, changed, or no page file.
    """
    packed = path.read_bytes()
    try:
        with pa.CompressedInputStream(pa.BufferReader(packed), "zstd") as stream:
            head, _, payload = stream.read().partition(b"\n")
        envelope = msgspec.json.decode(head, type=Envelope)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CorruptPage(path) from error
    if len(payload) != envelope.size or _digest(payload) != envelope.digest:
        raise CorruptPage(path)
    return envelope, payload


def read_envelope(path: Path) -> Envelope:
    """What a page file says of its body, which is neither read nor checked.

    Raises:
        CorruptPage: The file is no page file, or cut short before its body begins.
    """
    head = b""
    try:
        with pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as stream:
            while b"\n" not in head and (more := stream.read(4096)):
                head += more
        return msgspec.json.decode(head.partition(b"\n")[0], type=Envelope)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CorruptPage(path) from error


def _digest(payload: bytes) -> str:
    return blake2b(payload, digest_size=16).hexdigest()
