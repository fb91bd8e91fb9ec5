"""Every failure as one sentence that says what to do next."""

from connectors.errors import ConnectorError
from warehouse.errors import WarehouseError


class Failed(Exception):
    """Something that can't be done as asked; the message says why and what to do."""


OURS = (ConnectorError, WarehouseError, Failed)
"""Errors whose text is written for people and holds no secrets."""


def explain(error: Exception) -> str:
    """One sentence for a person, without secrets."""
    if not isinstance(error, OURS):
        return (
            f"Something unexpected happened ({type(error).__name__}); "
            "run it again as `precited --debug ...` to see where."
        )
    text = " ".join(str(error).split())
    return text[:1].upper() + text[1:]
