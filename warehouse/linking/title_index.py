"""Titles of whole tables, ready to be looked up by key and by rare words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.linking.titles import normalise_title
from warehouse.linking.words import weight

# Rare words of a paper that are looked up, and records they may lead to altogether.
RARE_WORDS = 6
LOOKED_AT = 1_000
# A word that so few records have brings them up all by itself.
RARE = 100
# Papers looked up at a time: bounds memory, some 10 million row numbers.
CHUNK = 4_000


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
    word_of = theirs.words.indices.to_numpy()
    counts = np.bincount(word_of, minlength=len(theirs.words.dictionary))
    looked = _looked_up(ours, theirs.words.dictionary, counts)
    postings = theirs.owners[np.argsort(word_of, kind="stable")]
    starts = np.concatenate([[0], np.cumsum(counts)])
    for _, chunk in looked.groupby(looked["paper"] // CHUNK):
        pairs = _follow(chunk, postings, starts, len(theirs.titles))
        yield top(pairs, "common", most)[["paper", "record"]]


def top(pairs: pd.DataFrame, measure: str, most: int) -> pd.DataFrame:
    """The ``most`` pairs of each paper with the highest measure, smaller record numbers first."""
    ordered = pairs.sort_values(["paper", measure, "record"], ascending=[True, False, True])
    return ordered[ordered.groupby("paper").cumcount() < most].reset_index(drop=True)


def _looked_up(ours: TitleIndex, vocabulary: pa.Array, counts: np.ndarray) -> pd.DataFrame:
    """The rarest words of each paper that any record has: paper, word, weight."""
    known = pc.index_in(ours.words.dictionary, value_set=vocabulary)
    says = [weight(word) > 0 for word in ours.words.dictionary.to_pylist()]
    number = pc.if_else(pa.array(says), known, None).to_numpy(zero_copy_only=False)
    rows = pd.DataFrame({"paper": ours.owners, "word": number[ours.words.indices.to_numpy()]})
    rows = rows.dropna().drop_duplicates().astype("int64")
    rows["count"] = counts[rows["word"]]
    rows = rows.sort_values(["paper", "count", "word"], ignore_index=True)
    rank = rows.groupby("paper").cumcount()
    total = rows.groupby("paper")["count"].cumsum()
    rarest = (rank == 0) & (rows["count"] <= LOOKED_AT * 5)
    rows = rows[(rank < RARE_WORDS) & (total <= LOOKED_AT) | rarest]
    return rows.assign(weight=_word_weight(rows["count"]))


def _word_weight(count: Any) -> Any:
    """What it says to share a word that so many records have."""
    return 1.0 / np.log2(2.0 + count)


def _follow(
    looked: pd.DataFrame, postings: np.ndarray, starts: np.ndarray, records: int
) -> pd.DataFrame:
    """Every record that the words lead to, with the weight of the words in common."""
    words = looked["word"].to_numpy()
    lengths = starts[words + 1] - starts[words]
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows = postings[np.repeat(starts[words], lengths) + offsets]
    code = np.repeat(looked["paper"].to_numpy(), lengths) * records + rows
    order = np.argsort(code)
    ends = np.flatnonzero(np.diff(code[order], prepend=-1))
    weights = np.repeat(looked["weight"].to_numpy(), lengths)[order]
    common = np.add.reduceat(weights, ends) if len(ends) else weights
    codes = code[order][ends]
    # One word in common is worth a look when hardly any record has it; else it takes two.
    says = (np.diff(ends, append=len(code)) > 1) | (common >= _word_weight(RARE))
    codes, common = codes[says], common[says]
    return pd.DataFrame({"paper": codes // records, "record": codes % records, "common": common})
