"""Text of strangers as it can stand in a drawing: clean, and short enough for its place."""

import unicodedata
from collections.abc import Sequence

# Controls, bidirectional overrides, halves of surrogate pairs and code points that are no
# characters: what fonts cannot draw and XML may not hold.
_UNDRAWABLE = {"Cc", "Cf", "Cs", "Cn"}


def clean(text: str) -> str:
    r"""The text on one line, without what cannot be drawn.

    >>> clean("A\u202e title\n of\x00 two  lines")
    'A title of two lines'
    """
    spaced = " ".join(text.split())
    drawable = "".join(c for c in spaced if unicodedata.category(c) not in _UNDRAWABLE)
    return " ".join(drawable.split())


def cut(text: str, most: int) -> str:
    """At most so many characters, cut between words where a word ends in time.

    >>> cut("A title of many words", 16), cut("Supercalifragilistic", 8)
    ('A title of many…', 'Superca…')
    """
    if len(text) <= most:
        return text
    # Where the last word is very long, a cut between words would leave hardly anything.
    short = text[:most]
    whole = short.rpartition(" ")[0]
    kept = whole if len(whole) > most * 0.8 else short[: most - 1]
    return kept.rstrip(" ,:;-") + "…"


def by_whom(authors: Sequence[str | None] | None) -> str:
    """The first author's family name, as citations give it; empty where authors are not known.

    >>> by_whom(["Ada Lovelace"]), by_whom(["Ada Lovelace", "Mary Somerville"]), by_whom(None)
    ('Lovelace', 'Lovelace et al.', '')
    """
    named = [name for author in authors or () if author and (name := clean(author))]
    if not named:
        return ""
    return cut(named[0].split()[-1], 25) + (" et al." if len(named) > 1 else "")


def span(low: int | None, high: int | None) -> str:
    r"""An interval of whole numbers; one number where its ends meet.

    >>> span(3, 1200) == "3\u20131,200", span(4, 4), span(None, None)
    (True, '4', 'not known')
    """
    if low is None or high is None:
        return "not known"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"  # noqa: RUF001 - a range's own dash
