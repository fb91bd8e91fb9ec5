"""The Data Package describes the files that lie there, as its standard has it."""

import json
from datetime import UTC, datetime

from warehouse.explore.datapackage import PROFILE, datapackage, write_datapackage
from warehouse.store import publish
from warehouse.tables import PAPERS, TABLES

VENUE = "lantern.example/LANTERN/2025/Conference"
TYPES = {"string", "integer", "number", "boolean", "date", "datetime", "list"}


def published(root):
    row = {
        "paper_id": "p",
        "venue_id": VENUE,
        "state": "accepted",
        "forum_url": "https://openreview.net/forum?id=p",
        "submitted_at": datetime(2025, 1, 1, tzinfo=UTC),
    }
    publish(
        root,
        VENUE,
        {spec.name: spec.empty() for spec in TABLES} | {"papers": PAPERS.from_rows([row])},
    )


def test_each_table_is_a_resource_whose_files_are_there(tmp_path):
    published(tmp_path)
    package = datapackage(tmp_path)
    assert package["$schema"] == PROFILE
    assert [r["title"] for r in package["resources"]] == [spec.name for spec in TABLES]
    assert all((tmp_path / path).is_file() for r in package["resources"] for path in r["path"])


def test_columns_have_their_types_and_rules(tmp_path):
    published(tmp_path)
    by_title = {r["title"]: r["schema"] for r in datapackage(tmp_path)["resources"]}
    for spec in TABLES:
        schema = by_title[spec.name]
        assert schema["primaryKey"] == list(spec.key)
        assert [f["name"] for f in schema["fields"]] == spec.schema.names
        assert {f["type"] for f in schema["fields"]} <= TYPES
    flags = {f["name"]: f for f in by_title["flags"]["fields"]}
    assert flags["cited"]["constraints"] == {"required": True, "enum": ["yes", "no", "unknown"]}
    assert flags["percentile"]["constraints"] == {"minimum": 0, "maximum": 100}
    assert flags["reasons"]["type"] == "list"
    assert by_title["papers"]["foreignKeys"] == [
        {"fields": ["venue_id"], "reference": {"resource": "venues", "fields": ["venue_id"]}}
    ]


def test_it_lies_beside_the_tables_and_is_written_only_when_it_changes(tmp_path):
    published(tmp_path)
    write_datapackage(tmp_path)
    path = tmp_path / "datapackage.json"
    before = path.stat().st_mtime_ns
    assert json.loads(path.read_text())["name"] == "precited"
    write_datapackage(tmp_path)
    assert path.stat().st_mtime_ns == before


def test_nothing_published_describes_nothing(tmp_path):
    assert datapackage(tmp_path)["resources"] == []
