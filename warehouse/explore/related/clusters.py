"""Groups of papers and what to call them."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans

from warehouse.explore.related.texts import Matrix, TextVectors

MOST = 24
PAPERS_EACH = 45
"""Papers for which one group more is worth a colour; never more than a reader tells apart."""

WORDS_OF_A_LABEL = 3

# A keyword names a group when it is common inside and rarer outside.
SMOOTHING = 1.0


def clusters(vectors: Matrix) -> npt.NDArray[np.int64]:
    """The number of each paper's group, 1 for the largest; the same on every run."""
    count = min(
        MOST, max(1, round(len(vectors) / PAPERS_EACH)), max(1, len(np.unique(vectors, axis=0)))
    )
    if count == 1:
        return np.ones(len(vectors), dtype=np.int64)
    found = KMeans(n_clusters=count, n_init=4, random_state=0).fit_predict(vectors)
    # By size, then by the first paper in it, so that numbers do not depend on the algorithm.
    sizes, first = Counter(found.tolist()), {c: int(np.argmax(found == c)) for c in set(found)}
    order = sorted(sizes, key=lambda c: (-sizes[c], first[c]))
    numbers = {cluster: number for number, cluster in enumerate(order, start=1)}
    return np.array([numbers[cluster] for cluster in found], dtype=np.int64)


def labels(
    numbers: npt.NDArray[np.int64],
    keywords: Sequence[Sequence[str | None] | None],
    texts: TextVectors,
) -> dict[int, str]:
    """What each group is about: keywords that are common in it and rare elsewhere.

    Where no paper of a group has keywords, the words that weigh most in it. Groups without
    either have no label.
    """
    named = [{k.strip().lower() for k in of or () if k and k.strip()} for of in keywords]
    everywhere = Counter(keyword for of in named for keyword in of)
    told: dict[int, str] = {}
    for number in sorted(set(numbers.tolist())):
        inside = np.flatnonzero(numbers == number)
        ours = Counter(keyword for place in inside for keyword in named[place])
        words = _telling(ours, everywhere, len(inside), len(named)) or _heaviest(texts, inside)
        if words:
            told[number] = ", ".join(words)
    return told


def _telling(ours: Counter[str], everywhere: Counter[str], inside: int, papers: int) -> list[str]:
    def weight(keyword: str) -> float:
        here = ours[keyword] / inside
        there = (everywhere[keyword] - ours[keyword] + SMOOTHING) / (papers - inside + SMOOTHING)
        return ours[keyword] * math.log(1 + here / there)

    chosen: list[str] = []
    # Twice in a group, or one paper speaks for all.
    for keyword in sorted(ours, key=lambda k: (-weight(k), k)):
        enough = ours[keyword] >= min(2, inside)
        if enough and not any(_says_the_same(keyword, other) for other in chosen):
            chosen.append(keyword)
        if len(chosen) == WORDS_OF_A_LABEL:
            break
    return chosen


def _says_the_same(one: str, other: str) -> bool:
    stems = [
        {word.rstrip("s")[:6] for word in text.replace("-", " ").split()} for text in (one, other)
    ]
    return stems[0] <= stems[1] or stems[1] <= stems[0]


def _heaviest(texts: TextVectors, inside: npt.NDArray[np.int64]) -> list[str]:
    weights = np.asarray(csr_matrix(texts.words[inside]).sum(axis=0)).ravel()
    best = np.argsort(-weights, kind="stable")[:WORDS_OF_A_LABEL]
    return [str(texts.terms[place]) for place in best if weights[place] > 0]
