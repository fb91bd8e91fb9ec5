"""How long search takes: to build its index of all words of all papers, and to answer a query.

ICLR 2022 is asked the 44 questions of `search_queries.csv` and the last two words of each, made-up
papers their own titles. The floor is what one writes without an index: `ILIKE` over title and
abstract in DuckDB, papers with the most words first. (DuckDB's own full-text index is an extension
that has to be downloaded.) How well search answers is a study: `make studies`.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

import warehouse
from tests.benchmarks.map_bench import made_up
from tests.benchmarks.measuring import Place, Row, Taken, alone, ratio, taken
from tests.benchmarks.relevance import questions
from tests.benchmarks.search_bench import VENUE, iclr
from warehouse import store
from warehouse.explore.search import KeywordIndex
from warehouse.explore.search.embeddings import brought_up_to_date
from warehouse.explore.search.rows import searchable
from warehouse.explore.search.searching import Search
from warehouse.explore.search.sentence_model import sentence_model
from warehouse.tables import EMBEDDINGS


def rows(place: Place) -> Iterator[Row]:
    """Time to build the index and to answer, for ICLR 2022 where it lies and for made-up papers."""
    yield from _of_iclr()
    for papers in [size for size in (1_000, 10_000, 30_000) if size <= max(place.sizes)]:
        yield from _timed_rows(f"made up, {papers:,} papers", _made_up, papers)


def _of_iclr() -> Iterator[Row]:
    with iclr() as root:
        if root is None:
            yield Row("search", "ICLR 2022", missing="does not lie in ../shared/corpora")
            return
        yield from _timed_rows("ICLR 2022, 1,095 papers", _papers_of, root)
        if find_spec("sentence_transformers"):
            spent, asked = alone(_meaning, root)
            yield Row("vectors of all papers", "ICLR 2022, 1,095 papers", spent)
            yield Row("a query by meaning", "the same", asked, against="by words, above")
        else:
            yield Row(
                "search by meaning", "ICLR 2022", missing="the extra `neural` is not installed"
            )


def _timed_rows(given: str, make: Callable[..., pa.Table], *arguments: Any) -> Iterator[Row]:
    built = alone(_built, make, *arguments)
    asked, scanned = alone(_asked, make, *arguments), alone(_scanned, make, *arguments)
    yield Row("index", given, built)
    yield Row(
        "a query by words",
        f"{given}; mean of {2 * len(questions())}",
        asked,
        against="floor: ILIKE in DuckDB",
        figure=ratio(asked, scanned.cpu),
    )


def _papers_of(root: Path) -> pa.Table:
    return searchable(warehouse.open(root))


def _made_up(count: int) -> pa.Table:
    papers = made_up(count)
    with tempfile.TemporaryDirectory() as root:
        store.publish(Path(root), papers["venue_id"][0].as_py(), {"papers": papers})
        return searchable(warehouse.open(root))


def _typed(papers: pa.Table) -> list[str]:
    """The questions, long and short; of made-up papers their titles, who have no words of ours."""
    texts = [text for text, _ in questions()]
    if papers["venue_id"][0].as_py() != VENUE:
        texts = papers["title"].slice(0, len(texts)).to_pylist()
    return [*texts, *(" ".join(text.split()[-2:]) for text in texts)]


def _built(make: Callable[..., pa.Table], *arguments: Any) -> Taken:
    papers = make(*arguments)
    return taken(lambda: KeywordIndex.of(papers), 3)


def _asked(make: Callable[..., pa.Table], *arguments: Any) -> Taken:
    papers = make(*arguments)
    search = Search(papers, KeywordIndex.of(papers))
    search.by_words("warm")
    return _each(search.by_words, _typed(papers))


def _scanned(make: Callable[..., pa.Table], *arguments: Any) -> Taken:
    papers = make(*arguments)
    with duckdb.connect() as connection:
        connection.register("papers", papers)
        return _each(lambda text: connection.execute(*_ilike(text)).fetchall(), _typed(papers))


def _ilike(text: str) -> tuple[str, list[str]]:
    """Papers by how many of the words stand somewhere in title or abstract."""
    words = re.findall(r"\w+", text)
    hits = " + ".join(["(concat_ws(' ', title, abstract) ILIKE ?)::INTEGER"] * len(words))
    query = f"SELECT paper_id, {hits} AS hits FROM papers ORDER BY hits DESC LIMIT 20"  # noqa: S608
    return query, [f"%{word}%" for word in words]


def _meaning(root: Path) -> tuple[Taken, Taken]:
    papers, model = _papers_of(root), sentence_model()
    model.encode(["warm"])
    made: list[pa.Table] = []
    spent = taken(lambda: made.append(brought_up_to_date(EMBEDDINGS.empty(), papers, model)))
    ready = Search(papers, KeywordIndex.of(papers), made[0], model)
    return spent, _each(ready.by_meaning, _typed(papers))


def _each(ask: Callable[[str], object], typed: Sequence[str]) -> Taken:
    """The mean of all that is typed."""
    spent = taken(lambda: [ask(text) for text in typed])
    return Taken(spent.seconds / len(typed), spent.cpu / len(typed), spent.peak)
