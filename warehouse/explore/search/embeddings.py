"""Vectors of papers: which are on file, which have to be made, and the search among them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.tables import EMBEDDINGS

Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
"""Texts to vectors of length 1, a row each."""


@dataclass(frozen=True, slots=True)
class Model:
    """Something that turns texts into vectors.

    Attributes:
        name: Under which its vectors are kept.
        encode: Texts to vectors of length 1.
    """

    name: str
    encode: Encode


def texts_of(papers: pa.Table) -> list[str]:
    """What is embedded of each paper: title, then TL;DR, then abstract."""
    columns = [papers[name].to_pylist() for name in ("title", "tldr", "abstract")]
    return ["\n".join(filter(None, parts)) for parts in zip(*columns, strict=True)]


def digest(text: str) -> str:
    """What changes when a text does."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def brought_up_to_date(on_file: pa.Table, papers: pa.Table, model: Model) -> pa.Table:
    """Vectors of exactly these papers: those on file where the text is the same, else new ones.

    Args:
        on_file: As ``EMBEDDINGS``; rows of other models are left out.
        papers: With paper_id, venue_id, title, tldr and abstract.
        model: Makes what is missing, all in one call.
    """
    texts = texts_of(papers)
    wanted = pa.table(
        {
            "paper_id": papers["paper_id"],
            "venue_id": papers["venue_id"],
            "text_digest": pa.array(map(digest, texts), pa.string()),
        }
    )
    mine = on_file.filter(pc.equal(on_file["model"], model.name))
    kept = mine.filter(pc.is_in(_key(mine), value_set=_key(wanted)))
    missing = wanted.filter(pc.invert(pc.is_in(_key(wanted), value_set=_key(kept))))
    made = _made(missing, dict(zip(papers["paper_id"].to_pylist(), texts, strict=True)), model)
    return EMBEDDINGS.conform(pa.concat_tables([kept.select(EMBEDDINGS.schema.names), made]))


def _key(table: pa.Table) -> pa.ChunkedArray:
    # Arrow's joins do not take tables with lists in them.
    return pc.binary_join_element_wise(table["paper_id"], table["text_digest"], " ")


def _made(missing: pa.Table, texts: dict[str, str], model: Model) -> pa.Table:
    if missing.num_rows == 0:
        return EMBEDDINGS.empty()
    missing = missing.sort_by("paper_id")
    vectors = model.encode([texts[paper] for paper in missing["paper_id"].to_pylist()])
    return pa.table(
        {
            "paper_id": missing["paper_id"],
            "venue_id": missing["venue_id"],
            "model": pa.array([model.name] * missing.num_rows, pa.string()),
            "text_digest": missing["text_digest"],
            "vector": column_of(vectors),
        },
        EMBEDDINGS.schema,
    )


def column_of(vectors: Vectors) -> pa.ListArray:
    """Rows of a matrix as a list column, without a Python object for each number."""
    rows, width = vectors.shape
    offsets = pa.array(np.arange(rows + 1, dtype=np.int32) * width)
    return pa.ListArray.from_arrays(offsets, pa.array(vectors.ravel(), pa.float32()))


def matrix_of(embeddings: pa.Table) -> Vectors:
    """The vectors of a table as the rows of one matrix."""
    vectors = embeddings["vector"].combine_chunks()
    flat: Vectors = vectors.flatten().to_numpy(zero_copy_only=False)
    return flat.reshape(len(vectors), -1) if len(vectors) else flat.reshape(0, 0)


def nearest(
    embeddings: pa.Table, question: npt.NDArray[np.float32], limit: int
) -> list[tuple[str, float]]:
    """Papers whose vectors are nearest to a vector, with their cosine, nearest first."""
    if embeddings.num_rows == 0:
        return []
    cosines = matrix_of(embeddings) @ question
    # Stable, so that equals keep the order of the table.
    best = np.argsort(-cosines, kind="stable")[:limit]
    papers = embeddings["paper_id"].take(pa.array(best)).to_pylist()
    return [(paper, float(cosines[place])) for paper, place in zip(papers, best, strict=True)]
