"""The golden table of eras: what a venue of each row comes to, from the service to its papers.

``tests/cases/eras/expected.csv`` has a line for each case; whoever changes an era, the made-up
venues or how decisions are read sees here what became different.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.openreview import Credentials, OpenReview, submissions, venue_group
from connectors.page import Fetch, Page
from connectors.standin.made_up.world import served, world
from connectors.standin.server import serve
from tests.connectors.era_cases import CASES, Case
from warehouse.normalise.submissions import normalise_submissions
from warehouse.raw import StoredPage

EXPECTED = Path(__file__).parents[1] / "cases" / "eras" / "expected.csv"
STATES = ("accepted", "rejected", "withdrawn", "desk_rejected", "under_review", "unknown")


def expected() -> dict[str, dict[str, str]]:
    with EXPECTED.open(newline="") as file:
        return {row["venue_id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def fetch() -> Iterator[Fetch]:
    corpus, _ = served(world())
    with serve(case.corpus(corpus) for case in CASES) as standin:
        who = Credentials(standin.urls.username, standin.urls.password)
        urls = {"v1_url": standin.openreview_v1, "v2_url": standin.openreview_v2}
        yield OpenReview(who, **urls, interval=0).fetch


def test_the_golden_table_has_every_case() -> None:
    assert list(expected()) == [case.real for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.real)
def test_a_venue_of_every_row_comes_to_what_the_golden_table_says(fetch: Fetch, case: Case) -> None:
    assert outcome(fetch, case) == expected()[case.real]


def outcome(fetch: Fetch, case: Case) -> dict[str, str]:
    """The line of a case as it comes out now."""
    group = venue_group(fetch, case.real)
    pages = [group, *submissions(fetch, case.real, group)]
    papers = normalise_submissions(case.real, [_stored(page) for page in pages]).papers
    states = Counter(papers["state"].to_pylist())
    accepted = [row for row in papers.to_pylist() if row["state"] == "accepted"]
    tiers = Counter(row["tier"] or "unknown" for row in accepted)
    return {
        "era": case.row,
        "api": str(case.api),
        "venue_id": case.real,
        "made_up_venue": case.own,
        **{state: str(states[state]) for state in STATES},
        "tiers": " ".join(f"{tier}:{tiers[tier]}" for tier in sorted(tiers)),
        "evidence": " ".join(sorted({row["decision_source"] for row in accepted})),
    }


def _stored(page: Page) -> StoredPage:
    asked = page.request
    return StoredPage(
        asked.source,
        asked.endpoint,
        dict(asked.params),
        None,
        page.fetched_at,
        page.status,
        page.payload,
    )
