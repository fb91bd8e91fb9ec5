"""What somebody typed into a search box, taken apart.

``graph "message passing" author:lee title:equivarian* -survey +molecule``: a word, a phrase,
a word in one field, the beginning of a word, one that must not occur, one that must. Whatever
makes no sense is taken as plain words: a search box that scolds helps nobody.
"""

import re
from dataclasses import dataclass

FIELDS = ("title", "tldr", "keywords", "abstract", "authors")
_SPOKEN = {"author": "authors", "keyword": "keywords", "tl;dr": "tldr"} | {f: f for f in FIELDS}
_PIECE = re.compile(
    r"""(?P<sign>[+-]?)(?:(?P<field>[\w;]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))"""
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing looked for.

    Attributes:
        text: The word or phrase, as typed.
        field: The one field it is looked for in; None for all of them.
        is_phrase: Whether its words must follow each other.
        is_prefix: Whether it is the beginning of a word.
        is_required: Whether a paper without it is no answer.
        is_excluded: Whether a paper with it is no answer.
    """

    text: str
    field: str | None = None
    is_phrase: bool = False
    is_prefix: bool = False
    is_required: bool = False
    is_excluded: bool = False


def clauses(typed: str) -> list[Clause]:
    """The parts of what was typed, in order; empty when there is nothing to look for."""
    found = (_clause(match) for match in _PIECE.finditer(typed))
    return [clause for clause in found if re.search(r"\w", clause.text)]


def _clause(match: re.Match[str]) -> Clause:
    named, phrase, word = match["field"], match["phrase"], match["word"]
    field = _SPOKEN.get((named or "").lower())
    text = phrase if phrase is not None else word
    if named and field is None:
        # "state:action" is no field, just what papers write.
        text = f"{named} {text}"
    return Clause(
        text.rstrip("*") if phrase is None else text,
        field,
        is_phrase=phrase is not None or bool(named and field is None),
        is_prefix=phrase is None and text.endswith("*"),
        is_required=match["sign"] == "+" or phrase is not None,
        is_excluded=match["sign"] == "-",
    )
