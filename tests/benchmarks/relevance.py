"""How well rankings answer: the questions, reciprocal rank, recall and intervals by bootstrap."""

import csv
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Question = tuple[str, frozenset[str]]

QUESTIONS = Path(__file__).with_name("search_queries.csv")
RESAMPLED = 10_000


def questions(path: Path = QUESTIONS) -> list[Question]:
    """What is asked, and the ids of the papers that answer it."""
    with path.open() as file:
        return [
            (row["query"], frozenset(row["answers"].split("|"))) for row in csv.DictReader(file)
        ]


def reciprocal_rank(ranking: Sequence[str], answers: Collection[str]) -> float:
    """1 over the rank of the first right answer; 0 when there is none in the ranking."""
    ranks = (rank for rank, item in enumerate(ranking, start=1) if item in answers)
    return 1 / next(ranks, np.inf)


def recall(ranking: Sequence[str], answers: Collection[str], depth: int) -> float:
    """Share of the right answers that are among the first ``depth``."""
    return len(set(ranking[:depth]) & set(answers)) / len(set(answers))


def interval(values: Numbers) -> Numbers:
    """Low and high end of the mean's 95% interval, by drawing as many queries again and again."""
    drawn = np.random.default_rng(0).integers(0, len(values), (RESAMPLED, len(values)))
    ends: Numbers = np.quantile(values[drawn].mean(axis=1), [0.025, 0.975])
    return ends
