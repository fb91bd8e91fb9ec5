"""SPECTER2 vectors that came with counts, by the id that was asked."""

from collections.abc import Iterable

import msgspec
import pyarrow as pa

from warehouse.normalise.s2_json import BATCH
from warehouse.raw import StoredPage

VECTOR = "embedding.specter_v2"

S2_VECTORS = pa.schema([("asked_id", pa.string()), ("vector", pa.list_(pa.float32()))])
"""One row per id that was asked for its vector; null where the service has none."""


class _Embedding(msgspec.Struct, frozen=True):
    vector: list[float] | None = None


class _Embedded(msgspec.Struct, frozen=True):
    embedding: _Embedding | None = None


_PAGE = msgspec.json.Decoder(list[_Embedded | None])


def s2_vectors(pages: Iterable[StoredPage]) -> pa.Table:
    """The vectors of ``paper/batch`` pages that asked for them, as :data:`S2_VECTORS`.

    A page that is not as it should be gives none: its counts are read elsewhere, with care.
    """
    found: dict[str, list[float] | None] = {}
    for page in pages:
        if page.endpoint == BATCH and VECTOR in str(page.params.get("fields")):
            found |= _of(page)
    columns = [pa.array(found, pa.string()), pa.array(found.values(), S2_VECTORS.types[1])]
    return pa.Table.from_arrays(columns, schema=S2_VECTORS)


def _of(page: StoredPage) -> dict[str, list[float] | None]:
    asked = (page.body or {}).get("ids") or []
    try:
        rows = _PAGE.decode(page.payload) if page.status == 200 else []
    except msgspec.MsgspecError:
        return {}
    if len(rows) != len(asked):
        return {}
    return {
        id_: row.embedding.vector if row is not None and row.embedding else None
        for id_, row in zip(asked, rows, strict=True)
        if isinstance(id_, str)
    }
