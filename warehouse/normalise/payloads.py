"""The body of a page as values, whatever it turns out to be."""

from typing import Any

from warehouse.raw import StoredPage


def payload(page: StoredPage) -> Any:
    """The body as Python values; its bare text where it is no JSON or nested absurdly deep."""
    try:
        return page.json()
    except ValueError:
        return page.payload.decode("utf-8", "replace")


def listed(page: StoredPage, name: str) -> list[Any] | None:
    """The list that a page holds under this name; None where it holds none."""
    body = payload(page)
    found = body.get(name) if isinstance(body, dict) else None
    return found if isinstance(found, list) else None
