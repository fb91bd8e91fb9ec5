"""Few candidates from many: which records are worth comparing with which papers.

Four ways lead to a candidate: an id that one side names of the other, the same title, rare words
in common, and authors in common in the right years (for works that changed their title).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from rapidfuzz import fuzz, process

from warehouse.linking.ids import pairs_by_id
from warehouse.linking.people import same_people, sharing
from warehouse.linking.postings import top
from warehouse.linking.title_index import TitleIndex, index_titles, rare_words, same_title

# Records with rare words in common that are looked at for each paper, and how many are kept.
SEEN = 60
KEPT = 8
# Titles less alike than this are left to the search by people; above the last, the titles alone
# are worth a comparison, below it a name in common is asked for. A paper whose record was found is
# compared with its likely twins only.
ALIKE = 45.0
TWIN = 70.0
NEARLY_EQUAL = 88.0
# A work is looked for by its people from three years before its submission to two after.
YEARS = (-3, 2)
_NO_PAIRS = pd.DataFrame({"paper": [], "record": []}, dtype="int64")


@dataclass(frozen=True, slots=True)
class Search:
    """Papers and records, indexed.

    Attributes:
        papers: Accepted papers.
        records: Semantic Scholar records.
        ours: Their titles.
        theirs: Their titles.
    """

    papers: pa.Table
    records: pa.Table
    ours: TitleIndex
    theirs: TitleIndex

    def certain(self) -> pd.DataFrame:
        """Pairs (row numbers ``paper`` and ``record``) with an id or the very title in common."""
        by_id = pairs_by_id(self.papers, self.records)
        return unique_pairs([by_id, same_title(self.ours, self.theirs)])

    def likely(self, settled: Sequence[int]) -> pd.DataFrame:
        """Pairs with rare words or people in common, the best few of each paper.

        Args:
            settled: Rows of papers whose record was found already: only likely twins are looked
                for, records whose titles are much alike.
        """
        rest = np.setdiff1d(np.arange(self.papers.num_rows), settled)
        alike = [self._best(pairs, settled) for pairs in rare_words(self.ours, self.theirs, SEEN)]
        return unique_pairs([*alike, _known_people(self.papers, self.records, rest)])

    def _best(self, pairs: pd.DataFrame, settled: Sequence[int]) -> pd.DataFrame:
        """Of pairs with words in common, those whose titles look alike."""
        measured = _measured(pairs, self.ours, self.theirs)
        wanted = (measured["alike"] >= TWIN) | ~measured["paper"].isin(settled)
        measured = measured[wanted].reset_index(drop=True)
        near = measured["alike"] >= NEARLY_EQUAL
        shared = sharing(self.papers, self.records, measured)
        return top(measured[near | shared], "alike", KEPT)[["paper", "record"]]


def search(papers: pa.Table, records: pa.Table) -> Search:
    """Papers and records, indexed for a search."""
    ours, theirs = (index_titles(table["title"].to_pylist()) for table in (papers, records))
    return Search(papers, records, ours, theirs)


def unique_pairs(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All pairs once, in order."""
    pairs = pd.concat([_NO_PAIRS, *frames], ignore_index=True).astype("int64")
    return pairs.drop_duplicates().sort_values(["paper", "record"], ignore_index=True)


def _measured(pairs: pd.DataFrame, ours: TitleIndex, theirs: TitleIndex) -> pd.DataFrame:
    left = [ours.titles[i] for i in pairs["paper"]]
    right = [theirs.titles[i] for i in pairs["record"]]
    alike = process.cpdist(left, right, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    return pairs.assign(alike=alike)[alike >= ALIKE].reset_index(drop=True)


def _known_people(papers: pa.Table, records: pa.Table, rows: np.ndarray) -> pd.DataFrame:
    """Pairs that share two authors or more in neighbouring years, the best few of each paper."""
    ours, theirs = _years(papers), records["year"].to_pandas().astype("float64").to_numpy()
    kept = [_NO_PAIRS]
    for pairs in same_people(papers, records, rows):
        gap = pd.Series(theirs[pairs["record"]] - ours[pairs["paper"]], pairs.index)
        kept.append(top(pairs[gap.between(*YEARS) | gap.isna()], "shared", KEPT))
    return pd.concat(kept, ignore_index=True)[["paper", "record"]]


def _years(papers: pa.Table) -> np.ndarray:
    years: pd.Series = papers["submitted_at"].to_pandas().dt.year
    return years.astype("float64").to_numpy()
