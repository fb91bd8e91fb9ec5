"""Few candidates from many: which records are worth comparing with which papers.

Four ways lead to a candidate: an id that one side names of the other, the same title, rare words
in common, and authors in common in the right years (for works that changed their title).
"""

import numpy as np
import pandas as pd
import pyarrow as pa
from rapidfuzz import fuzz, process

from warehouse.linking.people import same_people, sharing
from warehouse.linking.postings import top
from warehouse.linking.title_index import TitleIndex, index_titles, rare_words, same_title

# Records with rare words in common that are looked at for each paper, and how many are kept.
SEEN = 60
KEPT = 8
# Titles less alike than this are left to the search by people; above the last, the titles alone
# are worth a comparison, below it a name in common is asked for. A paper whose very title was found
# with people in common is compared with its likely twins only.
ALIKE = 45.0
TWIN = 70.0
NEARLY_EQUAL = 88.0
# A work is looked for by its people from three years before its submission to two after.
YEARS = (-3, 2)
_NO_PAIRS = pd.DataFrame({"paper": [], "record": []}, dtype="int64")


def candidates(papers: pa.Table, records: pa.Table, ids: pd.DataFrame) -> pd.DataFrame:
    """Pairs worth comparing, as row numbers ``paper`` and ``record``, without repetition.

    Args:
        papers: Accepted papers.
        records: Semantic Scholar records.
        ids: Pairs that an id leads to, in the same form.
    """
    ours = index_titles(papers["title"].to_pylist())
    theirs = index_titles(records["title"].to_pylist())
    same = same_title(ours, theirs)
    found = same["paper"][sharing(papers, records, same)].unique()
    lone = np.setdiff1d(np.arange(papers.num_rows), found)
    close = _alike(papers, records, ours, theirs, found)
    people = _known_people(papers, records, lone)
    pairs = pd.concat([ids, same, close, people], ignore_index=True).astype("int64")
    return pairs.drop_duplicates().sort_values(["paper", "record"], ignore_index=True)


def _alike(
    papers: pa.Table, records: pa.Table, ours: TitleIndex, theirs: TitleIndex, found: np.ndarray
) -> pd.DataFrame:
    """Pairs with rare words in common whose titles look alike, the best few of each paper."""
    kept = [_NO_PAIRS]
    for pairs in rare_words(ours, theirs, SEEN):
        measured = _measured(pairs, ours, theirs)
        likely = (measured["alike"] >= TWIN) | ~measured["paper"].isin(found)
        kept.append(_best(papers, records, measured[likely].reset_index(drop=True)))
    return pd.concat(kept, ignore_index=True)


def _measured(pairs: pd.DataFrame, ours: TitleIndex, theirs: TitleIndex) -> pd.DataFrame:
    left = [ours.titles[i] for i in pairs["paper"]]
    right = [theirs.titles[i] for i in pairs["record"]]
    alike = process.cpdist(left, right, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    return pairs.assign(alike=alike)[alike >= ALIKE].reset_index(drop=True)


def _best(papers: pa.Table, records: pa.Table, pairs: pd.DataFrame) -> pd.DataFrame:
    near = pairs["alike"] >= NEARLY_EQUAL
    pairs = pairs[near | sharing(papers, records, pairs)]
    return top(pairs, "alike", KEPT)[["paper", "record"]]


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
