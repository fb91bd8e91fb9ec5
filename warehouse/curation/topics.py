"""A topic for each paper: enough to filter a queue by and to tell a run of the same apart."""

from collections import Counter
from collections.abc import Sequence
from math import log

import pyarrow as pa

from warehouse.curation.keywords import keywords_of

SAYS_NOTHING = {
    "artificial intelligence",
    "deep learning",
    "deep neural network",
    "deep neural networks",
    "machine learning",
    "neural network",
    "neural networks",
}
"""Keywords that would fit every paper of such a venue; taken only where there is no other."""


def topics(papers: pa.Table, keywords: Sequence[Sequence[str]] | None = None) -> list[str | None]:
    """One label a paper: its primary area, else its most telling keyword, else None.

    The most telling keyword is the one that parts the venue best: that many papers have, but by
    far not all.

    Args:
        papers: Papers of one venue as in ``tables.PAPERS``.
        keywords: What :func:`keywords_of` says of them, if that is known already.
    """
    keywords = keywords_of(papers) if keywords is None else keywords
    papers_with = Counter(word for words in keywords for word in words)
    telling = {
        word: papers * log(len(keywords) / papers) * (word not in SAYS_NOTHING)
        for word, papers in papers_with.items()
    }
    areas = papers["primary_area"].to_pylist()
    return [
        _area(area) or max(words, key=lambda word: (telling[word], word), default=None)
        for area, words in zip(areas, keywords, strict=True)
    ]


def _area(area: str | None) -> str | None:
    return " ".join((area or "").split()) or None
