"""Rows that earlier links and decisions speak of."""

import pandas as pd
import pyarrow as pa

from warehouse.linking.ids import pairs_with


def pairs_of_known(papers: pa.Table, records: pa.Table, decided: pa.Table) -> pd.DataFrame:
    """Pairs of rows (``paper``, ``record``) that earlier links or decisions speak of."""
    rows = {paper_id: row for row, paper_id in enumerate(papers["paper_id"].to_pylist())}
    subjects = [rows.get(paper_id) for paper_id in decided["paper_id"].to_pylist()]
    frames = [
        pairs_with(zip(subjects, decided[name].to_pylist(), strict=True), records[name])
        for name in ("s2_paper_id", "s2_corpus_id")
    ]
    return pd.concat(frames, ignore_index=True)
