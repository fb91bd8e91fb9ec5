"""Titles of whole tables, ready to be looked up by key and by rare words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.linking.postings import index_terms, top
from warehouse.linking.titles import normalise_title
from warehouse.linking.words import weight

# Rare words of a paper that are looked up, and records they may lead to altogether.
RARE_WORDS = 6
LOOKED_AT = 1_000
# A word that so few records have brings them up all by itself.
RARE = 100


@dataclass(frozen=True, slots=True)
class TitleIndex:
    """Titles of one side.

    Attributes:
        titles: Normalised; "" where there is none.
        keys: The same without spaces.
        words: Words of all titles, one after the other.
        owners: Which title each of ``words`` belongs to.
    """

    titles: list[str]
    keys: pa.Array
    words: pa.Array
    owners: np.ndarray


def index_titles(titles: Sequence[str | None]) -> TitleIndex:
    """Titles ready to be looked up."""
    normalised = [normalise_title(title or "") for title in titles]
    texts = pa.array(normalised, pa.string())
    split = pc.split_pattern(texts, " ")
    owners = pc.list_parent_indices(split).to_numpy()
    words = pc.list_flatten(split).dictionary_encode()
    return TitleIndex(normalised, pc.replace_substring(texts, " ", ""), words, owners)


def same_title(ours: TitleIndex, theirs: TitleIndex) -> pd.DataFrame:
    """Pairs (``paper``, ``record``) whose titles are the same without spaces."""
    wanted = pc.unique(ours.keys.filter(pc.not_equal(ours.keys, "")))
    rows = pc.indices_nonzero(pc.is_in(theirs.keys, value_set=wanted))
    left = pd.DataFrame({"key": ours.keys.to_pandas(), "paper": np.arange(len(ours.keys))})
    right = pd.DataFrame({"key": theirs.keys.take(rows).to_pandas(), "record": rows.to_pandas()})
    return left.merge(right, on="key")[["paper", "record"]].astype("int64")


def rare_words(ours: TitleIndex, theirs: TitleIndex, most: int) -> Iterator[pd.DataFrame]:
    """Pairs that share rare words, the best ``most`` of each paper, some papers at a time."""
    vocabulary = theirs.words.dictionary
    terms = theirs.words.indices.to_numpy()
    postings = index_terms(terms, theirs.owners, len(vocabulary), len(theirs.titles))
    for pairs in postings.follow(_looked_up(ours, vocabulary, postings.counts)):
        # One word in common is worth a look when hardly any record has it; else it takes two.
        says = (pairs["shared"] > 1) | (pairs["common"] >= _word_weight(RARE))
        yield top(pairs[says], "common", most)[["paper", "record"]]


def _looked_up(ours: TitleIndex, vocabulary: pa.Array, counts: np.ndarray) -> pd.DataFrame:
    """The rarest words of each paper that any record has: paper, term, weight."""
    known = pc.index_in(ours.words.dictionary, value_set=vocabulary)
    says = pa.array([weight(word) > 0 for word in ours.words.dictionary.to_pylist()], pa.bool_())
    number = pc.if_else(says, known, None).to_numpy(zero_copy_only=False)
    rows = pd.DataFrame({"paper": ours.owners, "term": number[ours.words.indices.to_numpy()]})
    rows = rows.dropna().drop_duplicates().astype("int64")
    rows["count"] = counts[rows["term"]]
    rows = rows.sort_values(["paper", "count", "term"], ignore_index=True)
    rank = rows.groupby("paper").cumcount()
    total = rows.groupby("paper")["count"].cumsum()
    rarest = (rank == 0) & (rows["count"] <= LOOKED_AT * 5)
    rows = rows[(rank < RARE_WORDS) & (total <= LOOKED_AT) | rarest]
    return rows.assign(weight=_word_weight(rows["count"]))


def _word_weight(count: Any) -> Any:
    """What it says to share a word that so many records have."""
    return 1.0 / np.log2(2.0 + count)
