"""Ids that a paper or a record names of the other: the strongest evidence there is."""

import re
from collections.abc import Iterable
from typing import Any

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


def pairs_by_id(papers: pa.Table, records: pa.Table) -> pd.DataFrame:
    """Pairs of rows (``paper``, ``record``) where the record has an id of the paper."""
    texts = list(zip(papers["pdf_url"].to_pylist(), papers["bibtex"].to_pylist(), strict=True))
    ids = {
        "openreview_id": papers["paper_id"].to_pylist(),
        "arxiv_id": [arxiv_id(*pair) for pair in texts],
        "doi": [doi(*pair) for pair in texts],
    }
    found = [pairs_with(enumerate(values), records[name]) for name, values in ids.items()]
    return pd.concat(found, ignore_index=True)


def pairs_with(named: Iterable[tuple[int | None, Any]], column: pa.ChunkedArray) -> pd.DataFrame:
    """Pairs of rows (``paper``, ``record``) where the record's column has what the paper names.

    Args:
        named: Row of a paper and an id that it names; pairs with a None are left out.
        column: The records' ids of that kind.
    """
    papers: dict[Any, list[int]] = {}
    for row, id_ in named:
        if row is not None and id_ is not None:
            papers.setdefault(id_, []).append(row)
    hits = pc.indices_nonzero(pc.is_in(column, value_set=pa.array([*papers], column.type)))
    ids = column.take(hits).to_pylist()
    pairs = [(p, r) for r, id_ in zip(hits.to_pylist(), ids, strict=True) for p in papers[id_]]
    return pd.DataFrame(pairs, columns=["paper", "record"], dtype="int64")
