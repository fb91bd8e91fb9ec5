"""An order in which the best come early and no topic comes ten times in a row.

Maximal marginal relevance (Carbonell and Goldstein, 1998), with two changes that suit a queue read
from the top. Likeness counts to what was offered just before, fading, as what a curator saw an
hour ago bores nobody now. And relevance is the place in the fair order, fading over some fifty
places: percentiles have ties and gaps, places do not.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from warehouse.curation.keywords import keywords_of
from warehouse.curation.topics import topics

REACH = 50.0
"""Places over which relevance falls to a third."""
MEMORY = 0.8
"""What is left of a likeness with each further paper."""
SAME_TOPIC, SAME_KEYWORDS, SAME_WORDS = 0.5, 0.25, 0.25
"""Parts of the likeness, 1 in all; words are those of title and TL;DR."""
OFTEN_KEYWORDS, OFTEN_WORDS = 0.1, 0.02
"""Shares of papers from which a keyword or a word tells no two of them apart, and would make
nearly every two papers a little alike: for 6,000 papers 36 million likenesses instead of 2."""
LONGEST = 2_000
"""Letters of title and TL;DR that are looked at."""

Remember = Callable[[int, np.ndarray], None]
"""Adds to each paper's boredom its likeness to one paper."""


def diversified(papers: pa.Table, strength: float = 0.5) -> list[str]:
    """The ids of all papers in an order that changes the subject.

    The first stays first, and the same papers give the same order. From a strength of 0.3 on, a
    topic makes way after a few papers for as long as there are others.

    Args:
        papers: In the fair order, with the columns ``paper_id``, ``title``, ``tldr``, ``keywords``
            and ``primary_area`` of ``tables.PAPERS``.
        strength: 0 for the fair order; at 0.5 a paper like the one before is worth as little as
            one far down the list; 1 changes the subject at nearly every step.

    Raises:
        ValueError: The strength is not between 0 and 1.
    """
    if not 0 <= strength <= 1:
        raise ValueError(f"strength is {strength}, not between 0 and 1")
    ids: list[str] = papers["paper_id"].to_pylist()
    if not strength or len(ids) < 2:
        return ids
    return [ids[place] for place in _marginal(_likeness(papers), len(ids), strength)]


def _marginal(remember: Remember, count: int, strength: float) -> list[int]:
    """Places in the fair order, each the best of what is left when its turn comes."""
    relevance = np.exp(-np.arange(count) / REACH)
    boredom, gone = np.zeros(count), np.zeros(count)
    order, first = [0], 0
    while len(order) < count:
        gone[order[-1]] = np.inf
        boredom *= MEMORY
        remember(order[-1], boredom)
        while gone[first]:
            first += 1
        # The first that is left is always of full relevance, so no paper is put off for ever.
        worth = relevance[: count - first] - 2 * strength * boredom[first:] - gone[first:]
        order.append(first + int(worth.argmax()))
    return order


def _likeness(papers: pa.Table) -> Remember:
    """How like papers are, by topic, keywords and words; 1 for the same."""
    keywords = keywords_of(papers)
    named = [label or "" for label in topics(papers, keywords)]
    labels, topic = np.unique(named, return_inverse=True)
    members = [np.flatnonzero(topic == place) for place in range(len(labels))]
    near = _near(papers, keywords)

    def remember(paper: int, boredom: np.ndarray) -> None:
        if labels[topic[paper]]:
            boredom[members[topic[paper]]] += SAME_TOPIC
        row = slice(near.indptr[paper], near.indptr[paper + 1])
        boredom[near.indices[row]] += near.data[row]

    return remember


def _near(papers: pa.Table, keywords: Sequence[list[str]]) -> sparse.csr_matrix:
    """The likeness of every two papers in keywords and words."""
    told = zip(papers["title"].to_pylist(), papers["tldr"].to_pylist(), strict=True)
    words = [f"{title or ''} {tldr or ''}"[:LONGEST] for title, tldr in told]
    by_keyword = _weights(keywords, OFTEN_KEYWORDS, analyzer=list)
    by_word = _weights(words, OFTEN_WORDS, stop_words="english")
    both = sparse.hstack([by_keyword * SAME_KEYWORDS**0.5, by_word * SAME_WORDS**0.5]).tocsr()
    return sparse.csr_matrix(both @ both.T)


def _weights(
    documents: Sequence[str] | Sequence[list[str]], often: float, **how: object
) -> sparse.csr_matrix:
    """TF-IDF, a row for each document; what only one or too many have is left out."""
    most = max(2, int(often * len(documents)))
    try:
        return TfidfVectorizer(min_df=2, max_df=most, binary=True, **how).fit_transform(documents)
    except ValueError:
        # So scikit-learn says that no word is left.
        return sparse.csr_matrix((len(documents), 1))
