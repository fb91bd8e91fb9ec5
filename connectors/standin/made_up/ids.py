"""Identifiers of the made-up world, each in a range that no real one uses."""

from datetime import UTC, date, datetime
from random import Random

_ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FIRST_CORPUS_ID = 900_000_000
_DAY_MS = 86_400_000


def note_id(rng: Random, version: int) -> str:
    """A note id: ten letters and digits in API v2; eleven, also ``-`` and ``_``, in API v1."""
    if version == 2:
        return "".join(rng.choices(_ALNUM, k=10))
    return rng.choice(_ALNUM) + "".join(rng.choices(_ALNUM + "-_", k=10))


def digest(rng: Random) -> str:
    """Forty hex digits: a Semantic Scholar paper id or the name of a file."""
    return f"{rng.getrandbits(160):040x}"


def corpus_id(rng: Random) -> int:
    """A Semantic Scholar corpus id; the real ones stay far below 900 million."""
    return _FIRST_CORPUS_ID + rng.randrange(99_000_000)


def arxiv_id(rng: Random, day: date) -> str:
    """An arXiv id of that month; arXiv never counted beyond 90,000 in one."""
    return f"{day:%y%m}.{rng.randrange(90_000, 100_000)}"


def doi(rng: Random) -> str:
    """A DOI under 10.5555, the prefix that is kept free for examples."""
    return f"10.5555/Lamp.{rng.randrange(10**6, 10**7)}"


def milliseconds(rng: Random, day: date) -> int:
    """Some moment of that day as OpenReview writes it: milliseconds since 1970."""
    return midnight(day) + rng.randrange(_DAY_MS)


def midnight(day: date) -> int:
    """The first moment of a day, in milliseconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
