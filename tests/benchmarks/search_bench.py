"""How well search answers: ``make studies`` (how fast it answers is in docs/benchmarks.md).

    python -m tests.benchmarks.search_bench [WAREHOUSE]

Relevance: `search_queries.csv` holds a question for every one of 44 accepted papers of ICLR 2022
that `random.Random(8).sample` drew from the 1,095 sorted by id, none left out. Each was written
from the title, the TL;DR and the abstract's beginning as somebody would type it who remembers what
a paper does but not what it is called, before any search was run. The paper drawn is the answer;
two questions have a second one, found by reading titles. So a question has one paper in mind, and
another that answers as well counts as wrong: the figures are low bounds, good for comparison.
The weights of fields were changed once after these had been seen, and chosen by other questions:
search by words went from an MRR of 0.24 to 0.40.

Without a warehouse ICLR 2022 is read where it lies, in `../shared/corpora`; nothing is measured
where it does not. Search by meaning is measured where the extra `neural` is installed.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import warehouse
from tests.benchmarks.linking_corpora import SHARED, recorded
from tests.benchmarks.relevance import Question, interval, questions, recall, reciprocal_rank
from warehouse import store
from warehouse.explore.search import KeywordIndex
from warehouse.explore.search.embeddings import brought_up_to_date
from warehouse.explore.search.hits import Hit
from warehouse.explore.search.rows import searchable
from warehouse.explore.search.searching import Search
from warehouse.explore.search.sentence_model import sentence_model
from warehouse.tables import EMBEDDINGS

VENUE = "ICLR.cc/2022/Conference"
DEPTH = 100
TOP = 10

Rank = Callable[[str], Sequence[Hit]]


@contextmanager
def iclr(folder: Path = SHARED / "corpora" / "iclr2022") -> Iterator[Path | None]:
    """A warehouse with the papers of ICLR 2022 for the time being; None where it does not lie."""
    if not folder.is_dir():
        yield None
        return
    with tempfile.TemporaryDirectory() as root:
        store.publish(Path(root), VENUE, {"papers": recorded(folder).papers})
        yield Path(root)


def measure(root: Path) -> None:
    """Print how well a warehouse is searched."""
    asked = questions()
    papers = searchable(warehouse.open(root))
    papers = papers.filter(
        pc.and_(pc.equal(papers["venue_id"], VENUE), pc.equal(papers["state"], "accepted"))
    )
    known = set(papers["paper_id"].to_pylist())
    if lost := set().union(*(answers for _, answers in asked)) - known:
        raise AssertionError(f"{len(lost)} answers are not in the warehouse: {sorted(lost)}")
    _say(f"{papers.num_rows:,} papers, {len(asked)} questions; {_borrowed(asked, papers)}")
    search = Search(papers, KeywordIndex.of(papers))
    if find_spec("sentence_transformers"):
        search = _with_meaning(search)
    else:
        _say("search by meaning: not measured, the extra `neural` is not installed")
    _relevance(search, asked)


def _with_meaning(search: Search) -> Search:
    model = sentence_model()
    vectors = brought_up_to_date(EMBEDDINGS.empty(), search.papers, model)
    return Search(search.papers, search.index, vectors, model)


def _relevance(search: Search, asked: Sequence[Question]) -> None:
    _say(f"\n{'':16}    MRR  95% interval      {f'recall@{TOP}':>9}  95% interval  none in {DEPTH}")
    ways: dict[str, Rank] = {"words": lambda text: search.by_words(text, limit=DEPTH)}
    if search.model is not None:
        ways["meaning"] = lambda text: search.by_meaning(text, limit=DEPTH)
        ways["both"] = lambda text: search.by_both(text, limit=DEPTH)
    ranks, found = {}, {}
    for name, ask in ways.items():
        rankings = [[hit.paper_id for hit in ask(text)] for text, _ in asked]
        pairs = list(zip(rankings, (answers for _, answers in asked), strict=True))
        ranks[name] = np.array([reciprocal_rank(r, answers) for r, answers in pairs])
        found[name] = np.array([recall(r, answers, TOP) for r, answers in pairs])
        _say(_row(name, ranks[name], found[name]))
    for one, other in (("meaning", "words"), ("both", "words"), ("both", "meaning")):
        if one in ranks and other in ranks:
            _say(_row(f"{one} - {other}", ranks[one] - ranks[other], found[one] - found[other]))


def _row(name: str, ranks: np.ndarray, found: np.ndarray) -> str:
    cells = [
        f"{v.mean():6.3f}  {'{:6.3f} to {:6.3f}'.format(*interval(v))}" for v in (ranks, found)
    ]
    missed = "" if "-" in name else f"{int((ranks == 0).sum()):4}"
    return f"{name:16} {'   '.join(cells)}  {missed}"


def _borrowed(asked: Sequence[Question], papers: pa.Table) -> str:
    """How much the questions have of the titles that they look for."""
    titles = dict(zip(papers["paper_id"].to_pylist(), papers["title"].to_pylist(), strict=True))
    shares = []
    for text, answers in asked:
        words = _long_words(text)
        shares.append(max(len(words & _long_words(titles[a])) / len(words) for a in answers))
    return f"{np.mean(shares):.0%} of a question's words of five letters or more stand in the title"


def _long_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) >= 5}


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def main(arguments: Sequence[str]) -> None:
    """Measure the warehouse named, or ICLR 2022 where it lies."""
    if arguments:
        measure(Path(arguments[0]))
        return
    with iclr() as root:
        if root is None:
            _say("ICLR 2022 does not lie in ../shared/corpora; name a warehouse that has it.")
        else:
            measure(root)


if __name__ == "__main__":
    main(sys.argv[1:])
