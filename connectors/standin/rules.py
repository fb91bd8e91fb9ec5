"""Whom the stand-in lets in."""

from dataclasses import dataclass

from connectors.standin.openreview.accounts import Account


@dataclass(frozen=True, slots=True)
class Rules:
    """What the services ask of their clients.

    Attributes:
        gate: Guests get no notes and profiles from OpenReview, as it has been since mid-2026.
        account: The only account that may log in; any when None.
        keys: The API keys Semantic Scholar knows: any other key gets a 403. When None, any key
            will do; no key always does.
    """

    gate: bool = True
    account: Account | None = None
    keys: frozenset[str] | None = None
