"""An inverted index: from a word, or a person, to the rows that have it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

# Papers looked up at a time: bounds memory, some millions of row numbers.
CHUNK = 4_000


@dataclass(frozen=True, slots=True)
class Postings:
    """Rows by term.

    Attributes:
        rows: Row numbers, term after term.
        starts: Where each term's rows begin, and where the last one's end.
        total: Number of rows of the table.
    """

    rows: np.ndarray
    starts: np.ndarray
    total: int

    @property
    def counts(self) -> np.ndarray:
        """How many rows have each term."""
        counts: np.ndarray = np.diff(self.starts)
        return counts

    def follow(self, looked: pd.DataFrame) -> Iterator[pd.DataFrame]:
        """Every row that the terms of a paper lead to, some papers at a time.

        Args:
            looked: paper, term (its number) and weight.

        Yields:
            paper, record (row number), common (weight of the terms in common), shared (how many).
        """
        for _, chunk in looked.groupby(looked["paper"] // CHUNK):
            yield self._follow(chunk)

    def _follow(self, looked: pd.DataFrame) -> pd.DataFrame:
        terms = looked["term"].to_numpy()
        lengths = self.starts[terms + 1] - self.starts[terms]
        offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        rows = self.rows[np.repeat(self.starts[terms], lengths) + offsets]
        code = np.repeat(looked["paper"].to_numpy(), lengths) * self.total + rows
        order = np.argsort(code)
        code, weights = code[order], np.repeat(looked["weight"].to_numpy(), lengths)[order]
        ends = np.flatnonzero(np.diff(code, prepend=-1))
        pairs = {"paper": code[ends] // self.total, "record": code[ends] % self.total}
        common = np.add.reduceat(weights, ends) if len(ends) else weights
        return pd.DataFrame({**pairs, "common": common, "shared": np.diff(ends, append=len(code))})


def index_terms(terms: np.ndarray, rows: np.ndarray, size: int, total: int) -> Postings:
    """The inverted index of rows that have terms (numbers below ``size``), in parallel arrays."""
    counts = np.bincount(terms, minlength=size)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return Postings(rows[np.argsort(terms, kind="stable")], starts, total)


def top(pairs: pd.DataFrame, measure: str, most: int) -> pd.DataFrame:
    """The ``most`` pairs of each paper with the highest measure, smaller record numbers first."""
    ordered = pairs.sort_values(["paper", measure, "record"], ascending=[True, False, True])
    return ordered[ordered.groupby("paper").cumcount() < most].reset_index(drop=True)
