"""Publishing: stage everything, write down what is to happen, then let it happen.

The manifest is the moment of decision. Before it lies on disk nothing is published; once it
does, whoever comes next completes the work, however often it is interrupted.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse import disk, layout, writing
from warehouse.errors import CorruptTable, FolderTaken, TableShrank, WarehouseError
from warehouse.spec import BadTable, TableSpec
from warehouse.store.parquet import encode
from warehouse.tables import BY_NAME

logger = logging.getLogger(__name__)

MANIFEST = "manifest.json"


class _Move(msgspec.Struct, frozen=True):
    staged: str
    target: str


class _Manifest(msgspec.Struct, frozen=True):
    venue_id: str
    moves: list[_Move]


def publish(
    root: Path,
    venue_id: str,
    tables: Mapping[str, pa.Table],
    *,
    accept_shrinking: bool = False,
) -> list[Path]:
    """Put new versions of a venue's tables in the place of the old ones.

    Tables that are not given stay as they are, and so does a file whose bytes would not change.
    The caller holds the :func:`~warehouse.store.writer_lock`.

    Args:
        root: The warehouse.
        venue_id: Whose tables these are.
        tables: Every row of the venue, by table name.
        accept_shrinking: Publish even where a table loses more rows than its bound allows.

    Returns:
        The files that changed.

    Raises:
        BadTable: A table breaks its declaration or holds rows of another venue.
        FolderTaken: The tables of another venue lie there. Nothing was published.
        TableShrank: A table has lost too many rows. Nothing was published.
        DiskFull: Nothing was published, or the rest will be by :func:`finish_publish`.
        WarehouseReadOnly: The same.
    """
    finish_publish(root)
    specs = [_spec(name) for name in tables]
    shaped = {spec.name: _of_venue(spec, tables[spec.name], venue_id) for spec in specs}
    _refuse_strangers(layout.table_file(root, "venues", venue_id), venue_id)
    if not accept_shrinking:
        for spec in specs:
            _refuse_shrinking(spec, layout.table_file(root, spec.name, venue_id), shaped)
    folder = layout.staging(root) / layout.slug(venue_id)
    try:
        moves = [_stage(root, venue_id, spec, shaped[spec.name]) for spec in specs]
        manifest = _Manifest(venue_id, [move for move in moves if move is not None])
        if manifest.moves:
            writing.write(folder / MANIFEST, msgspec.json.encode(manifest))
    except WarehouseError:
        # A full disk needs the room. Where even that fails the next command sweeps, or finishes
        # what is whole.
        with suppress(WarehouseError):
            _remove(folder)
        _tidy(root)
        raise
    published = _complete(root, folder)
    _tidy(root)
    return published


def finish_publish(root: Path) -> list[Path]:
    """Complete what a killed process had decided to publish, and sweep what it had not.

    The caller holds the :func:`~warehouse.store.writer_lock`, so whatever is staged, for whichever
    venue, belongs to a process that is dead.

    Returns:
        The files that changed now.

    Raises:
        CorruptTable: What is to be published cannot be told any more.
        DiskFull: The rest will be published by the next call.
        WarehouseReadOnly: The same.
    """
    staging = layout.staging(root)
    if not staging.is_dir():
        return []
    published = [path for folder in sorted(staging.iterdir()) for path in _recover(root, folder)]
    _tidy(root)
    return published


def _recover(root: Path, folder: Path) -> list[Path]:
    """Complete what another process began, which may have died before it flushed a name."""
    if (folder / MANIFEST).exists():
        for move in _read(folder / MANIFEST).moves:
            target = root / move.target
            if target.parent.is_dir():
                disk.settle(target.parent, root)
    return _complete(root, folder)


def _complete(root: Path, folder: Path) -> list[Path]:
    manifest = folder / MANIFEST
    published = []
    if manifest.exists():
        for move in _read(manifest).moves:
            target = root / move.target
            if (folder / move.staged).exists():
                writing.move(folder / move.staged, target)
                published.append(target)
        logger.info("published venue=%s files=%d", folder.name, len(published))
    _remove(folder)
    return published


def _remove(folder: Path) -> None:
    """Take a venue's staging folder away, its manifest first and for good.

    Were a staged file gone while the manifest still stands, it would count as published.
    """
    writing.remove(folder / MANIFEST)
    writing.remove(folder)


def _tidy(root: Path) -> None:
    with suppress(OSError):
        layout.staging(root).rmdir()


def _read(manifest: Path) -> _Manifest:
    try:
        return msgspec.json.decode(manifest.read_bytes(), type=_Manifest)
    except msgspec.MsgspecError as error:
        msg = f"{manifest} is damaged; delete {manifest.parent} and run `precited build`."
        raise CorruptTable(msg) from error


def _spec(name: str) -> TableSpec:
    if name not in BY_NAME:
        raise BadTable(f"{name}: no such table; there are {', '.join(BY_NAME)}.")
    return BY_NAME[name]


def _of_venue(spec: TableSpec, table: pa.Table, venue_id: str) -> pa.Table:
    shaped = spec.conform(table)
    if "venue_id" in shaped.column_names:
        strangers = pc.unique(shaped["venue_id"]).to_pylist()
        if set(strangers) - {venue_id}:
            raise BadTable(f"{spec.name}: rows of another venue than {venue_id}: {strangers}")
    return shaped


def _refuse_strangers(published: Path, venue_id: str) -> None:
    """Nothing, unless the tables there are those of a venue whose id gives the same folder."""
    try:
        rows = pq.ParquetFile(published).read(["venue_id"]) if published.exists() else None
    except (pa.ArrowException, KeyError):
        # Damaged, and so replaced.
        return
    tenants = rows["venue_id"].to_pylist() if rows is not None else []
    if set(tenants) - {venue_id}:
        raise FolderTaken(venue_id, tenants[0])


def _refuse_shrinking(spec: TableSpec, published: Path, tables: Mapping[str, pa.Table]) -> None:
    if not published.exists():
        return
    try:
        before = pq.read_metadata(published).num_rows
    except pa.ArrowInvalid as error:
        msg = f"{published} is no Parquet file; delete it and run `precited build`."
        raise CorruptTable(msg) from error
    after = tables[spec.name].num_rows
    if after < before * (1 - spec.shrink_limit):
        raise TableShrank(spec.name, before, after)


def _stage(root: Path, venue_id: str, spec: TableSpec, table: pa.Table) -> _Move | None:
    target = layout.table_file(root, spec.name, venue_id)
    data = encode(spec, table)
    if target.exists() and target.read_bytes() == data:
        return None
    staged = f"{spec.name}.parquet"
    writing.write(layout.staging(root) / layout.slug(venue_id) / staged, data)
    return _Move(staged, target.relative_to(root).as_posix())
