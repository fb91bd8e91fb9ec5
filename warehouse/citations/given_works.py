"""Citing works as the service gave them, and what becomes of them: cleaned, and each once a run."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.citations.citing_json import Author, Sight
from warehouse.columns import TEXTS, TIMESTAMP
from warehouse.normalise.content import cleaned
from warehouse.normalise.dates import iso_day

T = TypeVar("T")

GIVEN_WORKS = pa.schema(
    [
        ("asked_corpus_id", pa.int64()),
        ("citing_id", pa.string()),
        ("citing_corpus_id", pa.int64()),
        ("title", pa.string()),
        ("authors", TEXTS),
        ("author_ids", TEXTS),
        ("venue", pa.string()),
        ("year", pa.int64()),
        ("publication_date", pa.string()),
        ("is_influential", pa.bool_()),
        ("intents", TEXTS),
        ("seen_at", TIMESTAMP),
    ]
)
"""One row a citing work on a page, in the order given; texts are as written."""

CITING_WORKS = pa.schema(
    [
        ("asked_corpus_id", pa.int64()),
        ("citing_id", pa.string()),
        ("citing_corpus_id", pa.int64()),
        ("title", pa.string()),
        ("authors", TEXTS),
        ("author_ids", TEXTS),
        ("venue", pa.string()),
        ("year", pa.int32()),
        ("published_on", pa.date32()),
        ("is_influential", pa.bool_()),
        ("intents", TEXTS),
        ("seen_at", TIMESTAMP),
    ]
)
"""One row per asked corpus id and citing work in a run; ``author_ids`` as long as ``authors``."""

_PAIR = ["asked_corpus_id", "citing_id"]
_MOST_DIGITS = 18


def of_sights(found: Sequence[Sight]) -> pa.Table:
    """The works of sights that were read one by one, as :data:`GIVEN_WORKS`."""
    edges = [(sight, edge, edge.citing_paper) for sight in found for edge in sight.edges]
    rows = [
        {
            "asked_corpus_id": sight.asked,
            "citing_id": work.paper_id,
            "citing_corpus_id": _number(work.corpus_id),
            "title": work.title,
            "authors": _of(work.authors, lambda author: author.name),
            "author_ids": _of(work.authors, lambda author: _text(author.authorId)),
            "venue": work.venue,
            "year": _year(work.year),
            "publication_date": work.publication_date,
            "is_influential": edge.is_influential,
            "intents": edge.intents,
            "seen_at": sight.seen_at,
        }
        for sight, edge, work in edges
    ]
    return pa.Table.from_pylist(rows, schema=GIVEN_WORKS)


def each_once(given: pa.Table) -> pa.Table:
    """As :data:`CITING_WORKS`: the newest sight, with what other sights alone say of the citing.

    Args:
        given: As :data:`GIVEN_WORKS`, the oldest first.
    """
    works = _clean(given)
    place = pa.array(np.arange(len(works)))
    places = {
        "place": place,
        "influence": _where(works["is_influential"], place),
        "intents": _where(works["intents"], place),
    }
    asked = [("place", "min"), ("place", "max"), ("influence", "max"), ("intents", "max")]
    pairs = pa.table({name: works[name] for name in _PAIR} | places)
    found = pairs.group_by(_PAIR).aggregate(asked).sort_by("place_min")
    if len(found) == len(works):
        return works
    newest = works.take(found["place_max"])
    for name, known in (("is_influential", "influence_max"), ("intents", "intents_max")):
        told = works[name].take(found[known])
        newest = newest.set_column(CITING_WORKS.get_field_index(name), name, told)
    return newest.combine_chunks()


def _where(values: pa.ChunkedArray, place: pa.Array) -> pa.Array:
    return pc.if_else(values.is_valid().combine_chunks(), place, pa.scalar(None, place.type))


def _clean(given: pa.Table) -> pa.Table:
    given = given.combine_chunks()
    corpus_ids, years = given["citing_corpus_id"], given["year"]
    # So many digits are no corpus id; neither is what stands before the minus.
    is_id = pc.and_(pc.greater_equal(corpus_ids, 0), pc.less(corpus_ids, 10**_MOST_DIGITS))
    is_year = pc.and_(pc.greater_equal(years, 1000), pc.less_equal(years, 3000))
    columns = {name: given[name] for name in CITING_WORKS.names if name in given.column_names}
    columns |= {
        "citing_corpus_id": pc.if_else(is_id, corpus_ids, None),
        "title": _each(given["title"], _cleaned, pa.string()),
        "authors": _in_lists(given["authors"]),
        "author_ids": _in_lists(given["author_ids"]),
        "venue": _each(given["venue"], _cleaned, pa.string()),
        "year": pc.if_else(is_year, years, None).cast(pa.int32()),
        "published_on": _each(given["publication_date"], iso_day, pa.date32()),
        "intents": _in_lists(given["intents"]),
    }
    return pa.table([columns[name] for name in CITING_WORKS.names], schema=CITING_WORKS)


def _each(
    values: pa.ChunkedArray, convert: Callable[[str], T | None], kind: pa.DataType
) -> pa.Array:
    """Every text converted, each different one once."""
    coded = pa.chunked_array(values.chunks, pa.string()).combine_chunks().dictionary_encode()
    words = [convert(text) for text in coded.dictionary.to_pylist()]
    return pa.array(words, kind).take(coded.indices)


def _in_lists(lists: pa.ChunkedArray) -> pa.Array:
    array = lists.combine_chunks()
    sizes = pc.fill_null(pc.list_value_length(array), 0)
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    values = _each(pa.chunked_array([array.flatten()]), _cleaned, pa.string())
    return pa.ListArray.from_arrays(pa.array(offsets), values, mask=array.is_null())


def _cleaned(text: str) -> str | None:
    # Most texts hold no address and are not even looked at twice.
    return cleaned(text) if "@" in text or "%40" in text else text.strip() or None


def _of(
    authors: list[Author] | None, part: Callable[[Author], str | None]
) -> list[str | None] | None:
    return [part(author) for author in authors] if authors else None


def _text(given: str | int | None) -> str | None:
    return None if given is None else str(given)


def _number(given: int | str | None) -> int | None:
    written = str(given)
    is_number = written.isascii() and written.isdecimal() and len(written) <= _MOST_DIGITS
    return int(written) if is_number else None


def _year(given: int | None) -> int | None:
    return given if given is not None and 1000 <= given <= 3000 else None
