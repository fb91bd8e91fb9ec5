"""Small venues whose rows were written down by hand (tests/cases/normalise)."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from warehouse.normalise.s2_answers import batch_answers
from warehouse.normalise.s2_records import s2_records, s2_rejects
from warehouse.normalise.submissions import normalise_submissions
from warehouse.normalise.venues import venue_row
from warehouse.tables import VENUES

CASES = Path(__file__).parents[2] / "cases" / "normalise"
# The cases of eras are written more briefly: test_golden_eras.py reads them.
NAMES = sorted(
    folder.name
    for folder in CASES.iterdir()
    if folder.is_dir() and not folder.name.startswith("era-")
)
OPENREVIEW = [name for name in NAMES if not name.startswith("s2_")]
SEMANTIC_SCHOLAR = [name for name in NAMES if name.startswith("s2_")]


@pytest.fixture
def case(request, page):
    """(venue id, pages, what they should become)."""
    given = json.loads((CASES / request.param / "input.json").read_text())
    pages = [
        page(
            item["payload"],
            endpoint=item["endpoint"],
            fetched_at=datetime.fromisoformat(item.get("fetched_at", "2026-01-01T00:00:00Z")),
            status=item.get("status", 200),
            body=item.get("body"),
        )
        for item in given["pages"]
    ]
    expected = json.loads((CASES / request.param / "expect.json").read_text())
    return given["venue_id"], pages, expected


def written(value):
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def compare(found, expected):
    """Every row, and of each the columns that the case speaks of; made-up ids in order as #n."""
    assert found.num_rows == len(expected), [list(row.values())[:3] for row in found.to_pylist()]
    made_up = {}
    for row, wanted in zip(found.to_pylist(), expected, strict=True):
        shown = {name: written(row[name]) for name in wanted}
        if str(wanted.get("record_id", "")).startswith("#"):
            made_up[shown["record_id"]] = wanted["record_id"]
            shown["record_id"] = made_up[shown["record_id"]]
        assert shown == wanted
    assert len(made_up) == len(set(made_up.values()))


@pytest.mark.parametrize("case", OPENREVIEW, indirect=True)
def test_pages_of_openreview_become_these_rows(case):
    venue_id, pages, expected = case
    found = normalise_submissions(venue_id, pages)
    for name in ("papers", "authorships", "reviews", "rejects"):
        compare(getattr(found, name), expected.get(name, []))
    assert found.deleted_count == expected.get("deleted_count", 0)
    assert found.not_public_count == expected.get("not_public_count", 0)


@pytest.mark.parametrize("case", OPENREVIEW, indirect=True)
def test_pages_of_openreview_make_this_venue(case):
    venue_id, pages, expected = case
    compare(VENUES.from_rows([venue_row(venue_id, pages)]), [expected.get("venue", {})])


@pytest.mark.parametrize("case", OPENREVIEW, indirect=True)
def test_the_order_of_pages_does_not_matter(case):
    venue_id, pages, _ = case
    found, turned = (normalise_submissions(venue_id, p) for p in (pages, pages[::-1]))
    assert found.papers.equals(turned.papers)
    assert found.reviews.equals(turned.reviews)
    assert found.rejects.equals(turned.rejects)


@pytest.mark.parametrize("case", SEMANTIC_SCHOLAR, indirect=True)
def test_pages_of_semantic_scholar_become_these_rows(case):
    venue_id, pages, expected = case
    compare(s2_records(pages), expected["records"])
    compare(batch_answers(pages), expected["answers"])
    compare(s2_rejects(venue_id, pages), expected["rejects"])


def test_every_case_has_both_files():
    for name in NAMES:
        assert sorted(path.name for path in (CASES / name).iterdir()) == [
            "expect.json",
            "input.json",
        ]
