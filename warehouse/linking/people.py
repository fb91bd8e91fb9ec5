"""Author names of whole tables at once, coarse but quick: for blocking, not for judging."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.linking.postings import index_terms

# A name that more records have than this leads nowhere.
COMMON = 3_000
_MARKS = r"\p{Mn}"
_LAST_WORD = r"(?P<last>[^\s.,*]+)[\s.,*]*$"


def name_words(table: pa.Table, rows: np.ndarray) -> tuple[np.ndarray, pa.Array]:
    """Every word of two letters or more in the author names of those rows, with its row number."""
    names, owners = _names(table, rows)
    words = pc.split_pattern_regex(names, r"[^\p{L}]+")
    owners = owners[pc.list_parent_indices(words).to_numpy()]
    flat = pc.list_flatten(words)
    kept = pc.greater(pc.utf8_length(flat), 1)
    return owners[kept.to_numpy(zero_copy_only=False)], flat.filter(kept)


def persons(table: pa.Table, rows: np.ndarray) -> tuple[np.ndarray, pa.Array]:
    """Every author of the rows, as first letter and last word of the name, with the row number."""
    names, owners = _names(table, rows)
    last = pc.struct_field(pc.extract_regex(names, _LAST_WORD), "last")
    person = pc.binary_join_element_wise(pc.utf8_slice_codeunits(names, 0, 1), last, " ")
    known = person.is_valid()
    return owners[known.to_numpy(zero_copy_only=False)], person.filter(known)


def same_people(papers: pa.Table, records: pa.Table, rows: np.ndarray) -> Iterator[pd.DataFrame]:
    """Pairs of those papers with records that share two authors or more, some papers at a time.

    Yields:
        paper, record, shared (how many authors).
    """
    ours, people = persons(papers, rows)
    if not len(people):
        return
    encoded = people.dictionary_encode()
    theirs, others = persons(records, np.arange(records.num_rows))
    number = pc.index_in(others, value_set=encoded.dictionary)
    known = number.is_valid().to_numpy(zero_copy_only=False)
    terms = number.drop_null().to_numpy()
    postings = index_terms(terms, theirs[known], len(encoded.dictionary), records.num_rows)
    looked = pd.DataFrame({"paper": ours, "term": encoded.indices.to_numpy(), "weight": 1.0})
    looked = looked.drop_duplicates()
    for pairs in postings.follow(looked[postings.counts[looked["term"]] <= COMMON]):
        yield pairs.loc[pairs["shared"] >= 2, ["paper", "record", "shared"]]


def sharing(papers: pa.Table, records: pa.Table, pairs: pd.DataFrame) -> np.ndarray:
    """Which pairs have a word of an author's name in common, or no names on one side."""
    if pairs.empty:
        return np.zeros(0, dtype=bool)
    ours, our_words = name_words(papers, pairs["paper"].unique())
    theirs, their_words = name_words(records, pairs["record"].unique())
    number = pc.index_in(their_words, value_set=pc.unique(our_words)).to_numpy(zero_copy_only=False)
    known = ~np.isnan(number)
    size = len(pc.unique(our_words)) + 1
    named = np.unique(theirs[known] * size + number[known].astype(np.int64))
    words = pc.index_in(our_words, value_set=pc.unique(our_words)).to_numpy()
    left = pd.DataFrame({"paper": ours, "word": words}).drop_duplicates()
    asked = pairs.reset_index(names="pair")[["pair", "paper", "record"]].merge(left, on="paper")
    hit = np.isin(asked["record"].to_numpy() * size + asked["word"].to_numpy(), named)
    nameless = ~pairs["paper"].isin(ours) | ~pairs["record"].isin(theirs)
    return np.isin(pairs.index, asked["pair"][hit]) | nameless.to_numpy()


def _names(table: pa.Table, rows: np.ndarray) -> tuple[pa.Array, np.ndarray]:
    """Author names of the rows, lower case, without accents, with the row number of each."""
    lists = table["authors"].combine_chunks().take(pa.array(rows, pa.int64()))
    names = pc.utf8_lower(pc.utf8_trim_whitespace(pc.list_flatten(lists)))
    plain = pc.replace_substring_regex(pc.utf8_normalize(names, "NFD"), _MARKS, "")
    return plain, np.asarray(rows)[pc.list_parent_indices(lists).to_numpy()]
