"""The citations table over several runs (tests/cases/citations), and self-citations."""

import doctest
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from warehouse.citations import self_citations
from warehouse.citations.citing_works import CITING_LISTS, CITING_WORKS, Citing
from warehouse.citations.ledger import EARLIER_IDS
from warehouse.citations.self_citations import same_person
from warehouse.citations.table import citations
from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.tables.citations import CITATIONS
from warehouse.tables.links import LINKS

CASES = Path(__file__).parents[2] / "cases" / "citations"
SEEN = datetime(2025, 7, 1, 6, tzinfo=UTC)


def people(row: dict[str, Any]) -> dict[str, Any]:
    """The row with null for the empty texts in its author lists: TOML has no null."""
    lists = {name: row[name] for name in ("authors", "author_ids") if name in row}
    return row | {name: [item or None for item in items] for name, items in lists.items()}


def citations_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    link = {"venue_id": "lantern", "status": "linked", "reasons": [], "twin_ids": []}
    works = [{"seen_at": SEEN} | people(row) for row in case["works"]]
    found = citations(
        LINKS.from_rows(link | row for row in case["links"]),
        S2_RECORDS.from_rows({"seen_at": SEEN} | people(row) for row in case.get("records", ())),
        Citing(
            pa.Table.from_pylist(works, schema=CITING_WORKS),
            pa.Table.from_pylist(case.get("lists", []), schema=CITING_LISTS),
        ),
        pa.Table.from_pylist(case.get("earlier", []), schema=EARLIER_IDS),
    )
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_the_citations_are_as_thought_out(folder: Path) -> None:
    given = tomllib.loads((folder / "input.toml").read_text())
    expected = tomllib.loads((folder / "expect.toml").read_text())["rows"]
    wanted = [row | dict.fromkeys(row.pop("null", ())) for row in expected]
    found = citations_of(given)
    assert [(row["paper_id"], row["citing_id"]) for row in found] == [
        (row["paper_id"], row["citing_id"]) for row in wanted
    ]
    assert [
        {name: row[name] for name in want} for row, want in zip(found, wanted, strict=True)
    ] == wanted


def test_no_runs_make_no_citations() -> None:
    assert citations_of({"links": [], "works": []}) == []
    nothing = Citing(CITING_WORKS.empty_table(), CITING_LISTS.empty_table())
    assert citations(LINKS.empty(), S2_RECORDS.empty(), nothing) == CITATIONS.empty()


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_the_order_in_which_rows_come_does_not_matter(folder: Path) -> None:
    given = tomllib.loads((folder / "input.toml").read_text())
    turned = given | {name: given[name][::-1] for name in given if isinstance(given[name], list)}
    assert citations_of(turned) == citations_of(given)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("Ada Candle", "Ada Candle", "same"),
        ("Ada Candle", "Candle, Ada", "same"),
        ("ADA CANDLE", "Ada Cándle", "same"),
        ("Ada Candle", "Ada B. Candle", "same"),
        ("Ada C. Candle", "Ada B. Candle", "doubtful"),
        ("Ada Candle", "A. Candle", "doubtful"),
        ("A. Candle", "A. Candle", "doubtful"),
        ("Candle", "Candle", "doubtful"),
        ("王伟", "王伟", "doubtful"),
        ("王小伟", "王小伟", "same"),
        ("Ada Candle", "Bo Candle", "different"),
        ("Ada Candle", "Candle", "different"),
        ("Ada Candle", "???", "doubtful"),
    ],
)
def test_what_two_names_say(one, other, verdict) -> None:
    assert same_person(one, other) == verdict
    assert same_person(other, one) == verdict


def test_the_example_in_the_documentation_holds() -> None:
    assert doctest.testmod(self_citations).failed == 0
