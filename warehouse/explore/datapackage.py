"""The published tables described as a Data Package, which other tools read.

The format is Data Package 2.0 (https://datapackage.org/standard/data-package/): one resource a
table, its files as a list of paths, its columns as a Table Schema.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from warehouse import layout, writing
from warehouse.remote import working_copy_of
from warehouse.spec import Column, TableSpec
from warehouse.tables import TABLES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

PARENTS = {"paper_id": "papers", "venue_id": "venues"}
"""Columns that name a row of another table, and which."""

LICENSES = (
    {
        "name": "CC0-1.0",
        "title": "OpenReview metadata",
        "path": "https://openreview.net/legal/terms",
    },
    {"name": "CC-BY-4.0", "title": "OpenReview reviews and decisions"},
    {"name": "ODC-By-1.0", "title": "Semantic Scholar data (Kinney et al. 2023)"},
)


def datapackage(root: Path) -> dict[str, Any]:
    """The description of what is published at ``root``; tables without files are left out."""
    files = {spec.name: _published(root, spec.name) for spec in TABLES}
    return {
        "$schema": PROFILE,
        "name": "precited",
        "title": "Accepted papers of OpenReview venues and their dated citation counts",
        "licenses": list(LICENSES),
        "resources": [
            _resource(spec, [path.relative_to(root).as_posix() for path in files[spec.name]])
            for spec in TABLES
            if files[spec.name]
        ],
    }


def write_datapackage(root: Path) -> None:
    """Put ``datapackage.json`` beside the tables, where it is not what it should be already."""
    path = root / "datapackage.json"
    data = msgspec.json.format(msgspec.json.encode(datapackage(root)), indent=2) + b"\n"
    if not path.exists() or path.read_bytes() != data:
        writing.write(path, data)


def _published(root: Path, table: str) -> list[Path]:
    """The files of a table, whether this machine has those of every venue or not."""
    copy = working_copy_of(root)
    if copy is None:
        return layout.table_files(root, table)
    return copy.files(layout.table_folder(root, table), f"{layout.HIVE_KEY}=*/data.parquet")


def _resource(spec: TableSpec, paths: list[str]) -> dict[str, Any]:
    return {
        "name": spec.name.replace("_", "-"),
        "title": spec.name,
        "description": " ".join([spec.doc, f"One row per {spec.grain}.", *spec.warnings]),
        "path": paths,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {
            "fields": [_field(column) for column in spec.columns],
            "fieldsMatch": "equal",
            "primaryKey": list(spec.key),
            "foreignKeys": list(_foreign_keys(spec)),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints = {
        "required": not column.nullable or None,
        "enum": list(column.allowed) or None,
        "minimum": column.minimum,
        "maximum": column.maximum,
    }
    given = {name: value for name, value in constraints.items() if value is not None}
    told = {"name": column.name, **_type(column.type), "description": column.doc}
    return told | ({"constraints": given} if given else {})


def _type(type_: pa.DataType) -> dict[str, str]:
    if pa.types.is_list(type_):
        return {"type": "list", "itemType": "string"}
    kinds = {
        "integer": pa.types.is_integer,
        "number": pa.types.is_floating,
        "boolean": pa.types.is_boolean,
        "date": pa.types.is_date,
        "datetime": pa.types.is_timestamp,
    }
    return {"type": next((name for name, is_it in kinds.items() if is_it(type_)), "string")}


def _foreign_keys(spec: TableSpec) -> Iterator[dict[str, Any]]:
    for name, parent in PARENTS.items():
        if spec.name != parent and any(column.name == name for column in spec.columns):
            reference = {"resource": parent, "fields": [name]}
            yield {"fields": [name], "reference": reference}
