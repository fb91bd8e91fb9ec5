"""Rankings of two kinds made one."""

from collections.abc import Iterable, Sequence

K = 60
"""From Cormack, Clarke and Büttcher (SIGIR 2009), who found ranks fused best so."""


def fused(rankings: Iterable[Sequence[str]], k: int = K) -> list[tuple[str, float]]:
    """Reciprocal rank fusion: the sum of 1 / (k + rank) over all rankings, best first.

    Scores of different searches can't be compared, ranks can. Equals stand in the order in which
    they were first met.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (k + rank)
    return sorted(scores.items(), key=lambda scored: -scored[1])
