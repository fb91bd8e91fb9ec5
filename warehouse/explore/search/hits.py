"""What a search brings up, with the words that matched."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a field's text around what matched.

    Attributes:
        field: title, tldr, keywords, abstract or authors.
        text: The piece.
        marks: Where in it something matched, as half-open ranges of characters.
    """

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]

    @property
    def words(self) -> list[str]:
        """What matched, as it is written there."""
        return [self.text[start:end] for start, end in self.marks]


@dataclass(frozen=True, slots=True)
class Hit:
    """One paper that answers.

    Attributes:
        paper_id: OpenReview forum id.
        score: Higher is better; comparable within one search alone.
        paper: Title, tier, flag and addresses, as :data:`SHOWN` names them.
        snippets: Where the words stand; none for a paper found by meaning alone.
        found_by: "words", "meaning" or both.
    """

    paper_id: str
    score: float
    paper: dict[str, Any]
    snippets: tuple[Snippet, ...] = ()
    found_by: tuple[str, ...] = field(default=("words",))

    @property
    def words(self) -> list[str]:
        """Every word that matched, once each, in lower case, in order of place."""
        written = (word.lower() for snippet in self.snippets for word in snippet.words)
        return list(dict.fromkeys(written))


SHOWN = (
    "paper_id",
    "venue_id",
    "title",
    "tier",
    "authors",
    "cited",
    "citations_low",
    "citations_high",
    "percentile",
    "forum_url",
    "pdf_url",
)
