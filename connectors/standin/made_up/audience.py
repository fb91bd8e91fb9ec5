"""How many works cite a record: mostly few, sometimes very many."""

from random import Random

_SHARES = (
    (0, 1, 18),
    (1, 4, 34),
    (4, 10, 24),
    (10, 20, 14),
    (20, 80, 10),
)
"""From, to, share in per cent: heavy-tailed, as counts of citations are."""


def audience(rng: Random, tier: str | None) -> int:
    """The number of citations of an accepted paper; orals and spotlights get more."""
    number = _drawn(rng)
    if tier in {"oral", "talk", "spotlight"}:
        number = max(number, _drawn(rng))
    return number


def small_audience(rng: Random) -> int:
    """The number of citations of a paper that nobody pushed."""
    return min(_drawn(rng), rng.choice((0, 0, 1, 2, 3, 4, 6, 12)))


def _drawn(rng: Random) -> int:
    first, last, _ = rng.choices(_SHARES, [share for *_, share in _SHARES])[0]
    return rng.randrange(first, last)
