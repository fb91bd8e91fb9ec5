"""SPECTER2 vectors as the Graph API gives them, worked out from a record's words.

No corpus holds real ones, so these are made up: the sum of a direction for each word, so that
records with the same words are near each other, as they are in the real space.
"""

import re
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Json = dict[str, Any]

DIMENSIONS = 768
MODEL = "specter_v2"

WITHOUT = 20
"""One record in so many has none, as on the service."""


def specter(record: Json) -> Json | None:
    """The vector of a record, the same each time; None for a record that has none."""
    words = re.findall(
        r"[a-z]{4,}", f"{record.get('title')} {record.get('abstract') or ''}".lower()
    )
    if not words or (record.get("corpusId") or 0) % WITHOUT == 0:
        return None
    total = np.sum([_direction(word) for word in words], axis=0)
    return {"model": MODEL, "vector": [round(float(x), 6) for x in total / np.linalg.norm(total)]}


@lru_cache(maxsize=20_000)
def _direction(word: str) -> npt.NDArray[np.float64]:
    seed = int.from_bytes(word.encode()[:16], "big")
    return np.random.default_rng(seed).normal(size=DIMENSIONS)
