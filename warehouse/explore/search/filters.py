"""Which papers are looked at, before any word is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all must hold; None leaves one out.

    Attributes:
        venue_id: OpenReview venue id.
        year: Of the venue.
        tier: oral, spotlight, poster ...
        keyword: One of the paper's own keywords, upper and lower case alike.
        cited: yes, no or unknown.
        accepted_only: Leave out papers that were not accepted.
    """

    venue_id: str | None = None
    year: int | None = None
    tier: str | None = None
    keyword: str | None = None
    cited: str | None = None
    accepted_only: bool = True

    @property
    def terms(self) -> dict[str, str]:
        """The exact values looked for, by field."""
        wanted = {
            "venue_id": self.venue_id,
            "year": None if self.year is None else str(self.year),
            "tier": self.tier,
            "keyword": self.keyword,
            "cited": self.cited,
            "state": "accepted" if self.accepted_only else None,
        }
        return {name: value.casefold() for name, value in wanted.items() if value is not None}
