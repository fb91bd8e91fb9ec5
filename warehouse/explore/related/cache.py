"""Relations worked out once and read again while the texts stay as they are.

Text of a venue hardly changes from week to week, and working relations out takes seconds; a cache
under ``cache/`` may be thrown away at any time and gives what would be worked out anew.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from warehouse import disk, layout
from warehouse.tables import MAP_POINTS, NEIGHBOURS

RECIPE = 2
"""Raised when the same texts are to give other relations."""

READ = ("paper_id", "state", "title", "tldr", "abstract", "keywords")
SPECS = (NEIGHBOURS, MAP_POINTS)
_KEY = b"made_of"

Relate = Callable[[], Mapping[str, pa.Table]]


def cached(
    root: Path, venue_id: str, listed: Sequence[pa.Table], specter: pa.Table | None, relate: Relate
) -> dict[str, pa.Table]:
    """What ``relate`` gives, from the cache where the same was worked out before.

    Args:
        root: The warehouse.
        venue_id: The venue.
        listed: What relations are made of: its papers, run by run.
        specter: And its SPECTER2 vectors.
        relate: Works relations out.
    """
    key = _digest(listed, specter)
    files = {spec.name: _file(root, venue_id, spec.name) for spec in SPECS}
    kept = {name: _read(file, key) for name, file in files.items()}
    known = {spec.name: spec.conform(t) for spec in SPECS if (t := kept[spec.name]) is not None}
    if len(known) == len(SPECS):
        return known
    made = dict(relate())
    for name, file in files.items():
        disk.write(file, _packed(made[name], key))
    return made


def _file(root: Path, venue_id: str, name: str) -> Path:
    return layout.cache(root) / "related" / layout.slug(venue_id) / f"{name}.arrow"


def _digest(listed: Sequence[pa.Table], specter: pa.Table | None) -> bytes:
    recipe = f"{RECIPE} {version('scikit-learn')} {version('openTSNE')}"
    digest = blake2b(recipe.encode(), digest_size=16)
    tables = [papers.select(READ) for papers in listed] + ([] if specter is None else [specter])
    for table in tables:
        digest.update(blake2b(_packed(table.combine_chunks(), b""), digest_size=16).digest())
    return digest.hexdigest().encode()


def _packed(table: pa.Table, key: bytes) -> bytes:
    sink = io.BytesIO()
    marked = table.replace_schema_metadata({_KEY: key})
    with pa.ipc.new_file(sink, marked.schema) as writer:
        writer.write_table(marked)
    return sink.getvalue()


def _read(file: Path, key: bytes) -> pa.Table | None:
    """The table in the file if it was made of the same; a damaged cache is as good as none."""
    try:
        table = pa.ipc.open_file(file.read_bytes()).read_all()
    except (OSError, pa.ArrowInvalid):
        return None
    return table if (table.schema.metadata or {}).get(_KEY) == key else None
