"""Made-up titles, abstracts and reviews by the thousand, in words that nobody has seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SUBJECTS, WORDS, OWN = 60, 20_000, 300
TITLE, ABSTRACT, SUMMARY = 9, 150, 18
REVIEWS, REVIEW = 500, 110
SYLLABLES = ("ba", "co", "du", "fel", "gar", "hin", "jo", "kar", "lum", "mer", "nos", "pil", "rus")

Words = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Texts:
    """What papers say, one of each a paper; ``reviews`` is a stock to take from."""

    titles: Sequence[str]
    abstracts: Sequence[str]
    summaries: Sequence[str]
    keywords: Sequence[list[str]]
    reviews: Sequence[str]


def texts(dice: np.random.Generator, papers: int) -> Texts:
    """Texts of papers on some subjects, each with words of its own among those of all."""
    words = np.array([_word(number) for number in range(WORDS)], dtype=object)
    own = np.array([dice.choice(WORDS, OWN, replace=False) for _ in range(SUBJECTS)])
    subject = dice.integers(0, SUBJECTS, papers)
    length = TITLE + ABSTRACT + SUMMARY
    common = np.minimum(dice.zipf(1.2, (papers, length)) - 1, WORDS - 1)
    # Titles differ in rare words; without them no two could be told apart.
    common[:, :3] = dice.integers(0, WORDS, (papers, 3))
    special = own[subject[:, None], np.minimum(dice.zipf(1.3, (papers, length)) - 1, OWN - 1)]
    said = words[np.where(dice.random((papers, length)) < 0.5, special, common)]
    said[:, :3] = words[common[:, :3]]
    keywords = words[own[subject[:, None], dice.integers(0, 20, (papers, 4))]]
    reviews = words[np.minimum(dice.zipf(1.2, (REVIEWS, REVIEW)) - 1, WORDS - 1)]
    return Texts(
        [" ".join(line).title() for line in said[:, :TITLE].tolist()],
        [" ".join(line) + "." for line in said[:, TITLE:-SUMMARY].tolist()],
        [" ".join(line).capitalize() + "." for line in said[:, -SUMMARY:].tolist()],
        [list(dict.fromkeys(line)) for line in keywords.tolist()],
        [" ".join(line) for line in reviews.tolist()],
    )


def _word(number: int) -> str:
    parts = [SYLLABLES[number % 13], SYLLABLES[number // 13 % 13], SYLLABLES[number // 169 % 13]]
    return "".join(parts) + (SYLLABLES[number // 2_197 % 13] if number >= 2_197 else "")
