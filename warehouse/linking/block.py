"""Few candidates from many: which records are worth comparing with which papers.

Four ways lead to a candidate: an id that one side names of the other, the same title, rare words
in common, and authors in common in the right years (for works that changed their title).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from warehouse.linking.titles import normalise_title
from warehouse.linking.words import weight

# Rare words of a paper that are looked up, and records they may lead to altogether. With these,
# all 34 retitled papers of two real venues are found among 15,000 records.
RARE_WORDS = 6
LOOKED_AT = 3_000
KEPT = 12
MINIMUM_RATIO = 45.0
CHUNK = 4_000


@dataclass(frozen=True, slots=True)
class Index:
    """Titles of one side, ready to be looked up.

    Attributes:
        titles: Normalised titles; "" where there is none.
        keys: The same without spaces.
        words: Word numbers of all titles, one after the other.
        owners: Which title each of ``words`` belongs to.
    """

    titles: list[str]
    keys: pa.Array
    words: pa.Array
    owners: np.ndarray


def index_titles(titles: Sequence[str | None]) -> Index:
    """Titles ready to be looked up."""
    normalised = [normalise_title(title or "") for title in titles]
    texts = pa.array(normalised, pa.string())
    split = pc.split_pattern(texts, " ")
    owners = pc.list_parent_indices(split).to_numpy()
    keys = pc.replace_substring(texts, " ", "")
    return Index(normalised, keys, pc.list_flatten(split), owners)


def candidates(papers: pa.Table, records: pa.Table, ids: pd.DataFrame) -> pd.DataFrame:
    """Pairs worth comparing, as row numbers ``paper`` and ``record``, without repetition.

    Args:
        papers: Accepted papers.
        records: Semantic Scholar records.
        ids: Pairs that an id leads to, in the same form.
    """
    ours = index_titles(papers["title"].to_pylist())
    theirs = index_titles(records["title"].to_pylist())
    same = _same_title(ours, theirs)
    close = _rare_words(ours, theirs)
    lone = np.setdiff1d(np.arange(papers.num_rows), same["paper"].unique())
    people = _same_people(papers, records, lone)
    pairs = pd.concat([ids, same, close, people], ignore_index=True)
    return pairs.drop_duplicates(["paper", "record"]).sort_values(
        ["paper", "record"], ignore_index=True
    )


def _frame(paper: np.ndarray, record: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"paper": paper.astype(np.int64), "record": record.astype(np.int64)})


def _same_title(ours: Index, theirs: Index) -> pd.DataFrame:
    """Pairs whose titles are the same without spaces."""
    wanted = pc.unique(ours.keys.filter(pc.not_equal(ours.keys, "")))
    rows = np.flatnonzero(pc.is_in(theirs.keys, value_set=wanted).to_numpy(zero_copy_only=False))
    left = pd.DataFrame({"key": ours.keys.to_pandas(), "paper": np.arange(len(ours.keys))})
    right = pd.DataFrame({"key": theirs.keys.take(pa.array(rows)).to_pandas(), "record": rows})
    merged = left.merge(right, on="key")
    return _frame(merged["paper"].to_numpy(), merged["record"].to_numpy())


def _rare_words(ours: Index, theirs: Index) -> pd.DataFrame:
    """Pairs that share rare words and look alike, the best few of each paper."""
    vocabulary = pc.unique(theirs.words)
    word_of = pc.index_in(theirs.words, value_set=vocabulary).to_numpy()
    counts = np.bincount(word_of, minlength=len(vocabulary))
    looked = _looked_up(ours, vocabulary, counts)
    order = np.argsort(word_of, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)])
    postings = theirs.owners[order]
    found = [
        _best(ours, theirs, _follow(chunk, postings, starts, len(theirs.titles)))
        for chunk in _chunks(looked)
    ]
    return pd.concat(found, ignore_index=True) if found else _frame(np.array([]), np.array([]))


def _looked_up(ours: Index, vocabulary: pa.Array, counts: np.ndarray) -> pd.DataFrame:
    """The rarest words of each paper that any record has: paper, word, weight."""
    word = pc.index_in(ours.words, value_set=vocabulary).to_numpy(zero_copy_only=False)
    says = np.array([weight(w) > 0 for w in ours.words.to_pylist()], dtype=bool)
    rows = pd.DataFrame({"paper": ours.owners, "word": word})[says].dropna().drop_duplicates()
    rows["word"] = rows["word"].astype(np.int64)
    rows["count"] = counts[rows["word"]]
    rows = rows.sort_values(["paper", "count", "word"], ignore_index=True)
    rank = rows.groupby("paper").cumcount()
    total = rows.groupby("paper")["count"].cumsum()
    rows = rows[(rank < RARE_WORDS) & ((total <= LOOKED_AT) | (rank < 2))]
    return rows.assign(weight=1.0 / np.log2(2.0 + rows["count"]))


def _chunks(looked: pd.DataFrame) -> list[pd.DataFrame]:
    return [chunk for _, chunk in looked.groupby(looked["paper"] // CHUNK)]


def _follow(
    looked: pd.DataFrame, postings: np.ndarray, starts: np.ndarray, records: int
) -> pd.DataFrame:
    """Every record that the words lead to, with the weight of the words in common."""
    words = looked["word"].to_numpy()
    lengths = starts[words + 1] - starts[words]
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows = postings[np.repeat(starts[words], lengths) + offsets]
    code = np.repeat(looked["paper"].to_numpy(), lengths) * records + rows
    codes, place = np.unique(code, return_inverse=True)
    common = np.bincount(place, np.repeat(looked["weight"].to_numpy(), lengths))
    pairs = _frame(codes // records, codes % records).assign(common=common)
    best = pairs.groupby("paper")["common"].rank(method="first", ascending=False)
    return pairs[best <= 5 * KEPT]


def _best(ours: Index, theirs: Index, pairs: pd.DataFrame) -> pd.DataFrame:
    """Of pairs with words in common, the few whose titles look alike."""
    left = [ours.titles[i] for i in pairs["paper"]]
    right = [theirs.titles[i] for i in pairs["record"]]
    alike = process.cpdist(left, right, scorer=fuzz.token_sort_ratio, score_cutoff=MINIMUM_RATIO)
    pairs = pairs.assign(alike=alike)[alike >= MINIMUM_RATIO]
    best = pairs.groupby("paper")["alike"].rank(method="first", ascending=False)
    return pairs.loc[best <= KEPT, ["paper", "record"]]


def _same_people(papers: pa.Table, records: pa.Table, rows: np.ndarray) -> pd.DataFrame:
    """Pairs that share two authors or more (initial and family name) in neighbouring years."""
    left = _people(papers.take(pa.array(rows)), rows)
    wanted = pa.array(left["person"].unique())
    right = _people(records, np.arange(records.num_rows), wanted)
    left["year"] = _paper_years(papers)[left["row"]]
    right["year"] = records["year"].to_pandas().astype("float64").to_numpy()[right["row"]]
    pairs = left.merge(right, on="person", suffixes=("", "_record"))
    gap = pairs["year_record"] - pairs["year"]
    pairs = pairs[gap.between(-3, 2) | gap.isna()]
    shared = pairs.groupby(["row", "row_record"]).size().reset_index(name="shared")
    shared = shared[shared["shared"] >= 2]
    best = shared.groupby("row")["shared"].rank(method="first", ascending=False)
    kept = shared[best <= KEPT]
    return _frame(kept["row"].to_numpy(), kept["row_record"].to_numpy())


def _paper_years(papers: pa.Table) -> np.ndarray:
    years: pd.Series = papers["submitted_at"].to_pandas().dt.year
    return years.astype("float64").to_numpy()


def _people(table: pa.Table, rows: np.ndarray, wanted: pa.Array | None = None) -> pd.DataFrame:
    """Row and person (first letter and last word of the name, lower case) of every author."""
    lists = table["authors"].combine_chunks()
    names = pc.utf8_trim_whitespace(pc.utf8_lower(pc.list_flatten(lists)))
    family = pc.struct_field(pc.extract_regex(names, r"(?P<last>[^\s.]+)$"), "last")
    person = pc.binary_join_element_wise(pc.utf8_slice_codeunits(names, 0, 1), family, " ")
    owners = pc.list_parent_indices(lists).to_numpy()
    if wanted is not None:
        mask = pc.is_in(person, value_set=wanted).to_numpy(zero_copy_only=False)
        person, owners = person.filter(pa.array(mask)), owners[mask]
    frame = pd.DataFrame({"row": rows[owners], "person": person.to_pandas()})
    return frame.dropna().drop_duplicates(ignore_index=True)
