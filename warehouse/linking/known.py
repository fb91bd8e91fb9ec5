"""Rows that earlier links and decisions speak of."""

import pandas as pd
import pyarrow as pa


def pairs_of_known(papers: pa.Table, records: pa.Table, decided: pa.Table) -> pd.DataFrame:
    """Pairs of rows (``paper``, ``record``) that earlier links or decisions speak of."""
    frames = [_pairs_by(papers, records, decided, name) for name in ("s2_paper_id", "s2_corpus_id")]
    return pd.concat(frames, ignore_index=True).astype("int64")


def _pairs_by(papers: pa.Table, records: pa.Table, decided: pa.Table, name: str) -> pd.DataFrame:
    wanted = decided.select(["paper_id", name]).to_pandas(types_mapper=pd.ArrowDtype).dropna()
    ours = papers.select(["paper_id"]).to_pandas(types_mapper=pd.ArrowDtype)
    theirs = records.select([name]).to_pandas(types_mapper=pd.ArrowDtype)
    joined = wanted.merge(ours.reset_index(names="paper"), on="paper_id")
    found: pd.DataFrame = joined.merge(theirs.reset_index(names="record"), on=name)
    return found[["paper", "record"]]
