"""Ids that a paper or a record names of the other: the strongest evidence there is."""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf)/|arxiv[:\s]\s*|eprint\s*=\s*[{\"]\s*)"
    r"(\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"{}<>,]+)", re.IGNORECASE)


def arxiv_id(*texts: str | None) -> str | None:
    """The arXiv id that any of the texts names, without version; None when none does.

    >>> arxiv_id("https://arxiv.org/pdf/2106.09685v2")
    '2106.09685'
    """
    found = (_ARXIV.search(text) for text in texts if text)
    return next((match[1].lower() for match in found if match), None)


def doi(*texts: str | None) -> str | None:
    """The DOI that any of the texts names, lower case; None when none does."""
    found = (_DOI.search(text) for text in texts if text)
    return next((match[1].lower().rstrip(".;)") for match in found if match), None)


def paper_ids(papers: pa.Table) -> pd.DataFrame:
    """The ids that each paper goes by: ``openreview_id``, ``arxiv_id``, ``doi``."""
    texts = list(zip(papers["pdf_url"].to_pylist(), papers["bibtex"].to_pylist(), strict=True))
    return pd.DataFrame(
        {
            "paper": range(papers.num_rows),
            "openreview_id": papers["paper_id"].to_pylist(),
            "arxiv_id": [arxiv_id(*pair) for pair in texts],
            "doi": [doi(*pair) for pair in texts],
        },
        dtype=object,
    )


def pairs_by_id(papers: pa.Table, records: pa.Table) -> pd.DataFrame:
    """Pairs of rows (``paper``, ``record``) where the record has an id of the paper."""
    ours = paper_ids(papers)
    found = [_joined(ours, records, name) for name in ("openreview_id", "arxiv_id", "doi")]
    return pd.concat(found, ignore_index=True).drop_duplicates(ignore_index=True).astype("int64")


def _joined(ours: pd.DataFrame, records: pa.Table, name: str) -> pd.DataFrame:
    left = ours[["paper", name]].dropna()
    ids = records[name].combine_chunks()
    hits = pc.indices_nonzero(pc.is_in(ids, value_set=pa.array(left[name], pa.string())))
    right = pd.DataFrame({"record": hits.to_pandas(), name: ids.take(hits).to_pandas()})
    return left.merge(right.astype({name: object}).dropna(), on=name)[["paper", "record"]]
