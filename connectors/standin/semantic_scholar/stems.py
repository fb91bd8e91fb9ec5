"""Light English stemming, so that `networks` finds `network`.

Semantic Scholar says that it stems the words of a query but not how; this is the S-stemmer with
the common verb endings, enough for plural and tense.
"""

from functools import lru_cache

_SHORTEST = 3  # letters that must remain, so that `ring` stays `ring`

_ENDINGS = (
    ("sses", "ss"),
    ("ies", "y"),
    ("ing", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
)


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The stem of a lower-case word.

    >>> {stem(word) for word in ("network", "networks")}
    {'network'}
    >>> {stem(word) for word in ("scale", "scales", "scaled", "scaling")}
    {'scal'}
    """
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss"):
            cut = word.removesuffix(ending) + instead
            return cut if len(cut) >= _SHORTEST else word
    return word
