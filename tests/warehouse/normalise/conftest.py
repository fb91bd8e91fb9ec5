"""Pages for the tests of normalise."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from warehouse.raw import StoredPage

AT = datetime(2024, 5, 1, tzinfo=UTC)
MakePage = Callable[..., StoredPage]


def make_page(
    payload: Any,
    *,
    endpoint: str = "v2/notes",
    fetched_at: datetime = AT,
    status: int = 200,
    body: dict[str, Any] | None = None,
) -> StoredPage:
    source = "semantic_scholar" if endpoint.startswith("paper/") else "openreview"
    return StoredPage(source, endpoint, {}, body, fetched_at, status, msgspec.json.encode(payload))


@pytest.fixture(scope="session")
def page() -> MakePage:
    """Makes a page as a run keeps it."""
    return make_page
